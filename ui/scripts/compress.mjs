// Puts a .br and a .gz file beside every built file that gets smaller by it, so that the server never
// compresses an asset, and drops the font formats that only browsers too old for this interface take.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const dist = join(import.meta.dirname, "..", "dist");
const compressible = /\.(js|css|html|svg|json|map)$/;
const legacyFont = /\.(ttf|woff)$/;
const worthwhile = 0.95;

const encoders = {
  ".br": (/** @type {Buffer} */ body) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  ".gz": (/** @type {Buffer} */ body) => promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
};

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile()) continue;
  if (legacyFont.test(entry.name)) await rm(path);
  if (!compressible.test(entry.name)) continue;
  const body = await readFile(path);
  for (const [suffix, encode] of Object.entries(encoders)) {
    const smaller = await encode(body);
    if (smaller.length < body.length * worthwhile) await writeFile(path + suffix, smaller);
  }
}
