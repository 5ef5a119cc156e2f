import { join } from "node:path";
import { normalizePath, parseAst, type Rolldown } from "vite";

/** What is loaded together: some modules and all that they import. */
interface Part {
  chunk: string;
  /** The modules that it begins with. */
  begins: readonly string[];
}

const parts: readonly Part[] = [
  { chunk: "main", begins: ["src/app/main.tsx"] }, // small, as it waits for the first paint before it loads the rest
  { chunk: "app", begins: ["src/app/start.tsx"] },
  {
    chunk: "notebook",
    begins: ["src/features/notebook/Page.tsx", "src/features/notebook/opening.ts", "src/live/tab.ts"],
  },
  {
    // What every notebook asks for by itself once it is shown.
    chunk: "writing",
    begins: [
      "src/editor/language/cell-language.ts",
      "src/features/notebook/language/LanguageParts.tsx",
      "src/features/notebook/clipboard/Clipboard.tsx",
      "src/features/notebook/history/Since.tsx",
      "src/features/notebook/people/People.tsx",
      "src/features/notebook/EditorCommands.tsx",
    ],
  },
  { chunk: "markdown", begins: ["src/features/notebook/markdown.ts"] },
];

type Places = Map<string, string>;

/**
 * Names the chunk of a module, for the bundler: that of the first part which needs it. A request costs a browser about
 * as much as ten kilobytes of script, and by itself the bundler makes a chunk of every set of modules that the same
 * pages share, however small. What no part needs is left to it.
 */
export function chunkOf(): (module: string, context: Rolldown.ChunkingContext) => string | null {
  let places: Places | undefined;
  return (module, context) => {
    places ??= placed(context);
    return places.get(module) ?? null;
  };
}

function placed(context: Rolldown.ChunkingContext): Places {
  const places: Places = new Map();
  const barrels = new Map<string, Exports>();
  for (const { chunk, begins } of parts) {
    const visit = (module: string) => {
      const info = context.getModuleInfo(module);
      if (!info || places.has(module)) return;
      places.set(module, chunk);
      for (const imported of info.importedIds) {
        const name = barrel.exec(imported)?.[1];
        if (!name) visit(imported);
        else
          for (const needed of throughBarrel(info, name, context.getModuleInfo(imported), barrels))
            visit(needed);
      }
    };
    for (const name of begins) {
      const module = normalizePath(join(import.meta.dirname, "..", name));
      if (!context.getModuleInfo(module))
        throw new Error(`the chunk ${chunk} begins with ${name}, which is not there`);
      visit(module);
    }
  }
  return places;
}

// Packages of many things, of which a module needs those that it names.
const barrel = /\/node_modules\/(radix-ui|lucide-react)\/dist\//;

type Exports = Map<string, string>;

/** The modules behind the names that a module imports from a barrel. */
function throughBarrel(
  { code }: Rolldown.ModuleInfo,
  name: string,
  from: Rolldown.ModuleInfo | null,
  barrels: Map<string, Exports>,
): string[] {
  const exports = barrels.get(name) ?? exportsOf(from);
  barrels.set(name, exports);
  const found: string[] = [];
  for (const statement of parseAst(code ?? "").body) {
    if (statement.type !== "ImportDeclaration" || statement.source.value !== name) continue;
    for (const { imported } of statement.specifiers.filter((one) => one.type === "ImportSpecifier")) {
      const module = imported.type === "Identifier" && exports.get(imported.name);
      if (module) found.push(module);
    }
  }
  return found;
}

/** What a barrel exports, each with the module that it comes from. */
function exportsOf(info: Rolldown.ModuleInfo | null): Exports {
  const exports: Exports = new Map();
  const add = (name: string, source: string) => {
    const module = info?.importedIds.find((id) =>
      source.startsWith(".") ? id.endsWith(source.slice(1)) : id.includes(`/${source}/`),
    );
    if (module) exports.set(name, module);
  };
  for (const statement of parseAst(info?.code ?? "").body) {
    if (statement.type === "ExportNamedDeclaration" && statement.source)
      for (const { exported } of statement.specifiers)
        if (exported.type === "Identifier") add(exported.name, statement.source.value);
    if (statement.type === "ImportDeclaration")
      for (const { local } of statement.specifiers) add(local.name, statement.source.value);
  }
  return exports;
}
