import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Head } from '@/lib/protocol/changes';
import { call, exampleIncident } from '../support/api-client';
import { FaultyProxy } from '../support/faulty-proxy';
import { type OpenServer, openServer } from '../support/open-server';
import { until } from '../support/until';

const EXAMPLE = resolve(import.meta.dirname, '../../lib/protocol/examples/follow.py');
/** Set by `npm test` to a Python that has python-socketio. */
const { PYTHON } = process.env;
const PATIENCE_MS = 20_000;
/** More than the records of a first start, and fewer than these with the figures, which come after them. */
const SOURCED_ROWS = 1_000;
const INCIDENTS = '/api/v1/incidents';

let server: OpenServer;
let proxy: FaultyProxy;
let python: ChildProcess | undefined;
let said = '';
let complained = '';
beforeAll(async () => {
  server = await openServer();
  proxy = await FaultyProxy.to(server.baseUrl);
});
afterAll(async () => {
  python?.kill('SIGKILL');
  await proxy.close();
  await server.stop();
});

/** Of the last whole line: what comes through a pipe may end in the middle of one. */
const lastHead = (): Partial<Head> => {
  const whole = said.slice(0, said.lastIndexOf('\n') + 1);
  return JSON.parse(whole.trim().split('\n').at(-1) || '{}');
};

/** Until its copy is the server's state, and not an older one than that of a write; the digest that it prints is of the rows it holds. */
async function expectEqual(atLeast: number): Promise<void> {
  const isEqual = async () => {
    const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
    return seq >= atLeast && isDeepStrictEqual(lastHead(), { epoch, seq, digest });
  };
  await until('an equal copy in Python', isEqual, PATIENCE_MS).catch((fault) => {
    throw new Error(`${fault.message}; it said:\n${said}\n${complained}`);
  });
}

async function post(change = {}): Promise<{ id: string; seq: number }> {
  const { status, body } = await call(server, 'POST', INCIDENTS, exampleIncident(change));
  expect(status).toBe(201);
  return body;
}

describe.skipIf(!PYTHON)('a reader in Python, written from SPEC.md alone', () => {
  it('[CH9] [DG2] [DG3] holds the sourced records and figures of a first start', async () => {
    python = spawn(PYTHON ?? '', ['-u', EXAMPLE, proxy.baseUrl]);
    python.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    python.stderr?.on('data', (chunk) => {
      complained += chunk;
    });
    // A first start loads them while it answers already.
    await expectEqual(SOURCED_ROWS);
    const { status, body } = await call(server, 'GET', '/api/v1/figures');
    expect([status, body.figures.length > 0]).toEqual([200, true]);
  });

  it('[CH3] [CH4] follows new records, corrections, a retraction and a withdrawal', async () => {
    const [first, second] = [
      await post(),
      await post({ title: { fr: 'Coups de feu à Molenbeek, près du canal' } }),
    ];
    const corrected = await call(server, 'PATCH', `${INCIDENTS}/${first.id}`, {
      killed: { best: 1 },
    });
    await expectEqual(corrected.body.seq);
    const reason = { en: 'It did not happen.' };
    await call(server, 'POST', `${INCIDENTS}/${first.id}/retract`, { reason });
    const gone = await call(server, 'DELETE', `${INCIDENTS}/${second.id}`);
    expect(gone.status).toBe(200);
    await expectEqual(corrected.body.seq + 2);
  });

  it('[LF2] [LF3] catches up after its connection was cut', async () => {
    proxy.refuses = 'everything';
    proxy.cut();
    for (let count = 0; count < 4; count += 1) await post();
    const { seq } = await post();
    proxy.refuses = 'nothing';
    await expectEqual(seq);
  });
});
