// Resolves and loads modules as a run means them. It is preloaded into every thread of a run.
//
// The server hands over the modules that the entry reaches by static imports, already transformed; what
// is reached in another way is read here, with this process's rights, and transformed by the server on
// request. The hooks run in the thread that imports: by module.registerHooks where Node has it (22.15,
// 23.5 and later), else on the module loader itself. The lines of Node without registerHooks are closed,
// so that what is relied on there does not move; its alternative, module.register, starts a thread for
// the hooks, which would double the time of a start.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const Module = require('node:module');
const { fileURLToPath, pathToFileURL } = require('node:url');
const threads = require('node:worker_threads');
const link = require('./link.cjs');

const typed = new Set(['.ts', '.tsx', '.mts', '.cts', '.jsx']);
const scripts = new Set([...typed, '.js', '.mjs', '.cjs']);
const implicit = ['.ts', '.tsx', '.jsx', '.js', '.json'];
// What an import that names compiled JavaScript may mean in a tree of sources.
const sourcesOf = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.ts', '.jsx', '.js'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

// graph is what the server handed over; see Graph in graph.go.
let graph = { folder: '', modules: {}, files: [], paths: [], type: 'commonjs' };
let files = new Set();

function use(next) {
  graph = next;
  files = new Set(next.files);
}

const vendored = (file) => file.includes(`${path.sep}node_modules${path.sep}`);
const transforms = (file) => {
  if (file.startsWith(__dirname)) return false;
  const extension = path.extname(file);
  return typed.has(extension) || (scripts.has(extension) && !vendored(file));
};

function isFile(file) {
  return files.has(file) || fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

// locate finds the file that an import of `file` means, or undefined.
function locate(file) {
  if (!file.endsWith('/')) {
    const extension = path.extname(file);
    const sources = sourcesOf[extension];
    if (sources) {
      const stem = file.slice(0, -extension.length);
      for (const candidate of sources) if (isFile(stem + candidate)) return stem + candidate;
    }
    if (isFile(file)) return file;
    for (const candidate of implicit) if (isFile(file + candidate)) return file + candidate;
  }
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  for (const candidate of implicit) {
    const index = path.join(file, `index${candidate}`);
    if (isFile(index)) return index;
  }
  return undefined;
}

// alias applies the paths of tsconfig.json, longest prefix first as the server sorted them.
function alias(specifier) {
  for (const { prefix, suffix, exact, targets } of graph.paths) {
    if (exact ? specifier !== prefix : !matches(specifier, prefix, suffix)) continue;
    const middle = exact ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
    for (const target of targets) {
      const found = locate(target.replace('*', () => middle));
      if (found) return found;
    }
  }
  return undefined;
}

const matches = (specifier, prefix, suffix) =>
  specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix);

const isPath = (specifier) => /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
const isURL = (specifier) => /^[a-z][a-z0-9+.-]+:/i.test(specifier);

const nearestTypes = new Map();

// packageType is the "type" of the package that a file belongs to.
function packageType(file) {
  const folder = path.dirname(file);
  if (folder === graph.folder || folder === path.join(graph.folder, 'src')) return graph.type;
  let type = nearestTypes.get(folder);
  if (type === undefined) {
    type = 'commonjs';
    const manifest = path.join(folder, 'package.json');
    if (isFile(manifest)) type = readType(manifest);
    else if (folder !== path.dirname(folder)) type = packageType(folder);
    nearestTypes.set(folder, type);
  }
  return type;
}

function readType(manifest) {
  try {
    return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module' ? 'module' : 'commonjs';
  } catch {
    return 'commonjs';
  }
}

function formatOf(file) {
  const extension = path.extname(file);
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  return packageType(file);
}

// code is the JavaScript of a file in a format.
function code(file, format) {
  const known = graph.modules[file];
  if (known?.format === format) {
    if (known.error) throw transformError(known.error);
    return known.code;
  }
  const source = files.has(file) ? undefined : fs.readFileSync(file, 'utf8');
  const reply = link.ask({ t: 'transform', path: file, format, source });
  if (reply.error) throw transformError(reply.error);
  return reply.code;
}

function transformError(message) {
  const error = new Error(message);
  error.name = 'TransformError';
  return error;
}

let forks = false;

// hookForks is done when a run first asks for the module, which most never do.
function hookForks(specifier) {
  if (forks || !specifier.endsWith('child_process')) return;
  forks = true;
  require('./forks.cjs').hook(transforms);
}

// resolveURL is the resolution of an ES module import; next is Node's own.
function resolveURL(specifier, parent, next) {
  hookForks(specifier);
  const own = parent === undefined || (parent.startsWith('file:') && !parent.includes('/node_modules/'));
  if (own && (isPath(specifier) || specifier.startsWith('file:'))) {
    const url = new URL(specifier, parent);
    const found = locate(fileURLToPath(url));
    if (found) return described(found, url.search + url.hash);
  } else if (own && !isURL(specifier)) {
    const found = alias(specifier);
    if (found) return described(found, '');
  }
  try {
    return next();
  } catch (error) {
    const found = recover(error);
    if (found) return described(found, '');
    throw explain(error, specifier, parent);
  }
}

// recover finds what Node refuses in packages: imports without an extension, and of folders.
function recover(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return undefined;
  return error.url ? locate(fileURLToPath(error.url)) : undefined;
}

