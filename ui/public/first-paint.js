// Paints a page before the scripts of the interface are there: the build has drawn the library and a notebook
// as templates (scripts/first-paint.ts), and the server has put what they show into the page. Not yet for use:
// what could be used is inert, and all of it is hidden from who cannot see that. The interface takes its place
// as soon as it runs.
(() => {
  const root = document.getElementById("root");
  const boot = document.getElementById("boot")?.textContent;
  if (!root || !boot) return;
  /** @typedef {Record<string, string>} Values */
  /** @typedef {{ id: string, kind: string, filename?: string, code?: string, prose?: string, stale?: boolean, output?: { s: string, t: string }[] }} Cell */
  /** @type {{ settings: { wrapOutput?: boolean }, workspaces: { items: Values[] }, notebook?: { id: string, title: string, cells: Cell[], more?: boolean } }} */
  const { settings, workspaces, notebook } = JSON.parse(boot);

  /** What this browser remembers under a name; undefined for nothing. */
  const remembered = (/** @type {string} */ name) => {
    try {
      return JSON.parse(localStorage.getItem(`srcbook.${name}`) ?? "null") ?? undefined;
    } catch {
      return undefined; // Storage is blocked: everything is as at first.
    }
  };
  const isWide = (/** @type {number} */ pixels) => matchMedia(`(min-width: ${pixels}px)`).matches;
  /** A copy of what the build has drawn. */
  const drawn = (/** @type {string} */ name) => {
    const template = document.getElementById(name);
    if (!(template instanceof HTMLTemplateElement)) return;
    return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  };
  const copyOf = (/** @type {Element} */ element) => /** @type {HTMLElement} */ (element.cloneNode(true));

  /** Puts values in the place of their marks. */
  const fill = (/** @type {ParentNode & Node} */ place, /** @type {Values} */ values) => {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const mark = text.nodeValue?.match(/^\{(\w+)\}$/)?.[1];
      if (mark) text.nodeValue = values[mark] ?? "";
    }
  };
  const fillEntry = (/** @type {Element} */ entry, /** @type {Values} */ workspace) => {
    fill(entry, workspace);
    const language = entry.querySelector("abbr");
    if (language) language.textContent = workspace.language === "typescript" ? "TS" : "JS";
    return entry;
  };

  /** Lists in the side bar what was opened last. */
  const paintSide = (/** @type {ParentNode} */ page) => {
    const side = page.querySelector('nav[aria-label="Side bar"]');
    if (!side || remembered("sidebar") === false || !isWide(900)) return side?.remove();
    const entryOf = (/** @type {ParentNode | undefined | null} */ place) =>
      place?.querySelector('nav [href^="/n/"]')?.closest("li");
    const entry = entryOf(page);
    const openedAt = (/** @type {Values} */ item) =>
      item.id === notebook?.id ? "now" : (item.openedAt ?? "");
    const opened = workspaces.items.filter(openedAt);
    opened.sort((a, b) => openedAt(b).localeCompare(openedAt(a)));
    if (opened.length === 0) {
      entry?.parentElement?.previousElementSibling?.remove();
      entry?.parentElement?.remove();
      return;
    }
    const other = entryOf(drawn("home")) ?? entry;
    const copies = opened.slice(0, 8).map((item) => {
      const like = item.id === notebook?.id ? entry : other;
      return like ? fillEntry(copyOf(like), item) : "";
    });
    entry?.replaceWith(...copies);
  };

  const paintHome = () => {
    const { items } = workspaces;
    const page = drawn("home");
    const row = page?.querySelector("[data-key]");
    const list = row?.parentElement;
    if (!page || !row || !list || items.length === 0 || remembered("library.arrangement") === "grid") return;
    paintSide(page);
    const height = Number.parseFloat(/** @type {HTMLElement} */ (row).style.height);
    list.style.height = `${items.length * height}px`;
    const rows = items.slice(0, Math.ceil(innerHeight / 40)).map((item, i) => {
      const copy = copyOf(row);
      copy.style.top = `${i * height}px`;
      return fillEntry(copy, item);
    });
    row.replaceWith(...rows);
    page.firstElementChild?.toggleAttribute("inert", true);
    root.append(page);
  };

  /** The lines of an output, in which another stream begins a new line. */
  const linesOf = (/** @type {{ s: string, t: string }[]} */ chunks) => {
    /** @type {{ s: string, t: string }[]} */
    const joined = [];
    for (const { s, t } of chunks) {
      const last = joined.at(-1);
      if (last?.s === s) last.t += t;
      else joined.push({ s, t });
    }
    return joined.flatMap(({ s, t }) =>
      t
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => ({ s, t: line })),
    );
  };
  const paintOutput = (/** @type {Element} */ place, /** @type {Cell} */ { output, stale }) => {
    const line = place.querySelector("[data-stream]");
    if (!line || !output) return place.querySelector(".code-still + div")?.remove();
    place.querySelector(".code-still + div")?.toggleAttribute("data-stale", stale === true);
    if (settings.wrapOutput) line.parentElement?.classList.add("wrapped");
    const lines = linesOf(output).map(({ s, t }) => {
      const copy = copyOf(line);
      copy.dataset.stream = s;
      copy.textContent = t;
      return copy;
    });
    line.replaceWith(...lines);
  };
  const paintCode = (/** @type {Element} */ place, /** @type {Cell} */ cell) => {
    const { filename = "", code = "" } = cell;
    const extension = filename.slice(filename.lastIndexOf(".") + 1).toUpperCase();
    fill(place, { filename, FILENAME: extension.replace(/^[MC](TS|JS)$/, "$1"), code });
    const numbers = place.querySelector(".code-still > pre");
    if (numbers)
      numbers.textContent = code
        .split("\n", 10_000)
        .map((_, i) => i + 1)
        .join("\n");
    paintOutput(place, cell);
  };
  /** The server has made the prose safe. */
  const paintProse = (/** @type {Element} */ place, /** @type {Cell} */ { prose = "" }) => {
    const text = place.querySelector(".prose");
    if (!text) return;
    text.innerHTML = prose;
    for (const link of text.querySelectorAll("a")) link.target = "_blank";
  };

  /** The panel as this browser has left it, without what it holds. */
  const paintPanel = (/** @type {ParentNode} */ page) => {
    const panel = page.querySelector("aside");
    if (!panel) return;
    if (!isWide(900) || !(remembered("panel.open") ?? isWide(1200))) {
      page.querySelector('[aria-label="Close panel"]')?.setAttribute("aria-pressed", "false");
      panel.previousElementSibling?.remove();
      panel.remove();
      return;
    }
    const width = remembered("panel.width");
    if (typeof width === "number") panel.style.width = `${width}px`;
    const tabs = [...panel.querySelectorAll("[role=tab]")];
    const chosen = remembered("panel.tab") ?? "packages";
    const shown = tabs.find((tab) => tab.id.endsWith(`-${chosen}`));
    /** @type {HTMLElement} */ for (const tab of shown ? tabs : [])
      tab.dataset.state = tab === shown ? "active" : "inactive";
  };

  /** The cells above the first of which this browser shows less; see features/notebook/collapse.ts. */
  const untilCollapsed = (/** @type {Cell[]} */ cells) => {
    const collapsed = Object.values(remembered("collapsed") ?? {}).flat();
    const end = cells.findIndex((cell) => collapsed.includes(cell.id));
    return end < 0 ? cells : cells.slice(0, end);
  };

  const paintNotebook = () => {
    const page = drawn("notebook");
    const [prose, code] = page?.querySelectorAll("[data-place]") ?? [];
    const list = prose?.parentElement;
    // A linked cell is somewhere else.
    if (!page || !notebook || !list || !prose || !code || location.hash) return;
    fill(page.querySelector("header") ?? page, notebook);
    fill(page.querySelector("h1") ?? page, notebook);
    paintSide(page);
    paintPanel(page);
    const shown = untilCollapsed(notebook.cells);
    const cells = shown.map((cell) => {
      const copy = copyOf(cell.kind === "code" ? code : prose);
      (cell.kind === "code" ? paintCode : paintProse)(copy, cell);
      return copy;
    });
    list.replaceChildren(...cells);
    if (notebook.more || shown.length < notebook.cells.length) list.nextElementSibling?.remove();
    for (const part of page.querySelectorAll("header, nav, footer, aside, button"))
      part.toggleAttribute("inert", true);
    page.querySelector("[data-scroller]")?.setAttribute("data-painted-scroller", "");
    // Whoever looks for these looks for the real ones.
    const real = ["id", "name", "role", "tabindex", "aria-label", "data-cell", "data-place", "data-scroller"];
    for (const element of page.querySelectorAll("*")) for (const name of real) element.removeAttribute(name);
    for (const link of page.querySelectorAll("main a")) /** @type {HTMLElement} */ (link).tabIndex = -1;
    const frame = page.firstElementChild;
    frame?.setAttribute("aria-hidden", "true");
    frame?.setAttribute("data-painted", "");
    root.append(page);
  };
  /** Whether nothing is painted before the styles are there. */
  const blocks = (/** @type {HTMLLinkElement} */ link) =>
    link.getAttribute("blocking") === "render" && "blocking" in link;
  /** Calls back once the page's styles are there, unless the interface is there before. */
  const whenStyled = (/** @type {() => void} */ paint) => {
    const coming = [...document.querySelectorAll('link[rel="stylesheet"]')].filter(
      (link) => link instanceof HTMLLinkElement && !link.sheet && !blocks(link),
    );
    if (coming.length === 0) return paint();
    const arrivals = coming.map((link) => new Promise((resolve) => link.addEventListener("load", resolve)));
    void Promise.all(arrivals).then(() => document.getElementById("boot") && paint());
  };

  if (location.pathname === "/") paintHome();
  else if (location.pathname === `/n/${notebook?.id}`) whenStyled(paintNotebook);
})();

// Fetches the scripts of the page, which would otherwise each be found only when the one before it has run;
// scripts/early.ts lists them. They wait for what is painted without them.
(() => {
  const lists = location.pathname.startsWith("/n/") ? ["chunks", "notebook-chunks"] : ["chunks"];
  if (document.getElementById("boot")?.textContent?.includes('"kind":"markdown"')) lists.push("prose-chunks");
  for (const name of lists) {
    const list = document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
    for (const file of list.split(" ")) {
      if (!file.endsWith(".js")) continue;
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.href = file;
      document.head.append(link);
    }
  }
})();
