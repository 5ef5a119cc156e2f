import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A slow machine takes longer, and a test that fails does so after any time.
configure({ asyncUtilTimeout: 20_000 });

// jsdom has no layout: components that measure or watch elements get inert stand-ins.
class InertObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", InertObserver);
vi.stubGlobal("IntersectionObserver", InertObserver);
window.scrollTo = () => {};
if (typeof Element !== "undefined") {
  Element.prototype.scrollIntoView ??= () => {};
  Element.prototype.hasPointerCapture ??= () => false;
  Element.prototype.setPointerCapture ??= () => {};
  Element.prototype.releasePointerCapture ??= () => {};
}
if (typeof window !== "undefined") {
  window.matchMedia ??= (media: string) =>
    Object.assign(new EventTarget(), {
      media,
      matches: false,
      onchange: null,
      addListener() {},
      removeListener() {},
    });
}

// No test reaches a network: it says what it tried instead.
vi.stubGlobal("fetch", (input: RequestInfo | URL) =>
  Promise.reject(new TypeError(`a test fetched ${input instanceof Request ? input.url : input}`)),
);

afterEach(() => cleanup());
