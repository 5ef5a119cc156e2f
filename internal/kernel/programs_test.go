package kernel

// programs is what the differential test runs: each shows one property of the language, of modules, of
// errors or of the process.
func programs() []program {
	all := append(languagePrograms(), modulePrograms()...)
	return append(append(all, errorPrograms()...), processPrograms()...)
}

func languagePrograms() []program {
	return []program{
		ts("types vanish", `interface A { x: number } type B = A; const b: B = { x: 1 }; console.log(b as A, b satisfies B, b!)`),
		ts("enums", `enum E { A, B = 5, C, D = "d" } console.log(E, E.B, E[6])`),
		ts("const enums", `const enum E { A = 1, B = A << 2 } console.log(E.B)`),
		ts("namespaces", `namespace N { export const x = 1; export namespace M { export const y = x + 1 } } console.log(N.M.y, N)`),
		ts("parameter properties", `class P { constructor(private readonly x: number, public y = 2) {} sum() { return this.x + this.y } } console.log(new P(1).sum(), new P(4))`),
		files("decorators of TypeScript",
			"tsconfig.json", `{"compilerOptions":{"experimentalDecorators":true}}`,
			"src/a.ts", `function d(t: any, k: string) { console.log("decorates", k, typeof t) } class A { @d m() {} @d p = 1 } console.log(new A())`),
		ts("standard decorators", `function d(v: any, c: any) { console.log(c.kind, c.name); return v } @d class A { @d m() { return 1 } } console.log(new A().m(), A.name)`),
		ts("names are kept", `const f = () => {}; class A { static x = A.name } const B = class {}; function g() {} console.log(f.name, A.x, B.name, g.name)`),
		ts("accessors and private fields", `class A { #x = 1; accessor y = 2; static #n = 0; static { A.#n++ } get x() { return this.#x + A.#n } } console.log(new A().x, new A().y)`),
		files("fields are assigned as the target says",
			"tsconfig.json", `{"compilerOptions":{"useDefineForClassFields":false}}`,
			"src/a.ts", `class A { set x(v: number) { console.log("set", v) } } class B extends A { x = 5 } new B()`),
		files("fields are defined",
			"tsconfig.json", `{"compilerOptions":{"useDefineForClassFields":true}}`,
			"src/a.ts", `class A { set x(v: number) { console.log("set", v) } } class B extends A { x = 5 } console.log(new B())`),
		{name: "jsx as the tsconfig says", entry: "a.tsx", files: map[string]string{
			"tsconfig.json": `{
				// comments and trailing commas are allowed
				"compilerOptions": { "jsx": "react", "jsxFactory": "h", "jsxFragmentFactory": "F", },
			}`,
			"src/a.tsx": `const h = (...a: unknown[]) => a; const F = "F"; console.log(<div id="x">a{1}<></></div>)`,
		}},
		{name: "automatic jsx", entry: "a.tsx", files: map[string]string{
			"tsconfig.json":                  `{"compilerOptions":{"jsx":"react-jsx","jsxImportSource":"mini"}}`,
			"node_modules/mini/package.json": `{"name":"mini","type":"module","exports":{"./jsx-runtime":"./r.js"}}`,
			"node_modules/mini/r.js":         `export const jsx = (t, p) => ({ t, p }); export const jsxs = jsx`,
			"src/a.tsx":                      `console.log(<b c={1}>x</b>)`,
		}},
		{name: "jsx in a .jsx file", entry: "a.jsx", files: map[string]string{
			"src/a.jsx": `const React = { createElement: (...a) => a }; console.log(<p>1</p>)`,
		}},
		{name: "plain JavaScript", entry: "a.js", files: map[string]string{"src/a.js": `import os from "os"; console.log(typeof os.cpus, this)`}},
		ts("using declarations", `{ using x = { [Symbol.dispose]() { console.log("disposed") } }; console.log("in", typeof x) }`),
		ts("unused imports vanish", `import { X } from "./missing"; import type { Y } from "no-such"; const a: X | Y | 1 = 1; console.log(a)`),
		ts("unicode", `console.log("héllo 👋 \u{1F600}", "日本語".length, 'a\u2028b')`),
		ts("hashbang", "#!/usr/bin/env tsx\nconsole.log(1)"),
		ts("optional chaining and bigint", `const o: any = {}; console.log(o?.a?.b ?? 12n ** 20n, /(?<y>\d+)/v.exec("a12")?.groups?.y)`),
	}
}

