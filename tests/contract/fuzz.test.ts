import { Agent } from 'node:http';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident, jsonOrText, requestOf } from '../support/api-client';
import { nastyText, nastyValue, spoiled } from '../support/nasty';
import { rawRequest } from '../support/raw-request';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { readByHttp } from '../support/spec-reader';

/** Another seed finds other things: `FUZZ_SEED=7 npx vitest run tests/contract/fuzz.test.ts`. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_102);
const BODIES = 4_000;
const FIGURES = 500;
const QUERIES = 3_500;
const PAYLOADS = 2_000;
const AT_ONCE = 8;
const PER_SOCKET = 50;

type Problem = { errors?: { field: string }[] };

interface Attempt {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const PUBLISHED = 12;

let server: SpawnedServer;
let draftId: string;
let before: { epoch: string; seq: number; digest: string };

beforeAll(async () => {
  server = await spawnServer({ isEmpty: true, environment: { LOG_LEVEL: 'error' } });
  // Something to answer with, small enough that ten thousand answers cost little.
  const some = Array.from({ length: PUBLISHED }, (_, number) => {
    const day = new Date(Date.UTC(2023 + (number % 3), number, 2, 10)).toISOString();
    const incident = exampleIncident({ occurredFrom: day, occurredTo: day });
    return { importKey: String(number), incident };
  });
  const batch = { batchId: '33333333-3333-4333-8333-333333333333', name: 'some', records: some };
  const { body } = await call(server, 'POST', '/api/v1/imports', batch);
  expect(body).toMatchObject({ added: PUBLISHED });
  draftId = (await call(server, 'POST', '/api/v1/incidents', draft())).body.id;
  before = await head();
}, 60_000);
afterAll(() => server.stop());

/** Nothing that is taken while it stays a draft moves the log. */
function draft() {
  return exampleIncident({
    status: 'draft',
    kind: 'seizure',
    subtype: 'cocaine',
    announcedAt: '2026-01-03T08:00:00Z',
    placeName: { nl: 'Voorbeeld', fr: 'Exemple', en: 'Example' },
    quay: 'Quay 1',
    sensitivity: ['private home'],
    killed: { low: 0, best: 1, high: 2 },
    quantity: { low: 1, best: 2, high: 3, unit: 'kg', basis: 'net' },
    corrections: [{ text: { en: 'Corrected.' }, at: '2026-01-03T08:00:00Z', fields: ['killed'] }],
    summary: { en: 'An invented event.' },
    notes: 'Invented.',
  });
}

const figure = {
  key: 'example',
  measure: 'seizures',
  definition: { en: 'Invented.' },
  authority: 'Example authority',
  area: 'BE',
  areaName: { en: 'Belgium' },
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  value: 1,
  unit: 'count',
  source: { publisher: 'Example', label: 'Example', url: 'https://example.org/' },
};

async function head() {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
}

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: SEED });
}

