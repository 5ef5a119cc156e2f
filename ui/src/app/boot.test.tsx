import { readFileSync } from "node:fs";
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { takeBoot } from "~/data/boot.ts";
import { drawHome } from "./drawHome.tsx";
import { aWorkspace, FakeServer } from "./testing/FakeServer.ts";
import { renderApp } from "./testing/renderApp.tsx";

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

describe("the first paint", () => {
  let home: string;
  beforeEach(async () => {
    wide(true);
    home = await drawHome();
  });
  const script = readFileSync("public/first-paint.js", "utf8");
  /** Runs the script in a page as the build and the server make it; returns the painted frame. */
  function paint(boot = JSON.stringify(server.boot)): HTMLElement | null {
    document.body.innerHTML = `<div id="root"></div><template id="home">${home}</template>`;
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