func modulePrograms() []program {
	b := `export const b = 2; export default function f() { return "f" } export * as ns from "./c.ts"`
	return []program{
		files("by .js name", "src/a.ts", `import f, { b, ns } from "./b.js"; console.log(b, f(), ns)`, "src/b.ts", b, "src/c.ts", `export const c = 3`),
		files("by .ts name", "src/a.ts", `import f, { b } from "./b.ts"; console.log(b, f())`, "src/b.ts", b, "src/c.ts", `export {}`),
		files("without an extension", "src/a.ts", `import { b } from "./b"; import { x } from "./x"; console.log(b, x)`, "src/b.ts", b, "src/c.ts", ``, "src/x.tsx", `export const x = 1`),
		files("index of a folder", "src/a.ts", `import { i } from "./lib"; import * as l from "./lib/"; console.log(i, l)`, "src/lib/index.ts", `export const i = 1`),
		files("source wins over compiled", "src/a.ts", `import { b } from "./b.js"; console.log(b)`, "src/b.ts", `export const b = "ts"`, "src/b.js", `export const b = "js"`),
		files("extension order", "src/a.ts", `import { b } from "./b"; console.log(b)`, "src/b.tsx", `export const b = "tsx"`, "src/b.js", `export const b = "js"`, "src/b.json", `{"b":"json"}`),
		files("mts and cts", "src/a.ts", `import { m } from "./m.mjs"; import c, { n } from "./c.cjs"; console.log(m, c, n)`, "src/m.mts", `export const m = import.meta.url.slice(-8)`, "src/c.cts", `export const n: number = 5; exports.z = __filename.slice(-6)`),
		files("commonjs source with module.exports", "src/a.ts", `import c from "./c.cjs"; console.log(c)`, "src/c.cts", `module.exports = { q: typeof require, f: typeof __dirname } as any`),
		files("json", "src/a.ts", `import d, { a } from "./d.json"; console.log(d, a)`, "src/d.json", `{"a":1,"b-c":2,"default":3}`),
		files("json with an attribute", "src/a.ts", `import d from "./d.json" with { type: "json" }; console.log(d)`, "src/d.json", `[1,2]`),
		files("tsconfig paths", "tsconfig.json", `{"compilerOptions":{"baseUrl":".","paths":{"@/*":["./src/*"],"lib":["src/lib/index.ts"],"@/special/*":["src/sp/*"]}}}`,
			"src/a.ts", `import { b } from "@/b"; import { l } from "lib"; import { s } from "@/special/s"; console.log(b, l, s, (await import("@/b.ts")).b)`,
			"src/b.ts", `export const b = 1`, "src/lib/index.ts", `export const l = 2`, "src/sp/s.ts", `export const s = 3`),
		files("tsconfig extends", "tsconfig.json", `{"extends":"./base.json"}`, "base.json", `{"compilerOptions":{"paths":{"#x/*":["./src/*"],"$b":["./src/b.ts"]}}}`,
			"src/a.ts", `import { b } from "$b"; console.log(b)`, "src/b.ts", `export const b = 1`),
		ts("require is not defined in a module", `try { require("fs") } catch (e: any) { console.log(e.name, typeof require, typeof __filename) }`),
		files("createRequire", "src/a.ts", `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); console.log(require("./c.cjs").n, require("./t").t, require("./d.json"))`,
			"src/c.cts", `export const n = 1`, "src/t.ts", `export const t = typeof require`, "src/d.json", `{"a":1}`),
		files("commonjs package", "src/a.ts", `import d, { x } from "dep"; import * as ns from "dep"; console.log(d, x, ns)`,
			"node_modules/dep/package.json", `{"name":"dep","main":"i.js"}`, "node_modules/dep/i.js", `exports.x = 1; exports.y = require("./j")`, "node_modules/dep/j.js", `module.exports = "j"`),
		files("module package with exports", "src/a.ts", `import { x } from "dep/sub"; console.log(x)`,
			"node_modules/dep/package.json", `{"name":"dep","type":"module","exports":{"./sub":{"import":"./s.mjs","require":"./s.cjs"}}}`,
			"node_modules/dep/s.mjs", `export const x = "import"`, "node_modules/dep/s.cjs", `exports.x = "require"`),
		files("subpath of a package without an extension", "src/a.ts", `import x from "dep/sub"; console.log(x)`,
			"node_modules/dep/package.json", `{"name":"dep"}`, "node_modules/dep/sub.js", `module.exports = 7`),
		files("package that is TypeScript", "src/a.ts", `import { x } from "dep"; console.log(x)`,
			"node_modules/dep/package.json", `{"name":"dep","type":"module","exports":"./i.ts"}`, "node_modules/dep/i.ts", `export const x: number = 9`),
		files("imports of the package itself", "package.json", `{"type":"module","imports":{"#b":"./src/b.ts"}}`, "src/a.ts", `import { b } from "#b"; console.log(b)`, "src/b.ts", `export const b = 1`),
		files("dynamic import", "src/a.ts", `const n = "b"; const m = await import("./" + n + ".js"); console.log(m.b, (await import("./c.ts")).c)`, "src/b.ts", `export const b = 1`, "src/c.ts", `export const c = 2`),
		files("cycles", "src/a.ts", `import { b } from "./b.ts"; export const a = () => b() + 1; console.log(a())`, "src/b.ts", `import { a } from "./a.ts"; export const b = () => typeof a === "function" ? 1 : 0`),
		files("query makes another instance", "src/a.ts", `import { i } from "./b.ts?x"; import { i as j } from "./b.ts?y"; console.log(i, j, i === j)`, "src/b.ts", `export const i = {}; console.log(import.meta.url.slice(-7))`),
		files("order of evaluation", "src/a.ts", `console.log("a"); import "./b.ts"; import "./c.ts"; console.log("end")`, "src/b.ts", `console.log("b"); await 1; console.log("b2")`, "src/c.ts", `console.log("c")`),
		files("live bindings", "src/a.ts", `import { n, inc } from "./b.ts"; inc(); inc(); console.log(n)`, "src/b.ts", `export let n = 0; export const inc = () => n++`),
		files("import of a folder with a package.json", "src/a.ts", `import { createRequire } from "module"; console.log(createRequire(import.meta.url)("./pkg"))`, "src/pkg/package.json", `{"main":"m.js","type":"commonjs"}`, "src/pkg/m.js", `module.exports = "main"`),
		files("module written by the run", "src/a.ts", `import fs from "node:fs"; fs.writeFileSync(new URL("./made.ts", import.meta.url), "export const m: number = 4"); console.log((await import("./made.ts")).m)`),
		{name: "commonjs workspace", files: map[string]string{
			"package.json": `{"type":"commonjs"}`,
			"src/a.ts":     `import fs from "fs"; import { b } from "./b"; console.log(typeof fs.readFileSync, b, require.main === module, __filename.slice(-8), import.meta.url.slice(-8)); export const x = 1; console.log(exports)`,
			"src/b.ts":     `export const b = typeof require`,
		}},
		{name: "commonjs entry", entry: "a.cts", files: map[string]string{
			"src/a.cts": `const b = require("./b.cts"); console.log(b, require.main === module, process.argv.length)`,
			"src/b.cts": `export const b: number = 1; export default 2`,
		}},
		{name: "module entry by extension", entry: "a.mts", files: map[string]string{"package.json": `{}`, "src/a.mts": `console.log(await Promise.resolve(import.meta.filename.slice(-5)))`}},
	}
}

