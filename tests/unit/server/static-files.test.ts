import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packFiles } from '@/lib/cli/pack-files.mjs';
import { serveFile } from '@/lib/server/http/static-files';

const TEXT = `export const words = ${JSON.stringify('harbour watch '.repeat(200))};\n`;
const OLD = new Date('2026-01-01T00:00:00Z');
const NEW = new Date('2026-01-02T00:00:00Z');

let root: string;
let folder: string;
let server: Server;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'static-files-'));
  folder = join(root, 'code');
  mkdirSync(folder);
  server = createServer((request, answer) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1));
    const isImmutable = name === 'kept.js' ? { isImmutable: true } : {};
    void serveFile(folder, name, request, answer, isImmutable).then((isServed) => {
      if (!isServed) answer.writeHead(404).end();
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
});
afterEach(() => {
  server.close();
  rmSync(root, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((settle, reject) => {
    get({ host: '127.0.0.1', port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        settle({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks),
        }),
      );
    }).on('error', reject);
  });
}

function write(name: string, content: string | Buffer, at: Date): void {
  writeFileSync(join(folder, name), content);
  utimesSync(join(folder, name), at, at);
}

describe('files that pages load', () => {
  test('go out as they were packed at build to whoever takes brotli', async () => {
    const packed = brotliCompressSync(`${TEXT}// packed\n`);
    write('a.js', TEXT, OLD);
    write('a.js.br', packed, NEW);
    const { headers, body } = await ask('/a.js', { 'accept-encoding': 'gzip, br' });
    expect(body.equals(packed)).toBe(true);
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(packed.length),
      vary: 'accept-encoding',
    });
  });

  test('are packed anew where the packed copy is older than the file', async () => {
    write('a.js', TEXT, NEW);
    write('a.js.br', brotliCompressSync('what it was before'), OLD);
    const { body } = await ask('/a.js', { 'accept-encoding': 'br' });
    expect(brotliDecompressSync(body).toString()).toBe(TEXT);
  });

  test('go out by gzip, and as they are, to others', async () => {
    write('a.css', TEXT, OLD);
    const zipped = await ask('/a.css', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(zipped.body).toString()).toBe(TEXT);
    const plain = await ask('/a.css');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(TEXT);
  });

  test('may be kept for ever where their name says what is in them, or the caller does', async () => {
    for (const name of ['places.0a1b2c3d4e5f.json', 'kept.js', 'settings.json'])
      write(name, TEXT, OLD);
    const kept = async (path: string) => (await ask(path)).headers['cache-control'];
    expect(await kept('/places.0a1b2c3d4e5f.json')).toContain('immutable');
    expect(await kept('/kept.js')).toContain('immutable');
    expect(await kept('/settings.json')).toBe('public, max-age=60');
  });

  test('lie in their folder and nowhere else', async () => {
    writeFileSync(join(root, 'secret.json'), '{}');
    for (const path of ['/..%2Fsecret.json', '/%2Fetc%2Fpasswd', '/', '/none.js'])
      expect((await ask(path)).status).toBe(404);
  });

  test('are read by ranges where somebody asks for one', async () => {
    write('streets.pmtiles', 'abcdefghij', OLD);
    const { status, headers, body } = await ask('/streets.pmtiles', { range: 'bytes=2-4' });
    expect(status).toBe(206);
    expect(body.toString()).toBe('cde');
    expect(headers['content-range']).toBe('bytes 2-4/10');
    expect((await ask('/streets.pmtiles', { range: 'bytes=10-' })).status).toBe(416);
  });
});

describe('packing at build', () => {
  test('packs text, leaves the rest, and removes what lost its file', async () => {
    write('a.js', TEXT, OLD);
    write('small.js', 'x', OLD);
    write('picture.png', TEXT, OLD);
    write('maplibre-gl.0a1b.mjs', TEXT, OLD);
    write('gone.js.br', 'x', NEW);
    await packFiles(folder);
    const { headers, body } = await ask('/a.js.br');
    expect(headers['content-encoding']).toBeUndefined();
    expect(brotliDecompressSync(body).toString()).toBe(TEXT);
    for (const path of [
      '/small.js.br',
      '/picture.png.br',
      '/maplibre-gl.0a1b.mjs.br',
      '/gone.js.br',
    ])
      expect((await ask(path)).status).toBe(404);
  });
});
