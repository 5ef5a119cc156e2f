import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunkOf } from "./scripts/chunks.ts";
import { early } from "./scripts/early.ts";
import { firstPaint } from "./scripts/first-paint.ts";
import { inline } from "./scripts/inline.ts";

// The Go server that the development server forwards to. SRCBOOK_DEV_SERVER names another one.
const backend = process.env.SRCBOOK_DEV_SERVER ?? "http://localhost:2150";

export default defineConfig({
  plugins: [react(), tailwindcss(), early(), firstPaint(), inline()],
  resolve: { alias: { "~": `${import.meta.dirname}/src` } },
  build: {
    target: "es2022",
    // The server compresses, and a warning per lazy chunk says nothing that `npm run size` does not.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    // Inlined fonts and icons would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              // What code is written with. Markdown's parser, and those that it brings, come with prose.
              name: "editor",
              test: /node_modules\/(@codemirror\/(state|view|language|commands|autocomplete|collab|lang-javascript|lang-json)|@lezer\/(common|lr|highlight|javascript|json)|style-mod|w3c-keyname|crelt|@marijn)\//,
            },
            { name: chunkOf(), debugName: "parts" },
          ],
        },
      },
    },
  },
  server: {
    host: "localhost",
    proxy: {
      "/api": { target: backend, changeOrigin: true, ws: true, rewriteWsOrigin: true },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/app/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    css: false,
    maxWorkers: "100%", // by itself it leaves one processor alone, of two as well
    // Limits on hanging, not on speed: a busy machine needs many times as long as a quiet one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
