import { gunzipSync } from 'node:zlib';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import { NO_POINT } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import { call, exampleIncident } from '../support/api-client';
import { SELECTION_EXITS } from '../support/every-exit';
import { type OpenServer, openServer } from '../support/open-server';
import { fetchSnapshot, rowsOf } from '../support/spec-reader';
import { until } from '../support/until';

const SECRET = 'canary-5d81a2f7';
const LNG = 4.3517777;
const LAT = 50.8466666;
/** Nearer than this to the secret point is the secret point: the grids' centres are metres away from it. */
const SAME_POINT_DEGREES = 2e-6;
const MASKS: Partial<IncidentBody>[] = [
  { placePrecision: 'vicinity' },
  { placePrecision: 'locality' },
  { placePrecision: 'municipality' },
  { placePrecision: 'exact', sensitivity: ['private home'] },
  { placePrecision: 'exact', sensitivity: ['minor'] },
];

/** Seqs back from the head that are read: every state that this file makes by its 15 changes, and the one before. */
const HISTORY = 16;
/** The same where it is only shown that the search finds: what was planted, and the two changes after it. */
const RECENT_HISTORY = 4;
/** Addresses by which a planted record has to be found. */
const TELLING = /^\/api\/v1\/(?:incidents|changes|texts)\b/;
/** Of an address that names a state: there are many of each route, so they are asked for in each encoding by turns. */
const NAMES_A_STATE = /asOf=|epoch=/;
const ENCODINGS = ['identity', 'gzip'] as const;

let server: OpenServer;
let socket: Socket;
let frames: string[];
let maskedIds: string[];
let draftId: string;
let lastSeq: number;

beforeAll(async () => {
  server = await openServer({ isEmpty: true });
  frames = [];
  socket = io(`${server.baseUrl}/live`, { transports: ['websocket'], forceNew: true });
  socket.on('connect', () => {
    // Below socket.io, so that nothing that comes over the wire is missed.
    socket.io.engine.on('packet', (packet) => frames.push(String(packet.data)));
  });
  await until('a connection', () => socket.connected);
  await socket.emitWithAck('hello', { protocol: 1, state: null });
  draftId = (await record({ status: 'draft', title: { en: SECRET }, summary: { fr: SECRET } })).id;
  maskedIds = [];
  for (const mask of MASKS) maskedIds.push((await record(mask)).id);
  await patch(draftId, { summary: { nl: `${SECRET} again` } });
  const corrected = await patch(maskedIds[0] ?? '', {
    killed: { best: 1 },
    correction: { en: 'One person died.' },
  });
  await retractAndWithdraw();
  lastSeq = (await record({ placePrecision: 'locality' })).seq;
  expect(corrected.seq).toBeLessThan(lastSeq);
  await until('the frame of the last write', () =>
    frames.some((frame) => frame.includes(`"to":${lastSeq}`)),
  );
}, 60_000);
afterAll(async () => {
  socket.close();
  await server.stop();
});

async function record(change: Partial<IncidentBody>) {
  const body = exampleIncident({
    point: [LNG, LAT],
    municipality: '21004',
    notes: SECRET,
    ...change,
  });
  const { status, body: created } = await call(server, 'POST', '/api/v1/incidents', body);
  expect(status).toBe(201);
  return created;
}

async function patch(id: string, change: object) {
  const { status, body } = await call(server, 'PATCH', `/api/v1/incidents/${id}`, change);
  expect(status).toBe(200);
  return body;
}

/** What was public for a moment and is not any more must be as hidden as what never was. */
async function retractAndWithdraw(): Promise<void> {
  const place = { placePrecision: 'exact' as const };
  const retracted = await record({ ...place, title: { en: `${SECRET} retracted` } });
  const withdrawn = await record({ ...place, title: { en: `${SECRET} withdrawn` } });
  await until('the frames of both', () =>
    frames.some((frame) => frame.includes(`"to":${withdrawn.seq}`)),
  );
  await call(server, 'GET', '/api/v1/snapshot');
  await patch(retracted.id, {
    status: 'retracted',
    retractionReason: { en: 'It did not happen.' },
  });
  await call(server, 'DELETE', `/api/v1/incidents/${withdrawn.id}`);
  const gone = await record({ placePrecision: 'municipality' });
  await until('the frames of both ends', () =>
    frames.some((frame) => frame.includes(`"to":${gone.seq}`)),
  );
  // They were public when these frames were sent; from here on they are not.
  frames.length = 0;
  maskedIds.push(retracted.id, withdrawn.id);
}

interface Leak {
  where: string;
  what: string;
}

