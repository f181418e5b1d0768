import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it } from 'vitest';
import type { CatchUpRequest, Hello } from '@/lib/protocol/socket-events';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { LogModel } from './support/log-model';
import { seededRandom } from './support/random-rows';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server of the protocol over real HTTP and real WebSockets. */
async function serve(model: LogModel, snapshotSeq: number) {
  const { manifest, files } = model.snapshot(snapshotSeq);
  const http = createServer((request, response) => {
    const bytes = files.get(request.url ?? '');
    if (request.url === '/api/v1/snapshot') response.end(JSON.stringify(manifest));
    else if (bytes) response.end(bytes);
    else response.writeHead(404).end();
  });
  const io = new Server(http, { transports: ['websocket'] });
  io.of('/live').on('connection', (socket) => {
    socket.on('hello', (hello: Hello, answer: (welcome: unknown) => void) => {
      const head = model.head();
      const action = hello.state?.seq === head.seq ? 'live' : 'catchUp';
      answer({ action, reason: '', head, build: 'b', serverTime: '2026-01-01T00:00:00.000Z' });
    });
    socket.on('catchUp', ({ from, to, after }: CatchUpRequest, answer: (page: unknown) => void) =>
      answer(model.page(from, to, after, 2)),
    );
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => void io.close());
  const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { baseUrl, live: io.of('/live') };
}

/** A reader, and a promise for the moment it is live at a seq. */
function follow(baseUrl: string): { reader: Reader; isLiveAt: (seq: number) => Promise<void> } {
  let check: () => void = () => undefined;
  const reader = createReader({ baseUrl, onStatus: () => check() });
  closers.push(() => reader.close());
  const isLiveAt = (seq: number): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (reader.state().seq === seq && reader.status().connection === 'live') resolve();
      };
      check();
    });
  return { reader, isLiveAt };
}

describe('a reader in Node', () => {
  it('[LF2] [LF5] holds the log’s rows over HTTP and WebSocket: snapshot, catch-up, live', async () => {
    const model = new LogModel(seededRandom(7));
    for (let index = 0; index < 6; index += 1) model.commit(4);
    const snapshotSeq = model.seq;
    model.commit(7);
    const { baseUrl, live } = await serve(model, snapshotSeq);
    const { reader, isLiveAt } = follow(baseUrl);
    await isLiveAt(model.seq);
    expect(reader.state()).toEqual(model.head());
    const before = model.seq;
    model.commit(3);
    live.emit('changes', model.page(before, model.seq, before, 100));
    await isLiveAt(model.seq);
    expect(reader.state()).toEqual(model.head());
    const rows = model.visible(model.seq).map(({ tuple }) => tuple);
    expect(reader.rows()).toEqual(rows.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)));
  });
});
