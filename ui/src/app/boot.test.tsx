import { readFileSync } from "node:fs";
import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { takeBoot } from "~/data/boot.ts";
import type { Boot } from "~/protocol/wire.ts";
import { drawHome, drawNotebook } from "./drawPages.tsx";
import { aWorkspace, FakeServer } from "./testing/FakeServer.ts";
import { renderApp } from "./testing/renderApp.tsx";

type BootCell = NonNullable<Boot["notebook"]>["cells"][number];

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  server.workspaces = [
    aWorkspace({ id: "ids", title: "Unique ids", summary: "Sixteen random bytes" }),
    aWorkspace({
      id: "evil",
      title: "</script><img src=x onerror=alert(1)>",
      language: "javascript",
      openedAt: "2026-03-01T12:00:00Z",
    }),
  ];
});

describe("what comes along with a page", () => {
  test("answers the first questions of the home page", async () => {
    renderApp("/", server, server.boot);
    expect(await screen.findByRole("link", { name: "Unique ids" })).toBeInTheDocument();
    expect(server.requests).toEqual([]);
  });

  test("is asked for where there is none, the library only once", async () => {
    renderApp("/", server);
    await screen.findByRole("link", { name: "Unique ids" });
    expect(server.requests.filter((request) => request.startsWith("GET /api/workspaces"))).toHaveLength(1);
  });

  test("is taken out of the page", () => {
    const page = document.implementation.createHTMLDocument();
    page.head.innerHTML = `<script id="boot" type="application/json">${JSON.stringify(server.boot).replaceAll("<", "\\u003c")}</script>`;
    expect(takeBoot(page)).toEqual(server.boot);
    expect(page.head.children).toHaveLength(0);
  });

  test("is nothing in the page of somebody who is signed out", () => {
    const page = document.implementation.createHTMLDocument();
    page.head.innerHTML = '<script id="boot" type="application/json"></script>';
    expect(takeBoot(page)).toBeUndefined();
  });
});

const script = readFileSync("public/first-paint.js", "utf8");
let home: string;
let notebook: string;

/** Runs the script in a page as the build and the server make it; returns the painted frame. */
function paint(boot = JSON.stringify(server.boot)): HTMLElement | null {
  document.body.innerHTML = `<div id="root"></div><template id="home">${home}</template><template id="notebook">${notebook}</template>`;
  const data = document.body.appendChild(document.createElement("script"));
  data.id = "boot";
  data.type = "application/json";
  data.text = boot;
  new Function(script)();
  return document.querySelector<HTMLElement>("#root > div");
}

const wide = (matches: boolean) => {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: matches === media.includes("min-width"),
    }) as MediaQueryList;
};

describe("the first paint of the library", () => {
  beforeEach(async () => {
    wide(true);
    home ??= await drawHome();
    window.history.replaceState(null, "", "/");
  });

  test("shows the rows of the library, and lets nothing be used", () => {
    const frame = paint();
    expect(frame).toHaveAttribute("inert");
    const rows = [...(frame?.querySelectorAll("[data-key]") ?? [])];
    expect(rows.map((row) => row.querySelector("a")?.textContent)).toEqual(
      server.workspaces.map((w) => w.title),
    );
    expect(rows.map((row) => row.querySelector("abbr")?.textContent)).toEqual(["TS", "JS"]);
    expect(rows.map((row) => (row as HTMLElement).style.top)).toEqual(["0px", "63px"]);
    expect(rows[0]).toHaveTextContent("Sixteen random bytes");
    expect(frame?.textContent).not.toMatch(/\{\w+\}/);
  });

  test("shows a hostile title as text", () => {
    const frame = paint();
    expect(frame?.querySelector("img, script")).toBeNull();
    expect(frame).toHaveTextContent("</script><img src=x onerror=alert(1)>");
  });

  test("lists in the side bar what was opened last", () => {
    const frame = paint();
    const side = within(frame?.querySelector("nav") as HTMLElement);
    expect(side.getByText("Opened last").nextElementSibling?.children).toHaveLength(1);
    server.workspaces = [aWorkspace({ id: "new", title: "Never opened" })];
    expect(paint()?.querySelector("nav")).not.toHaveTextContent("Opened last");
  });

  test("leaves out a side bar that is closed or does not fit", () => {
    localStorage.setItem("srcbook.sidebar", "false");
    expect(paint()?.querySelector("nav")).toBeNull();
    localStorage.clear();
    wide(false);
    expect(paint()?.querySelector("nav")).toBeNull();
  });

  test.each([
    ["nobody is signed in", () => paint("")],
    ["the library is empty", () => paint(JSON.stringify({ ...server.boot, workspaces: { items: [] } }))],
    [
      "the library is a grid",
      () => {
        localStorage.setItem("srcbook.library.arrangement", '"grid"');
        return paint();
      },
    ],
  ])("is left to the interface when %s", (_, painted) => {
    expect(painted()).toBeNull();
  });
});

