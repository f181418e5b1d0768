import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { sendResponse, streamedAnswer } from '@/lib/server/http/node-adapter';
import { Places } from '@/lib/server/places';

const CHUNK = 'x'.repeat(64 * 1024);
const MANY = 10_000;
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A server that answers with very many chunks, and what it did. */
async function serve(chunks = MANY) {
  const did = { written: 0, ended: 0, faults: [] as unknown[] };
  const ends: (() => void)[] = [];
  async function* endless() {
    for (; did.written < chunks; did.written += 1) yield CHUNK;
  }
  server = createServer((request, answer) => {
    const done = () => {
      did.ended += 1;
      for (const end of ends.splice(0)) end();
    };
    const response = streamedAnswer(endless(), { 'content-type': 'text/csv' }, done);
    sendResponse(response, request, answer).catch((fault) => did.faults.push(fault));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ended = () => new Promise<void>((resolve) => ends.push(resolve));
  return { did, ended, port };
}

function ask(port: number, headers = {}, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', headers, method }, resolve);
  });
}

it('a caller that goes away is written to no further, and that is no fault', async () => {
  const { did, ended, port } = await serve();
  const end = ended();
  const answer = await ask(port);
  await new Promise((resolve) => answer.once('data', resolve));
  answer.destroy();
  await end;
  expect(did.written).toBeLessThan(MANY / 10);
  expect(did).toMatchObject({ ended: 1, faults: [] });
});

it('a caller that takes nothing is written to no further than a little', async () => {
  const { did, ended, port } = await serve();
  const end = ended();
  const answer = await ask(port);
  answer.pause();
  // Nothing moves once the buffers of both sides are full: two turns of the loop in a row with the same count.
  let before = -1;
  while (before !== did.written) {
    before = did.written;
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(did.written).toBeLessThan(MANY / 10);
  answer.destroy();
  await end;
});

it('is packed where the caller takes that, and HEAD asks for no chunk at all', async () => {
  const { did, port } = await serve(3);
  const answer = await ask(port, { 'accept-encoding': 'gzip' });
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part);
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
  expect(gunzipSync(Buffer.concat(parts)).toString()).toBe(CHUNK.repeat(3));
  did.written = 0;
  await ask(port, {}, 'HEAD');
  expect(did).toMatchObject({ written: 0, ended: 2, faults: [] });
});

it('places are bounded, and each is given back once', () => {
  const places = new Places(2);
  const [first, second] = [places.take(), places.take()];
  expect(places.take()).toBeNull();
  first?.();
  first?.();
  expect(places.take()).not.toBeNull();
  expect(places.take()).toBeNull();
  second?.();
});

it('places are bounded for each caller too, so that who is slow leaves others theirs', () => {
  const places = new Places(3, 2);
  const own = [places.take('a'), places.take('a')];
  expect(places.take('a')).toBeNull();
  expect(places.take('b')).not.toBeNull();
  expect(places.take('c')).toBeNull();
  own[0]?.();
  expect(places.take('c')).not.toBeNull();
  own[1]?.();
  expect(places.take('a')).not.toBeNull();
});
