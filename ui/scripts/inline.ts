import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { minifySync, type Plugin } from "vite";

// What has to run before the first paint.
const scripts = ["theme.js", "first-paint.js"];

/**
 * Puts the scripts that the first paint waits for into index.html: a request each would cost it about a tenth of its
 * time. The server allows them by their hashes (internal/web/policy.go).
 */
export function inline(): Plugin {
  return {
    name: "inline",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html) {
        let page = html;
        for (const name of scripts) {
          const tag = `<script src="/${name}"></script>`;
          const { code } = minifySync(
            name,
            await readFile(join(import.meta.dirname, "../public", name), "utf8"),
          );
          if (!page.includes(tag) || code.includes("</script"))
            this.error(`${name} cannot be put into the page`);
          page = page.replace(tag, () => `<script>${code}</script>`);
        }
        return page;
      },
    },
  };
}
