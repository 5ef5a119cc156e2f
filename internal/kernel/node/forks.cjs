// Lets a run fork TypeScript. A forked process has no line to the server; it gets the modules that it
// reaches by names known ahead, in a file that it removes.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { fileURLToPath } = require('node:url');
const link = require('./link.cjs');

const variable = 'SRCBOOK_GRAPH';

function hook(transforms) {
  const childProcess = require('node:child_process');
  const fork = childProcess.fork;
  childProcess.fork = function (file, args, options) {
    const list = Array.isArray(args) ? args : [];
    const given = { ...(Array.isArray(args) ? options : (options ?? args)) };
    const target = file instanceof URL ? fileURLToPath(file) : path.resolve(given.cwd ?? '', `${file}`);
    if (transforms(target)) given.env = { ...(given.env ?? process.env), [variable]: pack(target) };
    return fork.call(this, file, list, given);
  };
  Module.syncBuiltinESMExports();
}

function pack(target) {
  const reply = link.ask({ t: 'graph', path: target });
  if (reply.error) throw new Error(reply.error);
  const file = path.join(os.tmpdir(), `srcbook-graph-${crypto.randomUUID()}.json`);
  fs.writeFileSync(file, JSON.stringify(reply.graph), { mode: 0o600, flag: 'wx' });
  return file;
}

// unpack is what the forking process packed, in the forked one.
function unpack() {
  const file = process.env[variable];
  if (!file) return undefined;
  delete process.env[variable];
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  } finally {
    fs.rmSync(file, { force: true });
  }
}

module.exports = { hook, unpack };
