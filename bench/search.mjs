// Searching a large library over HTTP, as the page and the palette do.
import { notebook } from "./lib/notebooks.mjs";
import { randomFrom } from "./lib/random.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { p95 } from "./lib/stats.mjs";

const notebooks = Number(process.env.SRCBOOK_BENCH_NOTEBOOKS ?? 10_000);
const seed = Number(process.env.SRCBOOK_BENCH_SEED ?? 20260301);
const connections = 8; // that fill the library
const vocabulary = 20_000;
const packages = 200;
const rounds = 40; // of every kind of query

export async function search() {
  const server = await startServer();
  try {
    await fill(server);
    const times = await measure(server);
    const byKind = Object.entries(times).map(([kind, samples]) => `${kind} ${p95(samples).toFixed(1)}`).join(", ");
    return [row({
      name: `search p95 over ${notebooks.toLocaleString("en-US")} notebooks`, unit: "ms", ours: p95(Object.values(times).flat()),
      goal: { atMost: 50 }, note: `seed ${seed}, ${rounds} searches of each kind one after the other; p95 of a kind: ${byKind}`,
    })];
  } finally {
    await server.stop();
  }
}

/** Imports the notebooks over several connections, and waits until the last ones are found. */
async function fill(server) {
  const random = randomFrom(seed);
  let made = 0;
  const importSome = async () => {
    while (made < notebooks) {
      const n = made++;
      await server.request("POST", "/api/workspaces/import", { filename: "bench.src.md", text: manyWorded(n, random) });
    }
  };
  await Promise.all(Array.from({ length: connections }, importSome));
  for (let n = Math.max(0, notebooks - connections); n < notebooks; n++) {
    while ((await find(server, `notebook${n}`)).length === 0) await new Promise((next) => setTimeout(next, 20));
  }
}

/** A notebook of eight cells whose words are distributed as in a language: few everywhere, most rare. */
function manyWorded(n, random) {
  const word = () => `w${Math.floor(vocabulary ** random()).toString(16)}`;
  const name = () => `${word()}${word().replace("w", "W")}${random() < 0.5 ? word().replace("w", "W") : ""}`;
  const line = () => `const ${name()} = ${name()}(${word()}); // ${word()} ${word()}`;
  const cells = Array.from({ length: 8 }, (_, i) => [`${word()}-${i}.ts`, Array.from({ length: 12 }, line).join("\n")]);
  const dependencies = { [`package-${Math.floor(random() * packages)}`]: "1.0.0" };
  return notebook(`${word()} ${word()} notebook${n}`, Object.fromEntries(cells)).replace('"dependencies": {}', `"dependencies": ${JSON.stringify(dependencies)}`);
}

/** The milliseconds of searches by their kind. Kinds take turns, and each asks for other words every time. */
async function measure(server) {
  const random = randomFrom(seed + 1);
  const rare = () => `w${Math.floor(vocabulary * (0.5 + random() / 2)).toString(16)}`;
  const common = () => `w${(1 + Math.floor(random() * 16)).toString(16)}`;
  const kinds = {
    "a word that is everywhere": () => "const",
    "a common word": common,
    "a rare word": rare,
    "one letter": () => "w",
    "a part of a name": () => `W${(16 + Math.floor(random() * 200)).toString(16)}`,
    "the end of a name": () => `w${(16 + Math.floor(random() * 200)).toString(16)}w`,
    "two words": () => `${common()} ${common()}`,
    "two words, one rare": () => `${common()} ${rare()}`,
    "a package": () => `package:package-${Math.floor(random() * packages)}`,
    "a word and a package": () => `${common()} package:package-${Math.floor(random() * packages)}`,
    "a word and a language": () => `language:typescript ${common()}`,
    "a word since a day": () => `${common()} after:2026-01-01`,
    "no match": () => `absent${Math.floor(random() * 1e6)}`,
  };
  const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (let round = -2; round < rounds; round++) {
    for (const [kind, query] of Object.entries(kinds)) {
      const started = performance.now();
      await find(server, query());
      if (round >= 0) times[kind].push(performance.now() - started);
    }
  }
  return times;
}

const find = async (server, query) => (await server.request("GET", `/api/search?zone=UTC&q=${encodeURIComponent(query)}`)).hits;