func errorPrograms() []program {
	return []program{
		ts("uncaught error", "interface A { x: number }\n\nfunction f(a: A) {\n  throw new Error('boom ' + a.x)\n}\nf({ x: 1 })"),
		ts("error with a cause and fields", `throw Object.assign(new TypeError("t", { cause: new Error("c") }), { code: "E_X", more: [1] })`),
		ts("thrown value", `throw { a: 1 }`),
		ts("thrown string", `throw "text"`),
		ts("unhandled rejection", "Promise.reject(new TypeError('rej'))"),
		ts("unhandled rejection of a value", "Promise.reject(5)"),
		ts("rejection after a while", "type T = 1;\nsetTimeout(() => {\n    Promise.reject(new Error('late'))\n}, 1)"),
		ts("error in a timer", "type T = 1;\nsetTimeout(() => { throw new Error('timer') }, 1)"),
		files("error in another module", "src/a.ts", "import { f } from './b.ts'\nf()", "src/b.ts", "type X = 1\nexport function f() {\n  const o: any = null\n  return o.x\n}"),
		ts("stack of a caught error", "type X = 1\nenum E { A }\nfunction g(): never { throw new Error('x') }\ntry { g() } catch (e) { console.log((e as Error).stack!.split('\\n').slice(0, 3).join('|')) }"),
		ts("async stack", "const f = async () => { await null; throw new Error('async') }\nconst g = async () => { await f() }\nawait g()"),
		files("export that is missing", "src/a.ts", `import { zz } from "./b.ts"; console.log(zz)`, "src/b.ts", `export const b = 1`),
		ts("package that is missing", `import x from "no-such-package"; console.log(x)`),
		ts("file that is missing", `import "./no-such.ts"`),
		ts("missing dynamic import", `try { await import("no-such-package") } catch (e: any) { console.log(e.code) }`),
		ts("missing require", `import { createRequire } from "module"; Error.stackTraceLimit = 50; createRequire(import.meta.url)("no-such-package")`),
		{name: "syntax error", files: map[string]string{"src/a.ts": "const a = 1\nconst b: number = ;"}, before: true},
		{name: "syntax error in an import", files: map[string]string{"src/a.ts": `import "./b.ts"`, "src/b.ts": "let x = {"}, before: true},
		files("syntax error in a dynamic import", "src/a.ts", `try { await import("./b.ts") } catch (e: any) { console.log(e.message.split("\n")[0], "caught") }`, "src/b.ts", `let x = {`),
		ts("reference error", "console.log('before')\n\n;(undefinedFunction as any)()"),
		ts("early access", "console.log(x); const x = 1"),
		ts("uncaughtException handler", `process.on("uncaughtException", (e, origin) => { console.log("handled", e.message, origin) }); setTimeout(() => { throw new Error("x") })`),
		ts("unhandledRejection handler", `process.on("unhandledRejection", (r: any) => { console.log("handled", r.message) }); Promise.reject(new Error("x"))`),
		ts("error of a builtin", `import fs from "fs"; fs.readFileSync("/no/such/file")`),
		ts("assertion", `import assert from "assert"; assert.deepEqual({ a: 1 }, { a: 2 })`),
	}
}

