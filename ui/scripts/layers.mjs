// Checks who imports whom. A room may import itself and what stands to its right:
//   app → features → editor → live → engine → data → protocol, and commands → ui, which import nothing else of ours.
// Features never import each other; the engine knows neither React nor the DOM. Tests may import anything.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const src = join(import.meta.dirname, "..", "src");
const may = {
  app: ["app", "features", "live", "data", "protocol", "commands", "ui"],
  features: ["editor", "live", "engine", "data", "protocol", "commands", "ui"],
  editor: ["editor", "live", "engine", "protocol", "commands", "ui"],
  live: ["live", "engine", "protocol"],
  engine: ["engine", "protocol"],
  data: ["data", "protocol", "ui"],
  protocol: ["protocol"],
  commands: ["commands", "ui"],
  ui: ["ui"],
};
const pure = { engine: /^(react|react-dom|@tanstack\/|radix-ui|lucide-react)/ };

const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

const failures = [];
for (const file of files) {
  const here = relative(src, file).split(sep);
  const [room] = here;
  const allowed = may[room];
  if (!allowed) {
    failures.push(`${here.join("/")}: ${room} is not a room`);
    continue;
  }
  for (const [, target] of readFileSync(file, "utf8").matchAll(
    /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g,
  )) {
    const problem = problemOf(here, file, target, allowed);
    if (problem) failures.push(`${here.join("/")}: imports ${target}: ${problem}`);
  }
}
for (const failure of failures) console.error(`layers: ${failure}`);
console.log(`layers: ${files.length} files, ${failures.length} failures`);
process.exit(failures.length > 0 ? 1 : 0);

function problemOf(here, file, target, allowed) {
  const [room, feature] = here;
  if (!target.startsWith("~/") && !target.startsWith(".")) {
    return pure[room]?.test(target) ? `${room} is plain TypeScript` : undefined;
  }
  const path = target.startsWith("~/") ? join(src, target.slice(2)) : resolve(dirname(file), target);
  const there = relative(src, path).split(sep);
  if (room === "features" && there[0] === "features") {
    return there[1] === feature ? undefined : "features never import each other";
  }
  return allowed.includes(there[0]) ? undefined : `${room} may not import ${there[0]}`;
}
