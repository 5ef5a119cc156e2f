import "~/ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newCache } from "~/data/cache.ts";
import { followSystemTheme } from "~/ui/theme.ts";
import { App } from "./App.tsx";
import { newRouter } from "./router.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

followSystemTheme();
const cache = newCache();
createRoot(root).render(
  <StrictMode>
    <App cache={cache} router={newRouter(cache)} />
  </StrictMode>,
);