/** Searches texts for the secret word and for the digits of the point, however they are rounded. */
function searchText(where: string, text: string): Leak[] {
  return [SECRET, '4.35177', '50.84666']
    .filter((what) => text.includes(what))
    .map((what) => ({ where, what }));
}

function searchPoints(where: string, points: readonly (readonly [number, number])[]): Leak[] {
  return points
    .filter(([lng, lat]) => Math.hypot(lng - LNG, lat - LAT) < SAME_POINT_DEGREES)
    .map((point) => ({ where, what: `point ${point.join(' ')}` }));
}

/** Every number of a JSON answer beside its neighbour as wire coordinates: rows travel as plain integers. */
function searchWireRows(where: string, text: string): Leak[] {
  const numbers = (text.match(/\d{9,10}/g) ?? []).map(Number);
  const pairs = numbers
    .slice(1)
    .map((y, index) => [lngOfX(numbers[index] ?? 0), latOfY(y)] as const);
  return searchPoints(where, pairs);
}

async function searchAddress(path: string, number: number): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const byTurns = ENCODINGS.filter((_, turn) => turn === number % ENCODINGS.length);
  for (const encoding of NAMES_A_STATE.test(path) ? byTurns : ENCODINGS) {
    const answer = await fetch(server.baseUrl + path, { headers: { 'accept-encoding': encoding } });
    expect(answer.status).toBeLessThan(500);
    const text = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
    leaks.push(
      ...searchText(`${encoding} ${path}`, text),
      ...searchWireRows(`${encoding} ${path}`, text),
    );
  }
  return leaks;
}

/** Every public address there is, with parameters that make it answer. */
async function publicAddresses(history: number): Promise<string[]> {
  const { epoch, seq } = (await call(server, 'GET', '/api/v1/digest')).body;
  const { manifest } = await fetchSnapshot(server.baseUrl);
  const list = (await call(server, 'GET', '/api/v1/incidents?limit=1000&from=2026-01-01')).body;
  const versions = Array.from({ length: history }, (_, index) => seq - index);
  const rids = [
    ...new Set<number>(list.features.map((f: { properties: { rid: number } }) => f.properties.rid)),
  ];
  const newest = Math.max(...rids);
  const pairs = Array.from({ length: 12 }, (_, index) => newest - index).flatMap((rid) =>
    versions.map((fromSeq) => `${rid}.${fromSeq}`),
  );
  const texts: string[] = [];
  for (let start = 0; start < pairs.length; start += 200) {
    texts.push(`/api/v1/texts?v=${pairs.slice(start, start + 200).join(',')}`);
  }
  const known: Record<string, string[]> = {
    '/api/v1/incidents': [
      '',
      '?limit=1000',
      '?bbox=4.3,50.8,4.4,50.9',
      '?region=21004',
      '?updatedSince=2026-01-01T00:00:00Z',
      // Every state of the region, where all that is hidden lies, and some whole ones.
      ...versions.map((past) => `?limit=1000&region=21004&asOf=${epoch}:${past}`),
      ...[...versions.slice(0, 2), ...versions.slice(-2)].map(
        (past) => `?limit=1000&asOf=${epoch}:${past}`,
      ),
    ],
    '/api/v1/digest': ['', ...versions.map((past) => `?asOf=${epoch}:${past}`)],
    '/api/v1/as-of': versions.map((past) => `?epoch=${epoch}&seq=${past}&at=${seq}`),
    '/api/v1/incidents/:id': [draftId, ...maskedIds],
    '/api/v1/incidents/:id/versions': [draftId, ...maskedIds],
    '/preview/incident/:id.png': [draftId, ...maskedIds],
    '/api/v1/partitions/*': manifest.partitions.map(({ url }) => url),
    '/api/v1/search': [`?q=${SECRET}`, `?q=${SECRET.slice(0, 3)}`, '?q=retracted'],
    ...Object.fromEntries(
      SELECTION_EXITS.map((path) => [
        path,
        // Each answer has every record: some pasts are enough.
        ['', '?r=21004', ...versions.slice(0, 2).map((past) => `?asOf=${epoch}:${past}`)],
      ]),
    ),
    '/api/v1/changes': pagesOfChanges(epoch, versions),
    '/api/v1/texts': texts,
    '/api/v1/links/:code': ['/api/v1/links/nosuchlink22'],
    '/api/v1/changed-since': versions.map((past) => `?asOf=${epoch}:${past}`),
  };
  return API_ROUTES.filter(({ method, write }) => method === 'GET' && !write).flatMap(
    ({ path }) => {
      const cases = known[path];
      if (path.includes(':id')) return (cases ?? []).map((id) => path.replace(':id', id));
      if (
        path.endsWith('*') ||
        path.endsWith(':code') ||
        path.endsWith('texts') ||
        path.endsWith('changes')
      )
        return cases ?? [];
      return (cases ?? ['']).map((query) => path + query);
    },
  );
}

