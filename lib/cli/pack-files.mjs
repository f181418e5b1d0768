// Plain JavaScript, as all of the build: files that every reader loads are packed once, as small as they get.
import { readdirSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const brotli = promisify(brotliCompress);
const TEXT = new Set(['.js', '.mjs', '.css', '.json']);
/** The map library's builds that the bundler copies beside its own: loaded by nobody. */
const NEVER_LOADED = /-dev\.|maplibre-gl\.[^/]*\.mjs$/;
const WORTH_PACKING_BYTES = 1_000;

/**
 * Writes `name.br` beside every file of text in a folder and those below it, and removes what is left of others. A
 * packed file that is newer than its source stays.
 * @param {string} folder
 */
export async function packFiles(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const wanted = names.filter((name) => isWorthPacking(name));
  const packed = new Set(wanted.map((name) => `${name}.br`));
  const left = names.filter((name) => name.endsWith('.br') && !packed.has(name));
  await Promise.all([...wanted.map(packFile), ...left.map((name) => rm(name))]);
}

function isWorthPacking(name) {
  const isText = TEXT.has(extname(name)) && !NEVER_LOADED.test(name);
  return isText && statSync(name).size >= WORTH_PACKING_BYTES;
}

async function packFile(name) {
  const packed = `${name}.br`;
  const before = statSync(packed, { throwIfNoEntry: false });
  if (before && before.mtimeMs >= statSync(name).mtimeMs) return;
  const content = await readFile(name);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  await writeFile(packed, await brotli(content, { params }));
}