describe("the first paint of a notebook", () => {
  beforeEach(async () => {
    wide(true);
    const shown = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden"); // without editors
    Element.prototype.scrollIntoView ??= () => {};
    home ??= await drawHome();
    notebook ??= await drawNotebook();
    shown.mockRestore();
    window.history.replaceState(null, "", "/n/ids");
  });
  afterEach(() => window.history.replaceState(null, "", "/"));

  const opened = (cells: BootCell[], more = false) =>
    JSON.stringify({ ...server.boot, notebook: { id: "ids", title: "Unique <ids>", cells, more } });
  const code = (part: Partial<BootCell> = {}): BootCell => ({
    id: "a",
    kind: "code",
    filename: "a.mts",
    code: "let a = '<b>';\nlet b;",
    ...part,
  });

  test("shows prose as it reads, code as it is written, and what it printed", () => {
    const output = [
      { s: "out" as const, t: "1\n2" },
      { s: "out" as const, t: "3\n" },
      { s: "err" as const, t: "no\n" },
    ];
    const frame = paint(
      opened([{ id: "p", kind: "markdown", prose: "<p>Some <em>prose</em>.</p>" }, code(), code({ output })]),
    );
    expect(frame?.querySelector("h1")).toHaveTextContent("Unique <ids>");
    expect(frame?.querySelector(".prose")?.innerHTML).toBe("<p>Some <em>prose</em>.</p>");
    const still = [...(frame?.querySelectorAll(".code-still") ?? [])];
    expect(still.map((s) => [...s.children].map((pre) => pre.textContent))).toEqual([
      ["1\n2", "let a = '<b>';\nlet b;"],
      ["1\n2", "let a = '<b>';\nlet b;"],
    ]);
    const lines = [...(frame?.querySelectorAll<HTMLElement>("[data-stream]") ?? [])];
    expect(lines.map((l) => [l.dataset.stream, l.textContent])).toEqual([
      ["out", "1"],
      ["out", "23"],
      ["err", "no"],
    ]);
    expect(frame).toHaveTextContent("a.mtsTS");
    expect(frame?.textContent).not.toMatch(/\{\w+\}/);
  });

  test("lets nothing be used, and nothing be taken for what can be", () => {
    const frame = paint(opened([code()]));
    expect(frame).toHaveAttribute("aria-hidden", "true");
    const usable = [...(frame?.querySelectorAll("button, input, nav a") ?? [])];
    expect(usable.filter((element) => !element.closest("[inert]"))).toEqual([]);
    expect(frame?.querySelectorAll("[id], [role], [tabindex], [data-cell]")).toHaveLength(0);
  });

  test("leaves the place below it to the interface when there is more", () => {
    expect(paint(opened([code()]))?.querySelector("h1 ~ div + div")).toHaveTextContent("CodeText");
    expect(paint(opened([code()], true))?.querySelector("h1 ~ div + div")).toBeNull();
  });

  test("ends above a cell that this browser shows collapsed", () => {
    localStorage.setItem("srcbook.collapsed", JSON.stringify({ code: ["b"], output: [], section: [] }));
    const frame = paint(opened([code(), code({ id: "b" }), code({ id: "c" })]));
    expect(frame?.querySelectorAll(".code-still")).toHaveLength(1);
    expect(frame?.querySelector("h1 ~ div + div")).toBeNull();
  });

  test("lists the notebook as the one opened last", () => {
    const side = paint(opened([code()]))?.querySelector("nav > ul ~ ul");
    expect([...(side?.children ?? [])].map((entry) => entry.textContent)).toEqual([
      "Unique ids",
      "</script><img src=x onerror=alert(1)>",
    ]);
    expect(side?.querySelectorAll('[aria-current="page"]')).toHaveLength(1);
  });

  test.each([
    [
      "has been left open",
      { "panel.open": "true", "panel.tab": '"secrets"', "panel.width": "300" },
      "Secrets",
    ],
    ["has been closed", { "panel.open": "false" }, undefined],
  ])("shows the panel as it %s", (_, remembered, tab) => {
    for (const [name, value] of Object.entries(remembered)) localStorage.setItem(`srcbook.${name}`, value);
    const panel = paint(opened([code()]))?.querySelector("aside");
    expect(panel?.querySelector("[aria-selected][data-state=active]")?.textContent).toBe(tab);
    expect(panel?.style.width).toBe(tab && "300px");
  });

  test("is left to the interface for another page, and for a cell further down", () => {
    window.history.replaceState(null, "", "/settings");
    expect(paint(opened([code()]))).toBeNull();
    window.history.replaceState(null, "", "/n/ids#a");
    expect(paint(opened([code()]))).toBeNull();
  });
});
