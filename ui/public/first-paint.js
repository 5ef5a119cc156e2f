// Paints the library before the scripts of the interface are there: the build has drawn the home page as a
// template (scripts/first-paint.ts), and the server has put the rows into the page. Not yet for use, thus
// inert; the interface takes its place as soon as it runs.
(() => {
  const root = document.getElementById("root");
  const template = document.getElementById("home");
  const boot = document.getElementById("boot")?.textContent;
  if (!root || !(template instanceof HTMLTemplateElement) || !boot || location.pathname !== "/") return;
  const remembered = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(`srcbook.${name}`);
    } catch {
      return null; // Storage is blocked: everything is as at first.
    }
  };
  const { items } = JSON.parse(boot).workspaces;
  if (items.length === 0 || remembered("library.arrangement") === '"grid"') return;

  /** Puts a workspace in the place of the marks of an entry. */
  const fill = (/** @type {Element} */ entry, /** @type {Record<string, string>} */ workspace) => {
    const texts = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const mark = text.nodeValue?.match(/^\{(\w+)\}$/)?.[1];
      if (mark) text.nodeValue = workspace[mark] ?? "";
    }
    const language = entry.querySelector("abbr");
    if (language) language.textContent = workspace.language === "typescript" ? "TS" : "JS";
  };
  /** Repeats the one entry of a list for each of the workspaces. */
  const repeat = (/** @type {Element | null} */ entry, /** @type {Record<string, string>[]} */ workspaces) =>
    entry?.replaceWith(
      ...workspaces.map((workspace, i) => {
        const copy = /** @type {HTMLElement} */ (entry.cloneNode(true));
        copy.style.top &&= `${i * Number.parseFloat(copy.style.height)}px`;
        fill(copy, workspace);
        return copy;
      }),
    );

  const page = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const side = page.querySelector("nav");
  if (remembered("sidebar") === "false" || !matchMedia("(min-width: 900px)").matches) side?.remove();
  const opened = items
    .filter((/** @type {{ openedAt?: string }} */ item) => item.openedAt)
    .sort((/** @type {{ openedAt: string }} */ a, /** @type {{ openedAt: string }} */ b) =>
      b.openedAt.localeCompare(a.openedAt),
    );
  const recent = side?.querySelector('[href^="/n/"]')?.closest("li");
  if (opened.length === 0) {
    recent?.parentElement?.previousElementSibling?.remove();
    recent?.parentElement?.remove();
  } else if (recent) repeat(recent, opened.slice(0, 8));
  const row = page.querySelector("[data-key]");
  const list = row?.parentElement;
  if (!row || !list) return;
  list.style.height = `${items.length * Number.parseFloat(/** @type {HTMLElement} */ (row).style.height)}px`;
  repeat(row, items.slice(0, Math.ceil(innerHeight / 40)));
  page.firstElementChild?.toggleAttribute("inert", true);
  root.append(page);
})();