const notFound = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

// explain notes for the server which import failed, without changing the error that code sees.
function explain(error, specifier, parent) {
  if (notFound.has(error?.code)) failedImports.set(error, { specifier, parent });
  return error;
}

const failedImports = new WeakMap();

function described(file, suffix) {
  const url = pathToFileURL(file).href + suffix;
  if (file.endsWith('.json')) return { url, format: 'module' };
  return { url, format: transforms(file) ? formatOf(file) : undefined };
}

// loadURL is the loading of an ES module import, or undefined where Node's own does it.
function loadURL(url) {
  if (!url.startsWith('file:')) return undefined;
  const file = fileURLToPath(url);
  if (file.endsWith('.json')) return { format: 'module', source: jsonModule(fs.readFileSync(file, 'utf8'), file) };
  if (!transforms(file)) return undefined;
  const format = formatOf(file);
  const source = code(file, format);
  return format === 'module' ? { format, source } : { format: 'module', source: commonModule(file, source) };
}

const identifier = /^[A-Za-z_$][\w$]*$/;

// exporting is the text of an ES module that exports the names of an object called `value`.
function exporting(names) {
  const locals = names.map((name, i) => `const e${i} = value[${JSON.stringify(name)}];`).join('');
  const exported = names.map((name, i) => `e${i} as ${identifier.test(name) ? name : JSON.stringify(name)}`);
  return `${locals}export { ${['value as default', ...exported].join(', ')} };`;
}

function jsonModule(text, file) {
  let value;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
  const names = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  const literal = JSON.stringify(JSON.stringify(value));
  return `const value = JSON.parse(${literal});${exporting(names.filter((name) => name !== 'default' && name.isWellFormed()))}`;
}

// commonModule is an ES module in place of a CommonJS one: the module itself is loaded by require, so
// that importing and requiring it give the same instance. The names come from the annotation that the
// transform leaves.
function commonModule(file, source) {
  const annotation = /^0 && \(module\.exports = \{([^}]*)\}\);/m.exec(source);
  const names = annotation ? annotation[1].split(',').map((name) => name.split(':')[0].trim()) : [];
  const wanted = names.filter((name) => identifier.test(name) && name !== 'default' && name !== '__esModule');
  return `import { createRequire } from 'node:module';const value = createRequire(import.meta.url)(${JSON.stringify(file)});${exporting(wanted)}`;
}

function hookCommon() {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, parent, isMain, options) {
    hookForks(request);
    const from = parent?.filename;
    if (!vendored(from ?? '')) {
      const found = isPath(request)
        ? locate(path.resolve(path.dirname(from ?? path.join(graph.folder, 'x')), request))
        : alias(request);
      if (found) return found;
    }
    try {
      return resolve.call(this, request, parent, isMain, options);
    } catch (error) {
      if (notFound.has(error?.code)) Error.captureStackTrace(error, Module._resolveFilename);
      throw explain(error, request, from && pathToFileURL(from).href);
    }
  };
  for (const extension of scripts) {
    const original = Module._extensions[extension] ?? Module._extensions['.js'];
    Module._extensions[extension] = function (module, file) {
      if (!transforms(file)) return original.call(this, module, file);
      return module._compile(code(file, 'commonjs'), file);
    };
  }
}

function hookImports() {
  if (Module.registerHooks) {
    Module.registerHooks({
      resolve(specifier, context, next) {
        if (context.conditions?.includes('require')) return next(specifier, context);
        const resolved = resolveURL(specifier, context.parentURL, () => next(specifier, context));
        return { ...resolved, shortCircuit: true };
      },
      load(url, context, next) {
        const loaded = context.conditions?.includes('require') ? undefined : loadURL(url);
        return loaded ? { ...loaded, shortCircuit: true } : next(url, context);
      },
    });
    return;
  }
  const loader = require('internal/modules/esm/loader').getOrInitializeCascadedLoader();
  const own = { resolve: loader.resolve, resolveSync: loader.resolveSync, load: loader.load };
  for (const name of ['resolve', 'resolveSync']) {
    loader[name] = (specifier, parent, attributes) =>
      resolveURL(`${specifier}`, parent, () => own[name].call(loader, specifier, parent, attributes));
  }
  loader.load = async (url, context) => {
    const loaded = loadURL(url);
    return loaded ? { ...loaded, responseURL: url } : own.load.call(loader, url, context);
  };
}

// share gives threads that the run starts what this one knows.
function share() {
  threads.setEnvironmentData('srcbook', { graph, lock: link.share() });
}

// adopt takes over what the run's first thread or a forking process knows. It reports whether this is a
// part of a run at all.
function adopt() {
  if (link.joined()) return true;
  if (!threads.isMainThread) {
    const shared = threads.getEnvironmentData('srcbook');
    if (!shared) return false;
    link.join(shared.lock);
    use(shared.graph);
    return true;
  }
  const packed = process.env.SRCBOOK_GRAPH && require('./forks.cjs').unpack();
  if (packed) use(packed);
  return packed !== undefined;
}

if (adopt()) {
  hookCommon();
  hookImports();
  process.setSourceMapsEnabled(true);
}

module.exports = { use, share, formatOf, failedImport: (error) => failedImports.get(error) };
