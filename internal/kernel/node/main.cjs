// The program of a run's process: prepares itself, waits for the run, becomes it.
'use strict';

const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const modules = require('./modules.cjs');
const link = require('./link.cjs');
const { observe } = require('./observe.cjs');

const warm = process.argv[2] === 'warm';

// prepare does ahead of the run what its first steps would do.
async function prepare() {
  Module.enableCompileCache?.(); // Node 22.1 and later
  void process.stdout;
  void process.stderr;
  require('node:util').format('%s %o', 'warm', { warm });
  require('node:net');
  await import('data:text/javascript,export const warm = true');
  await import(pathToFileURL(path.join(__dirname, 'warm.mjs')).href);
  link.tell({ t: 'ready' });
}

function become(run) {
  modules.use(run.graph);
  modules.share();
  const entry = run.entry;
  for (const name of Object.keys(process.env)) if (name !== run.marker) delete process.env[name];
  Object.assign(process.env, run.env);
  process.argv = [process.argv[0], entry, ...run.args];
  process.mainModule = undefined;
  delete require.cache[__filename];
  observe(modules);
  evaluate(entry);
}

// Node's own exit code for a top-level await that never settles.
const unsettled = 13;

function evaluate(entry) {
  if (modules.formatOf(entry) === 'commonjs') {
    Module._load(entry, null, true);
    link.tell({ t: 'evaluated' });
    return;
  }
  let settled = false;
  process.on('beforeExit', () => {
    if (!settled) process.exitCode ??= unsettled;
  });
  importEntry(pathToFileURL(entry).href, () => {
    settled = true;
    link.tell({ t: 'evaluated' });
  });
}

// importEntry imports as Node imports its entry point, where that can be had: what it throws is then
// reported as by `node`, and not as the rejection of a promise that nobody handled.
function importEntry(url, done) {
  if (Module.registerHooks) {
    import(url).then(done, (error) => {
      if (error instanceof Error) throw error;
      process.nextTick(() => {
        throw error; // the report of a rejection would not show a value that is no error
      });
    });
    return;
  }
  require('internal/modules/run_main').runEntryPointWithESMLoader((loader) => {
    const imported = loader.import(url, undefined, { __proto__: null }, true);
    imported.then(done, () => {}); // Node reports the error
    return imported;
  });
}

function run() {
  let message;
  try {
    message = link.receive();
  } catch {
    process.exit(0); // the server has gone, or needs us no longer
  }
  link.tell({ t: 'begun' });
  become(message);
}

if (warm) prepare().then(run);
else run();
