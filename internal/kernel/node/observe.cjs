// Tells the server what a run does: errors that end it, ports it listens on, its wish for input.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { fileURLToPath } = require('node:url');
const link = require('./link.cjs');

const longest = 64 * 1024;
const cut = (text) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function text(value) {
  try {
    return cut(typeof value === 'string' ? value : require('node:util').inspect(value, { depth: 3 }));
  } catch {
    return 'a value that cannot be shown';
  }
}

function describe(error, origin, modules) {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object Error]') {
    return { t: 'error', origin, name: '', message: text(error), stack: '' };
  }
  const failed = modules.failedImport(error);
  return {
    t: 'error',
    origin,
    name: text(error.name ?? ''),
    message: text(error.message ?? ''),
    stack: typeof error.stack === 'string' ? cut(error.stack) : '',
    code: typeof error.code === 'string' ? error.code : '',
    specifier: failed?.specifier,
    importer: failed?.parent?.startsWith('file:') ? fileURLToPath(failed.parent) : undefined,
  };
}

function observe(modules) {
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    try {
      link.tell(describe(error, origin, modules));
    } catch {
      // a getter of the error threw; Node reports the error itself
    }
  });
  observePorts();
  observeInput();
}

function observePorts() {
  const { Server } = require('node:net');
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (...args) {
    this.once('listening', () => {
      const port = this.address()?.port;
      if (!port) return;
      link.tell({ t: 'listening', port });
      this.once('close', () => link.tell({ t: 'closed', port }));
    });
    return listen.apply(this, args);
  };
}

function observeInput() {
  let told = false;
  const wish = () => {
    if (!told) told = link.tell({ t: 'stdin' });
  };
  const { get, ...rest } = Object.getOwnPropertyDescriptor(process, 'stdin');
  let seen;
  Object.defineProperty(process, 'stdin', {
    ...rest,
    get() {
      const stream = get.call(process);
      if (stream && seen !== stream) {
        seen = stream;
        const read = stream._read;
        stream._read = function (size) {
          wish();
          return read.call(this, size);
        };
      }
      return stream;
    },
  });
  for (const name of ['readSync', 'readFileSync']) {
    const original = fs[name];
    fs[name] = function (file, ...args) {
      if (file === 0 || file === '/dev/stdin') wish();
      return original.call(this, file, ...args);
    };
  }
  Module.syncBuiltinESMExports();
}

module.exports = { observe };
