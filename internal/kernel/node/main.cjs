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
  process.execArgv = process.execArgv.filter((flag) => flag !== '--expose-internals');
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
  import(pathToFileURL(entry).href).then(() => {
    settled = true;
    link.tell({ t: 'evaluated' });
  });
}

function run() {
  let message;
  try {
    message = link.receive();
  } catch {
    process.exit(0); // the server has gone, or needs us no longer
  }
  become(message);
}

if (warm) prepare().then(run);
else run();