/** Sends everything, a few at once, and gives what `judge` had to object to. */
async function sendAll(
  attempts: readonly Attempt[],
  judge: (status: number, body: Problem) => string | null,
): Promise<string[]> {
  const faults: string[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < attempts.length; index = next++) {
      const { method, path, body, headers } = attempts[index] as Attempt;
      const { status, text } = await rawRequest(server.baseUrl, path, {
        agent,
        method,
        ...requestOf(server, body, headers),
      });
      const fault = judge(status, jsonOrText(text) as Problem);
      if (fault) {
        const sent = JSON.stringify(body)?.slice(0, 600) ?? '';
        faults.push(`seed ${SEED}, ${method} ${path.slice(0, 200)} ${sent}: ${fault}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
  return faults;
}

function refusal(expected: readonly number[]) {
  return (status: number, body: Problem) => {
    if (!expected.includes(status)) return `status ${status}`;
    const named = body.errors?.every(({ field }) => typeof field === 'string' && field !== '');
    if ((status === 400 || status === 422) && !(named && body.errors?.length))
      return 'no field named';
    return null;
  };
}

async function expectUntouched(): Promise<void> {
  expect(await head()).toEqual(before);
  expect((await call(server, 'GET', '/api/v1/health')).body.status).toBe('ok');
  expect(server.process.exitCode).toBeNull();
}

const header = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 })
  .map((text) => `x${text}x`);
const rawBody = fc.oneof(
  nastyText.filter((text) => text.length > 0),
  fc.jsonValue().map((value) => JSON.stringify(value).slice(0, -1) || '{'),
  fc.constantFrom(
    '['.repeat(50_000),
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    '1e999',
    '"\\ud800"',
  ),
);
const imported = (record: unknown) => ({
  batchId: '22222222-2222-4222-8222-222222222222',
  name: 'fuzz',
  records: [{ importKey: 'fuzz', incident: record }],
});

describe(`what cannot be is refused (seed ${SEED})`, () => {
  it(`${BODIES} bad bodies: no 5xx, and the field named in each refusal`, async () => {
    const draftPath = `/api/v1/incidents/${draftId}`;
    const attempt: fc.Arbitrary<Attempt> = fc.oneof(
      spoiled(draft()).map((body) => ({ method: 'POST', path: '/api/v1/incidents', body })),
      spoiled({ ...draft(), correction: { en: 'x' } }).map((body) => ({
        method: 'PATCH',
        path: draftPath,
        body,
      })),
      spoiled(imported(draft())).map((body) => ({ method: 'POST', path: '/api/v1/imports', body })),
      nastyValue.map((body) => ({
        method: 'POST',
        path: '/api/v1/incidents',
        body: JSON.stringify(body),
      })),
      rawBody.map((body) => ({ method: 'POST', path: '/api/v1/incidents', body })),
      header.map((text) => ({
        method: 'PATCH',
        path: draftPath,
        body: {},
        headers: { 'if-match': text },
      })),
      header.map((text) => ({
        method: 'POST',
        path: '/api/v1/incidents',
        body: { kind: 'storm' },
        headers: { 'idempotency-key': text },
      })),
    );
    const faults = await sendAll(sample(attempt, BODIES), refusal([200, 201, 400, 422]));
    expect(faults.slice(0, 20)).toEqual([]);
    await expectUntouched();
  });

  it(`${QUERIES} bad queries and paths: no 5xx, and the parameter named in each refusal`, async () => {
    const names = [
      'bbox',
      'from',
      'to',
      'kind',
      'region',
      'verification',
      'origin',
      'updatedSince',
      'limit',
    ];
    const encoded = fc.oneof(
      nastyText.map((text) => encodeURIComponent(Buffer.from(text.slice(0, 3_000)).toString())),
      fc.constantFrom(
        '%00',
        '%ff',
        '%zz',
        '%',
        '%ed%a0%80',
        '1,2,3,4,5',
        '1,,3,4',
        '-181,0,0,1',
        '0.0',
        '9999999999.1',
      ),
      fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => `${Math.abs(a)}.${Math.abs(b)}`),
      fc.integer().map(String),
    );
    const query = (known: readonly string[]) =>
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...known), encoded), encoded), {
          minLength: 1,
          maxLength: 3,
        })
        .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
    const get = (path: fc.Arbitrary<string>) => path.map((text) => ({ method: 'GET', path: text }));
    const attempt: fc.Arbitrary<Attempt> = fc.oneof(
      get(query([...names, 'cursor']).map((text) => `/api/v1/incidents?${text}`)),
      get(query(['epoch', 'seq', 'to', 'after']).map((text) => `/api/v1/changes?${text}`)),
      get(
        query(['to', 'after']).map((text) => `/api/v1/changes?epoch=${before.epoch}&seq=0&${text}`),
      ),
      get(query(['v']).map((text) => `/api/v1/texts?${text}`)),
      get(encoded.map((text) => `/api/v1/incidents/${text}`)),
      get(encoded.map((text) => `/api/v1/incidents/${text}/versions`)),
      get(encoded.map((text) => `/api/v1/partitions/${text}/1/2026/${text}`)),
      get(encoded.map((text) => `/api/v1/desk/incidents/${text}`)),
      get(encoded.map((text) => `/basemap/${text}`)),
      get(encoded.map((text) => `/${text}`)),
    );
    const faults = await sendAll(sample(attempt, QUERIES), refusal([200, 400, 404, 409]));
    expect(faults.slice(0, 20)).toEqual([]);
    await expectUntouched();
  });

  it(`[LF11] ${PAYLOADS} bad socket payloads: each is answered, and nobody else is disturbed`, async () => {
    const bystander = await connected();
    const catchUp = { epoch: before.epoch, from: 0, to: before.seq, after: 0 };
    const hello = { protocol: 1, state: before };
    const binary = fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes));
    const message = fc.oneof(
      fc.tuple(fc.constant('hello'), fc.oneof(spoiled(hello), nastyValue, binary)),
      fc.tuple(fc.constant('catchUp'), fc.oneof(spoiled(catchUp), nastyValue, binary)),
    );
    const messages = sample(message, PAYLOADS);
    const faults: string[] = [];
    for (let start = 0; start < messages.length; start += PER_SOCKET) {
      const socket = await connected();
      const replies = messages.slice(start, start + PER_SOCKET).map(async ([event, payload]) => {
        const reply = await socket.timeout(20_000).emitWithAck(event, payload).catch(String);
        if (!isReply(reply)) {
          faults.push(
            `seed ${SEED}, ${event} ${JSON.stringify(payload)?.slice(0, 300)}: ${JSON.stringify(reply)}`,
          );
        }
      });
      await Promise.all(replies);
      socket.close();
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(bystander.connected).toBe(true);
    bystander.close();
    await expectUntouched();
  });

  it('survives packets that are no socket.io, unknown events and answers that nobody asked for', async () => {
    const bystander = await connected();
    for (const text of sample(nastyText, 100)) {
      const socket = await connected();
      socket.emit(`x${text}`, text, null);
      socket.emit('hello');
      socket.emit('catchUp', null, 'no function');
      // The raw line below socket.io: a packet of no known type.
      (socket.io.engine as unknown as { write: (data: string) => void }).write(`9${text}`);
      (socket.io.engine as unknown as { write: (data: string) => void }).write('2/live,["hello",');
      socket.close();
    }
    expect(bystander.connected).toBe(true);
    expect(
      await bystander.timeout(5_000).emitWithAck('hello', { protocol: 1, state: before }),
    ).toMatchObject({
      action: 'live',
    });
    bystander.close();
    await expectUntouched();
  });

  it(`${FIGURES} bad figures: no 5xx, the field named, and what was taken is in the digest`, async () => {
    const attempt = spoiled({ figures: [figure] }).map((body) => ({
      method: 'PUT',
      path: '/api/v1/figures',
      body,
    }));
    const faults = await sendAll(sample(attempt, FIGURES), refusal([200, 400, 422]));
    expect(faults.slice(0, 20)).toEqual([]);
    const reader = await readByHttp(server.baseUrl);
    expect(reader.head).toEqual(await head());
  });
});

function connected(): Promise<Socket> {
  const socket = io(`${server.baseUrl}/live`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  return new Promise((settle, reject) => {
    socket.on('connect', () => settle(socket));
    socket.on('connect_error', reject);
  });
}

/** A welcome, a page, or an error that names its field; an internal fault is none of these. */
function isReply(reply: unknown): boolean {
  if (reply === null || typeof reply !== 'object') return false;
  if ('action' in reply || 'rows' in reply) return true;
  const { error, field } = reply as { error?: unknown; field?: unknown };
  if (typeof error !== 'string' || typeof field !== 'string') return false;
  return !error.includes('could not answer');
}
