import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { io, type Socket as LiveSocket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createReader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { until } from '../support/until';

const IN_FLIGHT = 2;
const SOCKETS = 3;
const READS = 25;
const ABORTS = 60;
const STREETS_BYTES = 64 * 1024 * 1024;

const folder = temporaryFolder('streets');
const streets = join(folder.path, 'streets.pmtiles');
let open: { destroy: () => void }[] = [];
afterEach(() => {
  for (const closing of open) closing.destroy();
  open = [];
});
afterAll(() => folder.remove());

function keep<T extends { destroy: () => void }>(closing: T): T {
  open.push(closing);
  return closing;
}

/** A connection that has sent these bytes, and reads only when it is told to. */
async function send(server: OpenServer, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(server.baseUrl);
  const socket = keep(connect(Number(port), hostname));
  socket.on('error', () => undefined);
  socket.pause();
  await new Promise<void>((settle) => socket.write(bytes, () => settle()));
  return socket;
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`;
/** The beginning of a write whose body never ends. */
const beginPost = ({ token }: OpenServer) =>
  `POST /api/v1/incidents HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`;

/** What a process has open: files by name, sockets as such. */
function descriptors({ process }: SpawnedServer): string[] {
  const path = `/proc/${process.pid}/fd`;
  return readdirSync(path).flatMap((name) => {
    try {
      return [readlinkSync(join(path, name))];
    } catch {
      return [];
    }
  });
}

const socketsOf = (server: SpawnedServer) =>
  descriptors(server).filter((name) => name.startsWith('socket:')).length;

describe('downloads that are broken off', () => {
  let server: SpawnedServer;
  beforeAll(async () => {
    writeFileSync(
      streets,
      Buffer.concat([Buffer.from('PMTiles\u0003'), Buffer.alloc(STREETS_BYTES)]),
    );
    server = await spawnServer({ environment: { BASEMAP: streets } });
    for (let year = 2020; year < 2026; year += 1) {
      const at = `${year}-06-01T20:00:00Z`;
      await call(
        server,
        'POST',
        '/api/v1/incidents',
        exampleIncident({ occurredFrom: at, occurredTo: at }),
      );
    }
  });
  afterAll(() => server.stop());

  it('leave no connection open: a partition, at whatever moment', async () => {
    const { partitions } = (await call(server, 'GET', '/api/v1/snapshot')).body;
    const before = socketsOf(server);
    for (let count = 0; count < ABORTS; count += 1) {
      const url = partitions[count % partitions.length].url;
      const encoding = ['', 'accept-encoding: br\r\n', 'accept-encoding: gzip\r\n'][count % 3];
      const socket = await send(server, get(url, encoding));
      if (count % 2) await new Promise((settle) => socket.once('data', settle).resume());
      socket.destroy();
    }
    await until('the connections closed', () => socketsOf(server) <= before);
    expect((await fetch(server.baseUrl + partitions[0].url)).status).toBe(200);
  });

  it('leave no file open: an archive of streets, whole and by ranges', async () => {
    const isOpen = () => descriptors(server).filter((name) => name === streets).length;
    const paths = Array.from({ length: 10 }, (_, index) =>
      get('/basemap/streets.pmtiles', index % 2 ? `range: bytes=${index}-\r\n` : ''),
    );
    const sockets = await Promise.all(paths.map((bytes) => send(server, bytes)));
    await until('the file open for all', () => isOpen() === paths.length);
    for (const socket of sockets) socket.destroy();
    await until('the file closed', () => isOpen() === 0);
  });

  it('are no reason for a server that is asked to end not to do so in good order, nor is a request that is not finished or a reader', async () => {
    const reader = createReader({ baseUrl: server.baseUrl });
    try {
      await until('a live reader', () => reader.status().connection === 'live', 20_000);
      await send(server, beginPost(server));
      await send(server, get('/basemap/streets.pmtiles'));
      await until('the file open', () => descriptors(server).includes(streets));
      // 1 would be the exit code of a server that had run out of patience with its requests.
      expect(await server.stop()).toBe(0);
    } finally {
      reader.close();
    }
  });
});

describe('more requests at once than the setting allows', () => {
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer({ environment: { REQUESTS_IN_FLIGHT: String(IN_FLIGHT) } });
  });
  afterAll(() => server.stop());

  const look = () => call(server, 'GET', '/api/v1/digest');
  const isBusy = async () => (await look()).status === 503;

  it('are refused with 503, a time to wait and a problem, while health is answered', async () => {
    expect((await look()).status).toBe(200);
    for (let count = 0; count < IN_FLIGHT; count += 1) await send(server, beginPost(server));
    await until('a busy server', isBusy);
    const refused = await look();
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ status: 503, title: expect.any(String) });
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    for (const path of ['/health', '/api/v1/health']) {
      expect((await call(server, 'GET', path)).status).toBe(200);
    }
  });

  it('are taken again as soon as others ended or broke off', async () => {
    const sockets = [await send(server, beginPost(server)), await send(server, beginPost(server))];
    await until('a busy server', isBusy);
    sockets[0]?.destroy();
    await until('a free place', async () => !(await isBusy()));
    sockets[1]?.write(`${' '.repeat(998)}}`);
    await until('two free places', async () => {
      const answers = await Promise.all([look(), look()]);
      return answers.every(({ status }) => status === 200);
    });
  });
});

describe('one address', () => {
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer({
      environment: {
        SOCKETS_PER_ADDRESS: String(SOCKETS),
        READS_PER_MINUTE: String(READS),
        TRUST_PROXY: 'yes',
      },
    });
  });
  afterAll(() => server.stop());

  /** An open socket of an address, or null where it is refused. */
  async function openFrom(address: string): Promise<LiveSocket | null> {
    const socket = io(`${server.baseUrl}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { 'x-forwarded-for': address },
    });
    open.push({ destroy: () => socket.close() });
    return new Promise((settle) => {
      socket.on('connect', () => settle(socket));
      socket.on('connect_error', () => settle(null));
    });
  }

  it('[LF14] opens so many sockets and no more, until one of them closes; another address is not concerned', async () => {
    const held = await Promise.all(Array.from({ length: SOCKETS }, () => openFrom('192.0.2.1')));
    expect(held).not.toContain(null);
    expect(await openFrom('192.0.2.1')).toBeNull();
    expect(await openFrom('192.0.2.2')).not.toBeNull();
    held[0]?.close();
    await until('a place', () => openFrom('192.0.2.1'));
  });

  it('[LF14] takes no place with a handshake that is refused for its origin', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.3', origin: 'https://elsewhere.example' };
    for (let count = 0; count <= SOCKETS; count += 1) {
      const socket = io(`${server.baseUrl}/live`, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: headers,
      });
      await new Promise((settle) => socket.on('connect_error', settle));
      socket.close();
    }
    expect(await openFrom('192.0.2.3')).not.toBeNull();
  });

  it('[LF11] has one allowance of reads for all its sockets and requests; another address has its own', async () => {
    const [one, two] = [await openFrom('192.0.2.4'), await openFrom('192.0.2.4')];
    const hello = { protocol: 1, state: null };
    const answers: object[] = [];
    for (let count = 0; count <= READS; count += 1) {
      answers.push(await (count % 2 ? one : two)?.emitWithAck('hello', hello));
    }
    expect(answers.map((answer) => 'error' in answer)).toEqual([
      ...Array.from({ length: READS }, () => false),
      true,
    ]);
    const from = (address: string) =>
      call(server, 'GET', '/api/v1/digest', undefined, { 'x-forwarded-for': address });
    expect((await from('192.0.2.4')).status).toBe(429);
    expect((await from('192.0.2.5')).status).toBe(200);
  });
});
