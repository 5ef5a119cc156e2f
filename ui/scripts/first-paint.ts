/// <reference path="./jsdom.d.ts" />
import { JSDOM } from "jsdom";
import { createServer, type Plugin } from "vite";

const place = '<div id="root"></div>';

/**
 * Puts the home page and the page of a notebook into index.html, as templates that public/first-paint.js
 * fills in and shows while the scripts of the interface are still being loaded. They are drawn by the
 * components that take their place then.
 */
export function firstPaint(): Plugin {
  return {
    name: "first-paint",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html) {
        const { home, notebook } = await drawPages();
        if (!home.includes("{title}") || !notebook.includes("{code}") || !html.includes(place))
          this.error("the first pages could not be drawn");
        return html.replace(place, () =>
          [
            place,
            `<template id="home">${home}</template>`,
            `<template id="notebook">${notebook}</template>`,
            '<script src="/first-paint.js"></script>',
          ].join("\n    "),
        );
      },
    },
  };
}

async function drawPages(): Promise<{ home: string; notebook: string }> {
  const browser = new JSDOM("", { url: "http://localhost/" });
  const restore = lend(browser.window);
  outliveLongTimers();
  const vite = await createServer({
    configFile: false,
    root: `${import.meta.dirname}/..`,
    appType: "custom",
    logLevel: "error",
    resolve: { alias: { "~": `${import.meta.dirname}/../src` } },
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    // The router has a build of its own for servers, which leaves out what only browsers do.
    ssr: {
      noExternal: [/^@tanstack\//],
      resolve: { conditions: ["browser", "module", "import", "default"] },
    },
  });
  try {
    const { drawHome, drawNotebook } = await vite.ssrLoadModule("/src/app/drawPages.tsx");
    return { home: await drawHome(), notebook: await drawNotebook() };
  } finally {
    await vite.close();
    browser.window.close();
    restore();
  }
}

const long = 1_000; // ms

/**
 * From here on no long timer keeps this process alive: the build ends by itself, and what it drew would
 * make it wait for minutes, as caches do that are filled by answers which come after their page is gone.
 */
function outliveLongTimers(): void {
  for (const name of ["setTimeout", "setInterval"] as const) {
    const begin = globalThis[name] as (...of: unknown[]) => NodeJS.Timeout;
    const held = (...of: unknown[]) => (Number(of[1]) >= long ? begin(...of).unref() : begin(...of));
    Object.assign(globalThis, { [name]: Object.assign(held, begin) });
  }
}

/** Gives what only browsers have to modules that ask for it; returns how to take it back. */
function lend(window: JSDOM["window"]): () => void {
  const matchMedia = () => Object.assign(new window.EventTarget(), { matches: false });
  class ResizeObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  const requestAnimationFrame = (draw: () => void) => setTimeout(draw);
  const cancelAnimationFrame = clearTimeout;
  const scrollTo = () => {};
  Object.assign(window, {
    matchMedia,
    ResizeObserver,
    requestAnimationFrame,
    cancelAnimationFrame,
    scrollTo,
  });
  Object.assign(window.Element.prototype, { scrollIntoView: () => {} });
  const known = [...Object.getOwnPropertyNames(window), ...Object.keys(window.EventTarget.prototype)];
  const lent = known.filter((name) => !(name in globalThis));
  for (const name of lent) {
    const value = Reflect.get(window, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const name of lent) Reflect.deleteProperty(globalThis, name);
  };
}