function pagesOfChanges(epoch: string, versions: readonly number[]): string[] {
  return [...versions, 0].map((seq) => `/api/v1/changes?epoch=${epoch}&seq=${seq}`);
}

async function searchPartitions(): Promise<Leak[]> {
  const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
  return partitions.flatMap((bytes, index) => {
    const where = manifest.partitions[index]?.url ?? '';
    const points = rowsOf(bytes)
      .filter(({ x }) => x !== NO_POINT)
      .map(({ x, y }) => [lngOfX(x), latOfY(y)] as const);
    return [
      ...searchText(where, Buffer.from(bytes).toString('latin1')),
      ...searchPoints(where, points),
    ];
  });
}

function searchFrames(): Leak[] {
  return frames.flatMap((frame) => [
    ...searchText('frame', frame),
    ...searchWireRows('frame', frame),
  ]);
}

async function searchEverything(addresses: readonly string[]): Promise<Leak[]> {
  const leaks: Leak[] = [];
  for (const [number, address] of addresses.entries()) {
    leaks.push(...(await searchAddress(address, number)));
  }
  return [...leaks, ...(await searchPartitions()), ...searchFrames()];
}

describe('a draft, the notes and an exact point that is masked', () => {
  it('are in zero bytes of every public answer, partition and frame', async () => {
    const addresses = await publicAddresses(HISTORY);
    expect(addresses.length).toBeGreaterThan(50);
    expect(frames.length).toBeGreaterThan(0);
    expect(await searchEverything(addresses)).toEqual([]);
  });

  it('are not found by asking for what lies exactly there', async () => {
    const box = [LNG - 1e-5, LAT - 1e-5, LNG + 1e-5, LAT + 1e-5].map((degrees) =>
      degrees.toFixed(7),
    );
    const { body } = await call(server, 'GET', `/api/v1/incidents?bbox=${box.join(',')}`);
    expect(body.numberMatched).toBe(0);
  });

  it('do not show in what the server writes to its log', () => {
    expect(searchText('log', server.output())).toEqual([]);
  });

  it('are found by the same search in every kind of answer as soon as they are public', async () => {
    const planted = await record({ title: { en: SECRET }, placePrecision: 'exact' });
    await until('the frame of the planted record', () =>
      frames.some((frame) => frame.includes(`"to":${planted.seq}`)),
    );
    // Withdrawing another record makes the server build its partitions anew.
    const other = await record({});
    await call(server, 'DELETE', `/api/v1/incidents/${other.id}`);
    await until('a manifest with the planted record', async () => {
      return (await call(server, 'GET', '/api/v1/snapshot')).body.seq > planted.seq;
    });
    maskedIds.push(planted.id);
    const addresses = await publicAddresses(RECENT_HISTORY);
    const found = await searchEverything(addresses.filter((path) => TELLING.test(path)));
    const places = found.map(({ where, what }) => `${where} ${what}`);
    const expectFound = (place: RegExp) =>
      expect(places.some((told) => place.test(told))).toBe(true);
    expectFound(/^identity \/api\/v1\/incidents\?limit=1000 canary/);
    expectFound(/^gzip \/api\/v1\/incidents\?limit=1000 4\.35177/);
    expectFound(/\/api\/v1\/incidents\?limit=1000&region=21004&asOf=\S+ canary/);
    expectFound(/\/api\/v1\/incidents\?limit=1000&asOf=\S+ 50\.84666/);
    expectFound(new RegExp(`/incidents/${planted.id} 50\\.84666`));
    expectFound(new RegExp(`/incidents/${planted.id}/versions canary`));
    expectFound(/\/api\/v1\/changes\S+ canary/);
    expectFound(/\/api\/v1\/changes\S+ point/);
    expectFound(/\/api\/v1\/texts\S+ canary/);
    expectFound(/^\/api\/v1\/partitions\S+ point/);
    expectFound(/^frame canary/);
    expectFound(/^frame point/);
  });

  it('are looked for in unpacked bytes: fetch unpacks what it is sent', async () => {
    const answer = await fetch(`${server.baseUrl}/api/v1/regions`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const body = Buffer.from(await answer.arrayBuffer());
    expect(() => gunzipSync(body)).toThrow();
  });
});