func processPrograms() []program {
	return []program{
		ts("top-level await", `const x = await new Promise<number>((r) => setTimeout(() => r(4), 5)); console.log(x)`),
		ts("top-level await that never settles", `console.log(1); await new Promise(() => {})`),
		ts("exit code", `console.log("x"); process.exit(7)`),
		ts("exitCode", `process.exitCode = 4; console.log("y")`),
		ts("exit in an exit handler", `process.on("exit", (c) => { console.log("exit", c); process.exitCode = 9 })`),
		ts("exit while awaiting", `setTimeout(() => process.exit(), 1); await new Promise(() => {})`),
		ts("meta and arguments", `console.log(import.meta.url, import.meta.dirname, import.meta.filename, import.meta.resolve("./b.ts"), process.argv, process.cwd(), process.argv0.length > 0)`),
		ts("stdout and stderr", `console.log("o"); console.error("e"); console.warn("w"); process.stdout.write("no newline"); console.table([{ a: 1 }])`),
		ts("is no terminal", `console.log(process.stdout.isTTY, process.stdin.isTTY, process.stdout.columns)`),
		{name: "reads stdin", stdin: "one\ntwö\n", files: map[string]string{"src/a.ts": `import readline from "readline"; for await (const l of readline.createInterface({ input: process.stdin })) console.log("line", l)`}},
		{name: "asks on stdin", stdin: "Ann\n", files: map[string]string{"src/a.ts": `import { createInterface } from "readline/promises"; const r = createInterface({ input: process.stdin, output: process.stdout }); console.log("hi", await r.question("name? ")); r.close()`}},
		{name: "reads all of stdin at once", stdin: "abc", files: map[string]string{"src/a.ts": `import fs from "fs"; console.log(fs.readFileSync(0, "utf8"))`}},
		ts("timers and ticks", `setImmediate(() => { console.log("immediate"); setTimeout(() => console.log("timeout")) }); process.nextTick(() => console.log("tick")); queueMicrotask(() => console.log("micro")); console.log("sync")`),
		ts("a server and its client", `import http from "http"; const s = http.createServer((q, r) => r.end("served " + q.url)); await new Promise<void>((r) => s.listen(0, r)); const p = (s.address() as any).port; console.log(await (await fetch("http://127.0.0.1:" + p + "/x")).text()); s.close()`),
		ts("a child process", `import { execFileSync } from "child_process"; console.log(execFileSync("echo", ["child"]).toString())`),
		files("a fork", "src/a.ts", `import { fork } from "child_process"; const c = fork(new URL("./w.ts", import.meta.url)); c.on("message", (m) => { console.log("from fork", m); c.disconnect() })`,
			"src/w.ts", `import { x } from "./x"; const n: number = x; process.send!(n)`, "src/x.ts", `export const x: number = 3`),
		ts("a large output", `for (let i = 0; i < 20000; i++) console.log("line", i)`),
		ts("globals", `console.log(typeof fetch, typeof WebSocket, typeof structuredClone, Object.keys(globalThis).sort().join())`),
	}
}
