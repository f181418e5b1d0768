import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { compress, type Encoding, preferredEncoding } from './node-adapter';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.pmtiles': 'application/octet-stream',
  '.png': 'image/png',
};
const IMMUTABLE = 'public, max-age=31536000, immutable';
const compressed = new Map<string, Promise<Buffer>>();

/**
 * Serves a file below `folder`; answers false if there is none. Names that carry a content hash (`name.0a1b2c3d.json`)
 * may be kept for ever, and all names where `isImmutable` says so. Text goes out as it was packed at build (`name.br`),
 * otherwise packed once. Ranges are served, since PMTiles reads its archive by ranges.
 */
export async function serveFile(
  folder: string,
  name: string,
  request: IncomingMessage,
  answer: ServerResponse,
  { isImmutable = /[.-][0-9a-f]{8,}\./.test(name) } = {},
): Promise<boolean> {
  const path = resolve(join(folder, name));
  if (!path.startsWith(resolve(folder) + sep)) return false;
  const facts = await stat(path).catch(() => null);
  if (!facts?.isFile()) return false;
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  answer.setHeader('content-type', type);
  answer.setHeader('access-control-allow-origin', '*');
  answer.setHeader('cache-control', isImmutable ? IMMUTABLE : 'public, max-age=60');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (range) {
    sendRange(
      path,
      facts.size,
      Number(range[1]),
      range[2] ? Number(range[2]) : facts.size - 1,
      request,
      answer,
    );
    return true;
  }
  answer.setHeader('accept-ranges', 'bytes');
  const encoding = /json|text/.test(type)
    ? preferredEncoding(request.headers['accept-encoding'])
    : null;
  if (encoding) {
    const body = await compressedOnce(path, facts.mtimeMs, encoding);
    answer.setHeader('content-encoding', encoding);
    answer.setHeader('vary', 'accept-encoding');
    answer.setHeader('content-length', body.length);
    answer.end(request.method === 'HEAD' ? undefined : body);
    return true;
  }
  answer.setHeader('content-length', facts.size);
  if (request.method === 'HEAD') answer.end();
  else pipeline(createReadStream(path), answer, () => undefined);
  return true;
}

function sendRange(
  path: string,
  size: number,
  first: number,
  last: number,
  request: IncomingMessage,
  answer: ServerResponse,
): void {
  if (first > last || first >= size) {
    answer.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const end = Math.min(last, size - 1);
  answer.writeHead(206, {
    'content-range': `bytes ${first}-${end}/${size}`,
    'content-length': end - first + 1,
  });
  if (request.method === 'HEAD') answer.end();
  else pipeline(createReadStream(path, { start: first, end }), answer, () => undefined);
}

function compressedOnce(path: string, mtimeMs: number, encoding: Encoding): Promise<Buffer> {
  const key = `${encoding}|${mtimeMs}|${path}`;
  let bytes = compressed.get(key);
  if (!bytes) {
    bytes = compressedFile(path, mtimeMs, encoding);
    compressed.set(key, bytes);
  }
  return bytes;
}

async function compressedFile(path: string, mtimeMs: number, encoding: Encoding): Promise<Buffer> {
  const packed = `${path}.br`;
  const facts = encoding === 'br' ? await stat(packed).catch(() => null) : null;
  if (facts && facts.mtimeMs >= mtimeMs) return readFile(packed);
  return compress(await readFile(path), encoding, 6);
}
