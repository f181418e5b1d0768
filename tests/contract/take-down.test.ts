import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { NO_POINT } from '@/lib/protocol/columns';
import { createFeedHttp } from '@/lib/store/feed-http';
import { IncidentStore } from '@/lib/store/incident-store';
import { loadPast } from '@/lib/store/past-store';
import { type Answer, call, exampleIncident } from '../support/api-client';
import { backupContent } from '../support/backup-content';
import { often } from '../support/breadth';
import { DESK_EXITS, type ExitCases, publicExits, SELECTION_EXITS } from '../support/every-exit';
import { freePort } from '../support/kill-under-writes';
import { followLive } from '../support/live-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { fetchSnapshot, rowsOf } from '../support/spec-reader';
import { testEngine } from '../support/test-engine';
import { ThreadedReader } from '../support/threaded-reader';
import { until } from '../support/until';

const INCIDENTS = '/api/v1/incidents';
const PATIENCE_MS = 30_000;
const VERBS = ['retract', 'withdraw', 'erase'] as const;
type Verb = (typeof VERBS)[number];
const REASONS: Record<Verb, unknown> = {
  retract: { en: 'It did not happen.' },
  withdraw: 'It was another country.',
  erase: 'A court ordered it.',
};
/** Where nothing else lies, so that its page has them among its latest records. */
const CANARY_AREA = '21010';
const REPLIED_AT = '2026-01-05T09:00:00Z';
/** The lists of a past have every record: of all but each sixth only the canaries' area is read. */
const WHOLE_EVERY = 6;
/**
 * Of each canary comes a state with it and one with its correction, so that those of a stride are now the one, now the other; both of
 * each are asked for where an address is of one record.
 */
const PAST_EVERY = often(3, 1);
/** Each verb upon a record by hand, which is the first, and upon one of a file; by day not the last two. */
const PLANTED: readonly (readonly [verb: Verb, ordinal: number])[] = [
  ['retract', 1],
  ['withdraw', 2],
  ['erase', 1],
  ['erase', 2],
  ['retract', 2],
  ['withdraw', 1],
];
const BATCH = '22222222-2222-4222-8222-222222222222';

/** A record whose words are found in every exit that has it. */
interface Canary {
  verb: Verb;
  ordinal: number;
  word: string;
  id: string;
  rid: number;
  /** Seqs of its versions. */
  seqs: number[];
  body: IncidentBody;
  isGone: boolean;
}

/**
 * The whole test run builds them first; a run of this file alone does without. Pages read through the same doors on both
 * engines, so one engine's are looked at.
 */
const hasPages =
  testEngine === 'embedded' &&
  ['.build/server/main.js', '.next/BUILD_ID'].every((path) =>
    existsSync(resolve(import.meta.dirname, '../..', path)),
  );

/** Parts of addresses by which every canary is found while it is public. */
const TELLING_EXITS = [
  ...['?limit', `region=${CANARY_AREA}&asOf=`, '?limit=1000&asOf=', 'versions', 'texts', 'changes'],
  ...(hasPages ? ['/nl/incident/', `/fr/region/${CANARY_AREA}`] : []),
];

interface AuditRow {
  incident_id: string;
  action: string;
  at: string;
  detail: { reason?: string };
}

let server: SpawnedServer;
let canaries: Canary[];
let background: string[];
/** Ends of transactions, partitions and the like, as they were before anything was taken down. */
let old: { epoch: string; boundaries: number[]; partitions: string[] };
/** Bodies of answers that were asked for after a canary was gone, and had it. */
const lateLeaks: string[] = [];

beforeAll(async () => {
  // A sitemap names pages by their public address.
  const port = String(await freePort());
  const publicUrl = `http://127.0.0.1:${port}`;
  const environment = { PORT: port, PUBLIC_URL: publicUrl, INDEX_RECORDS: 'yes' };
  server = await spawnServer({ pages: hasPages, isEmpty: true, environment });
  canaries = [];
  for (const [verb, ordinal] of PLANTED.slice(0, often(4, 6))) {
    canaries.push(await plant(verb, ordinal));
  }
  background = [];
  for (let count = 0; count < 10; count += 1) background.push((await post(exampleIncident())).id);
  const { manifest } = await fetchSnapshot(server.baseUrl);
  const boundaries = [0, ...canaries.flatMap(({ seqs }) => seqs), manifest.seq];
  old = {
    epoch: manifest.epoch,
    boundaries,
    partitions: manifest.partitions.map(({ url }) => url),
  };
}, 120_000);
afterAll(() => server.stop());

/** Each so many apart, from before the first canary, and the last, which has all. */
function someBoundaries(every: number): number[] {
  const { boundaries } = old;
  return boundaries.filter((_, index) => index % every === 0 || index === boundaries.length - 1);
}

async function post(body: IncidentBody, headers = {}) {
  const answer = await call(server, 'POST', INCIDENTS, body, headers);
  expect(answer.status).toBe(201);
  return answer.body;
}

/** By hand or from a file, with a correction, a sensitive year and a street's name. */
async function plant(verb: Verb, ordinal: number): Promise<Canary> {
  const word = `canary-${verb}-${ordinal}-7c3e`;
  const body = exampleIncident({
    title: { en: word },
    summary: { fr: word },
    reply: { text: { nl: `${word} wederwoord` }, by: { en: word }, publishedAt: REPLIED_AT },
    placeName: { en: word },
    placePrecision: 'exact',
    municipality: CANARY_AREA,
    notes: word,
    occurredFrom: `${2020 + ordinal}-03-01T10:00:00Z`,
    occurredTo: `${2020 + ordinal}-03-01T10:00:00Z`,
  });
  const created =
    ordinal === 1
      ? await post(body, { 'idempotency-key': word })
      : await importOne(word, { ...body, origin: 'imported' });
  const changed = await call(server, 'PATCH', `${INCIDENTS}/${created.id}`, {
    killed: { best: ordinal },
    correction: { en: `${word} corrected` },
  });
  const seqs = [created.seq, changed.body.seq];
  return { verb, ordinal, word, id: created.id, rid: created.rid, seqs, body, isGone: false };
}

async function importOne(word: string, incident: IncidentBody) {
  const file = { batchId: BATCH, name: 'file.csv', records: [{ importKey: word, incident }] };
  const answer = await call(server, 'POST', '/api/v1/imports', file);
  expect(answer.body).toMatchObject({ added: 1 });
  const list = await call(server, 'GET', `${INCIDENTS}?limit=1000&origin=imported`);
  const found = list.body.features.find((f: { properties: { title: { en: string } } }) =>
    f.properties.title.en.includes(word),
  );
  return found.properties;
}

/** Every public address, with parameters by which it would tell of a canary. */
async function exits(
  { ordinal, id, rid, seqs, word }: Canary,
  partitions: readonly string[],
): Promise<string[]> {
  const head = (await call(server, 'GET', '/api/v1/digest')).body.seq;
  const pastSeqs = someBoundaries(PAST_EVERY);
  const pasts = pastSeqs.map((seq) => `asOf=${old.epoch}:${seq}`);
  const wholePasts = someBoundaries(WHOLE_EVERY).map((seq) => `asOf=${old.epoch}:${seq}`);
  // Before it, its two versions, and the last state.
  const ownSeqs = [0, ...seqs, old.boundaries.at(-1)];
  const ofItem = ['', ...ownSeqs.map((seq) => `?asOf=${old.epoch}:${seq}`)];
  const cases: ExitCases = {
    [INCIDENTS]: [
      `${INCIDENTS}?limit=1000`,
      `${INCIDENTS}?limit=1000&updatedSince=2020-01-01T00:00:00Z&from=2021-01-01&to=2022-12-31`,
      ...pasts.map((past) => `${INCIDENTS}?limit=1000&region=${CANARY_AREA}&${past}`),
      ...wholePasts.map((past) => `${INCIDENTS}?limit=1000&${past}`),
    ],
    [`${INCIDENTS}/:id`]: ofItem.map((query) => `${INCIDENTS}/${id}${query}`),
    [`${INCIDENTS}/:id/versions`]: [`${INCIDENTS}/${id}/versions`],
    '/api/v1/texts': [`/api/v1/texts?v=${seqs.map((seq) => `${rid}.${seq}`).join(',')}`],
    // Each has one commit.
    '/api/v1/changes': old.boundaries.map((seq) => `/api/v1/changes?epoch=${old.epoch}&seq=${seq}`),
    '/api/v1/changed-since': ownSeqs.map(
      (seq) => `/api/v1/changed-since?asOf=${old.epoch}:${seq}&rids=${rid}`,
    ),
    '/api/v1/as-of': pastSeqs.map(
      (seq) => `/api/v1/as-of?epoch=${old.epoch}&seq=${seq}&at=${head}`,
    ),
    '/api/v1/links/:code': ['/api/v1/links/nosuchlink22'],
    '/api/v1/screens/self': ['/api/v1/screens/self'],
    '/api/v1/search': [searchFor(word)],
    ...Object.fromEntries(
      SELECTION_EXITS.map((path) => [
        path,
        // Each answer has every record: now, and a state in which all of them were there.
        ['', `?asOf=${old.epoch}:${old.boundaries.at(-1)}`].map((query) => path + query),
      ]),
    ),
    '/api/v1/snapshot': ['/api/v1/snapshot'],
    '/api/v1/partitions/*': [...partitions, ...old.partitions],
    ...Object.fromEntries(
      ['/api/v1/digest', '/api/v1/figures'].map((path) => [
        path,
        ['', ...wholePasts.map((past) => `?${past}`)].map((query) => path + query),
      ]),
    ),
    '/api/v1/health': ['/api/v1/health'],
    '/api/v1/regions': ['/api/v1/regions'],
    '/api/v1/boundaries': ['/api/v1/boundaries'],
    '/api/v1/boundaries/:sha256': [`/api/v1/boundaries/${'0'.repeat(64)}`],
    '/api/v1/schema/incident': ['/api/v1/schema/incident'],
    '/preview.png': [`/preview.png?r=${CANARY_AREA}`],
    '/preview/incident/:id.png': [`/preview/incident/${id}.png`],
    '/preview/region/:code.png': [`/preview/region/${CANARY_AREA}.png`],
  };
  const found = publicExits(cases, {
    query: `?record=${id}`,
    id,
    codes: ['EU-ROPE', CANARY_AREA],
  });
  // The first of each verb is looked for in its picture and in the pages of all languages, the second in those of one.
  const isRepeated = (path: string) => path.includes(id) && /^\/(?:fr|en|preview)\b/.test(path);
  // Nor is one engine's server without pages asked for any: each is the same short refusal there.
  const isAsked = (path: string) => hasPages || !/^\/(?:nl|fr|en)\b/.test(path);
  return found.filter((path) => isAsked(path) && (ordinal === 1 || !isRepeated(path)));
}

const searchFor = (words: string) => `/api/v1/search?limit=10000&q=${encodeURIComponent(words)}`;

/** An `Idempotency-Key` is its sender's own word, here the canary's. */
const withoutKeys = (rows: unknown) =>
  JSON.stringify(rows, (name, value) => (name === 'key' ? undefined : value));

/** Whether the search knows that a record has its word; it answers with rids alone. */
async function isFound({ rid, word }: Canary): Promise<boolean> {
  const { rids } = (await call(server, 'GET', searchFor(word))).body as { rids: number[] };
  return rids.includes(rid);
}

/** What a backup that is taken now holds, by table. */
async function tablesOfBackup(): Promise<Map<string, unknown[]>> {
  const folder = temporaryFolder('taken-down');
  try {
    const path = join(folder.path, 'backup.ndjson.gz');
    const headers = { authorization: `Bearer ${server.token}` };
    const answer = await fetch(`${server.baseUrl}/api/v1/admin/backup`, { headers });
    writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
    const content = await backupContent(path);
    return new Map([...content].map(([table, rows]) => [table, [...rows.values()]]));
  } finally {
    folder.remove();
  }
}

const read = async (path: string): Promise<string> => (await fetch(server.baseUrl + path)).text();

/** Every address as it answered once: most exits are the same for every canary. */
class Reading {
  readonly #snapshot = fetchSnapshot(server.baseUrl);
  readonly #bodies = new Map<string, Promise<string>>();
  #rows: Promise<readonly (readonly number[])[]> | null = null;

  text(path: string): Promise<string> {
    const body = this.#bodies.get(path) ?? read(path);
    this.#bodies.set(path, body);
    return body;
  }

  async placesWith(canary: Canary): Promise<string[]> {
    const { manifest } = await this.#snapshot;
    const partitions = manifest.partitions.map(({ url }) => url);
    const found: string[] = [];
    for (const path of await exits(canary, partitions)) {
      if ((await this.text(path)).includes(canary.word)) found.push(path);
    }
    return found;
  }

  /** Rows of a record, in partitions and changes, that still have a place. */
  async rowsWithPlace({ rid }: Canary): Promise<(readonly number[])[]> {
    this.#rows ??= this.#placedRows();
    return (await this.#rows).filter((row) => row[0] === rid);
  }

  /** Of canaries, each beginning with its rid. */
  async #placedRows(): Promise<(readonly number[])[]> {
    const rids = new Set(canaries.map(({ rid }) => rid));
    const found: (readonly number[])[] = [];
    for (const bytes of (await this.#snapshot).partitions) {
      for (const row of rowsOf(bytes)) {
        if (rids.has(row.rid) && row.x !== NO_POINT) found.push([row.rid, ...Object.values(row)]);
      }
    }
    const head = (await call(server, 'GET', '/api/v1/digest')).body.seq;
    const paths = [
      ...old.boundaries.map((seq) => `/api/v1/changes?epoch=${old.epoch}&seq=${seq}`),
      ...someBoundaries(PAST_EVERY).map(
        (seq) => `/api/v1/as-of?epoch=${old.epoch}&seq=${seq}&at=${head}`,
      ),
    ];
    for (const path of paths) {
      const { rows } = JSON.parse(await this.text(path)) as Pick<ChangeBatch, 'rows'>;
      for (const row of rows) {
        if (rids.has(row[0] ?? 0) && row[2] !== NO_POINT && row[12] !== 2) found.push(row);
      }
    }
    return found;
  }
}

async function take(canary: Canary): Promise<Answer> {
  const path = `${INCIDENTS}/${canary.id}/${canary.verb}`;
  const headers = { 'if-match': '"2"', 'idempotency-key': `take ${canary.word}`.replace(' ', '-') };
  const answer = await call(server, 'POST', path, { reason: REASONS[canary.verb] }, headers);
  canary.isGone = true;
  return answer;
}

/** What a screen holds is the same on both engines, so the memory of one is searched. It has read all canaries' texts. */
async function threadOfTexts(): Promise<ThreadedReader | null> {
  if (testEngine !== 'embedded') return null;
  const thread = await ThreadedReader.open(server.baseUrl);
  const rids = canaries.map(({ rid }) => rid);
  await until('a live engine', () => thread.status?.connection === 'live', PATIENCE_MS);
  expect((await thread.ask('texts', { rids })).texts).toHaveLength(canaries.length);
  return thread;
}

/** Writers and readers that do not pause, until told to stop. */
function underLoad(): { stop: () => Promise<void> } {
  let isOver = false;
  const loop = async (work: (turn: number) => Promise<unknown>) => {
    for (let turn = 0; !isOver; turn += 1) await work(turn);
  };
  const readLate = async (path: string) => {
    const gone = canaries.filter(({ isGone }) => isGone);
    const text = await read(path);
    for (const { word } of gone) if (text.includes(word)) lateLeaks.push(`${path} ${word}`);
  };
  const texts = `/api/v1/texts?v=${canaries.flatMap(({ rid, seqs }) => seqs.map((seq) => `${rid}.${seq}`)).join(',')}`;
  const running = [
    loop(() => post(exampleIncident())),
    loop((turn) =>
      call(server, 'PATCH', `${INCIDENTS}/${background[turn % 10]}`, {
        killed: { best: turn % 9 },
      }),
    ),
    loop(() => readLate(`${INCIDENTS}?limit=1000`)),
    loop(() => readLate(`${INCIDENTS}?limit=1000&asOf=${old.epoch}:${old.boundaries.at(-1)}`)),
    loop(() => readLate(`/api/v1/changes?epoch=${old.epoch}&seq=0`)),
    loop(() => readLate(texts)),
    loop(async (turn) => {
      const canary = canaries[turn % canaries.length] as Canary;
      const wasGone = canary.isGone;
      if ((await isFound(canary)) && wasGone) lateLeaks.push(`search ${canary.word}`);
    }),
    loop(() => fetchSnapshot(server.baseUrl).catch(() => undefined)),
  ];
  return {
    stop: async () => {
      isOver = true;
      await Promise.all(running);
    },
  };
}

describe('what is taken down under load', () => {
  it('[TD1] [TD2] [TD3] [TD5] [TD6] was in every exit and on every screen, and is then in zero bytes of any', async () => {
    const screens = await Promise.all([1, 2, 3].map(() => followLive(server.baseUrl)));
    const thread = await threadOfTexts();
    try {
      const held = await thread?.memory();
      if (held) for (const { word } of canaries) expect(held).toContain(word);
      const before = new Reading();
      for (const canary of canaries) {
        const places = (await before.placesWith(canary)).join('\n');
        for (const exit of [...TELLING_EXITS, canary.id]) expect(places).toContain(exit);
        expect(await before.text('/sitemap.xml')).toContain(canary.id);
        expect((await before.rowsWithPlace(canary)).length).toBeGreaterThan(0);
        expect(await isFound(canary)).toBe(true);
      }

      const load = underLoad();
      for (const canary of canaries) expect((await take(canary)).status).toBe(200);
      await post(exampleIncident());
      await load.stop();

      const after = new Reading();
      for (const canary of canaries) {
        expect(await after.placesWith(canary)).toEqual([]);
        expect(await after.rowsWithPlace(canary)).toEqual([]);
        expect(await isFound(canary)).toBe(false);
        expect(server.output()).not.toContain(canary.word);
      }
      expect(lateLeaks).toEqual([]);
      const head = (await call(server, 'GET', '/api/v1/digest')).body;
      for (const { reader } of screens) {
        await until('a screen at the head', () => reader.seq === head.seq, PATIENCE_MS);
        expect(reader.digest).toBe(head.digest);
        const shown = canaries.filter(({ rid }) => reader.shown.includes(rid));
        expect(shown).toEqual(canaries.filter(({ verb }) => verb === 'retract'));
      }
      if (thread) {
        await until('an engine at the head', () => thread.status?.seq === head.seq, PATIENCE_MS);
        expect(thread.status?.digest).toBe(head.digest);
        const memory = await thread.memory();
        for (const { word } of canaries) expect(memory).not.toContain(word);
      }
    } finally {
      for (const screen of screens) screen.close();
      await thread?.close();
    }
  }, 180_000);

  it('[TD1] [TD2] [TD3] [AO7] is answered for with what may be said', async () => {
    const siteMap = await read('/sitemap.xml');
    for (const { id, verb } of canaries) {
      const past = `?asOf=${old.epoch}:${old.boundaries.at(-1)}`;
      const statuses = [];
      for (const path of [`/${id}`, `/${id}${past}`, `/${id}/versions`]) {
        statuses.push((await fetch(server.baseUrl + INCIDENTS + path)).status);
      }
      expect(statuses).toEqual(verb === 'retract' ? [200, 200, 200] : [410, 410, 410]);
      expect(siteMap).not.toContain(id);
      if (hasPages) {
        const page = await fetch(`${server.baseUrl}/fr/incident/${id}`);
        expect(page.status).toBe(verb === 'retract' ? 200 : 410);
        // Words in a picture are no bytes that could be looked for.
        const picture = await fetch(`${server.baseUrl}/preview/incident/${id}.png`);
        expect(picture.status).toBe(page.status);
      }
      const desk = await call(server, 'GET', `/api/v1/desk/incidents/${id}`);
      expect(desk.status).toBe(verb === 'erase' ? 410 : 200);
    }
    const before = await read(`${INCIDENTS}/${canaries[0]?.id}?asOf=${old.epoch}:0`);
    expect(JSON.parse(before)).toMatchObject({ status: 404 });
  });

  it('[TD3] leaves the desk and later backups where it was erased; who took what down, when and why stays in the audit', async () => {
    const tables = await tablesOfBackup();
    const audit = tables.get('audit') as AuditRow[];
    const actions = { retract: 'retracted', withdraw: 'withdrawn', erase: 'erased' };
    for (const { id, verb, word } of canaries) {
      const held = [...tables].filter(([, rows]) => withoutKeys(rows).includes(word));
      const names = held.map(([table]) => table);
      if (verb === 'erase') expect(names).toEqual([]);
      else expect(names).toContain('incidents');
      const entry = audit.find((row) => row.incident_id === id && row.action === actions[verb]);
      expect(Date.parse(entry?.at ?? '')).toBeGreaterThan(0);
      // That of a retraction is public, in the record itself.
      if (verb !== 'retract') expect(entry?.detail.reason).toBe(REASONS[verb]);
    }
    // The backup is looked at here, the item above; the lists of read tokens, of short links, of screens and of what those show
    // tell of no record: their words are the newsroom's own.
    expect(DESK_EXITS.toSorted()).toEqual([
      '/api/v1/admin/backup',
      '/api/v1/desk/incidents/:id',
      '/api/v1/links',
      '/api/v1/playlists',
      '/api/v1/playlists/:id',
      '/api/v1/read-tokens',
      '/api/v1/screens',
      '/api/v1/screens/:id',
      '/api/v1/screens/commands',
    ]);
  });

  it('[AO2] is not counted in any past that had it, whatever was counted before', async () => {
    for (const seq of someBoundaries(PAST_EVERY)) {
      const asOf = `asOf=${old.epoch}:${seq}`;
      const paths = [`${INCIDENTS}?limit=1000&region=${CANARY_AREA}&${asOf}`];
      if (someBoundaries(WHOLE_EVERY).includes(seq)) paths.push(`${INCIDENTS}?limit=1000&${asOf}`);
      for (const query of paths.flatMap((path) => [path, `${path}&kind=shooting`])) {
        const { body } = await call(server, 'GET', query);
        expect(body.next).toBeNull();
        expect(body.numberMatched).toBe(body.features.length);
      }
    }
  });

  it('[SN4] is in no old partition: its address is 410, and no manifest names it', async () => {
    const { manifest } = await fetchSnapshot(server.baseUrl);
    const named = manifest.partitions.map(({ url }) => url);
    const answers = await Promise.all(old.partitions.map((url) => fetch(server.baseUrl + url)));
    const gone = old.partitions.filter((_, index) => answers[index]?.status === 410);
    expect(gone.length).toBeGreaterThanOrEqual(2);
    expect(named.filter((url) => gone.includes(url))).toEqual([]);
  });

  it('[TD5] does not come back by the request or the file that brought it', async () => {
    for (const { verb, word, body, isGone, id } of canaries) {
      expect(isGone).toBe(true);
      if (word.includes('-1-')) {
        const again = await call(server, 'POST', INCIDENTS, body, { 'idempotency-key': word });
        expect(again.status).toBe(verb === 'retract' ? 201 : 410);
        if (verb !== 'retract') expect(JSON.stringify(again.body)).not.toContain(word);
      } else {
        const incident = { ...body, origin: 'imported' };
        const file = { batchId: BATCH, name: 'file.csv', records: [{ importKey: word, incident }] };
        const again = await call(server, 'POST', '/api/v1/imports', file);
        expect(again.body).toMatchObject({ added: 0, skipped: 1 });
      }
      expect((await take({ verb, word, id } as Canary)).headers.get('idempotency-replayed')).toBe(
        'true',
      );
    }
  });
});

describe('a reader that goes back', () => {
  async function storeAtHead(): Promise<IncidentStore> {
    const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
    const store = new IncidentStore();
    store.beginSnapshot(manifest);
    for (const bytes of partitions) store.addPartition(bytes);
    return store;
  }

  it('[AO3] [AO5] [AO7] holds what the digest, the list and the figures of that past say', async () => {
    const store = await storeAtHead();
    const http = createFeedHttp(server.baseUrl);
    for (const seq of someBoundaries(PAST_EVERY)) {
      const past = await loadPast(http, store, { epoch: old.epoch, seq });
      const asOf = `asOf=${old.epoch}:${seq}`;
      const said = (await call(server, 'GET', `/api/v1/digest?${asOf}`)).body;
      expect([past.seq, past.digest]).toEqual([seq, said.digest]);
      const list = (await call(server, 'GET', `${INCIDENTS}?${asOf}`)).body;
      expect(past.columns.size).toBe(list.numberMatched);
      const figures = (await call(server, 'GET', `/api/v1/figures?${asOf}`)).body;
      expect(past.figures()).toHaveLength(figures.figures.length);
    }
  });

  it('[AO1] hears that a past is unknown', async () => {
    const http = createFeedHttp(server.baseUrl);
    const wanted = loadPast(http, await storeAtHead(), { epoch: 'nowhere', seq: 1 });
    await expect(wanted).rejects.toMatchObject({ name: 'PastUnavailable', status: 404 });
  });
});

describe('a sensitivity that changes nothing on the map', () => {
  it('[SN4] [TD4] leaves a manifest whose files are all there, and nothing of the texts before', async () => {
    const word = 'canary-house-7c3e';
    const place = { placePrecision: 'locality', placeName: { en: word } } as const;
    const { id, rid, seq } = await post(exampleIncident(place));
    await call(server, 'PATCH', `${INCIDENTS}/${background[1]}`, { killed: { best: 9 } });
    const { manifest: before } = await fetchSnapshot(server.baseUrl);
    expect(await read(`/api/v1/texts?v=${rid}.${seq}`)).toContain(word);
    const raised = { sensitivity: ['private home'] };
    expect((await call(server, 'PATCH', `${INCIDENTS}/${id}`, raised)).status).toBe(200);
    const { manifest } = await until(
      'a manifest whose files are all there',
      () => fetchSnapshot(server.baseUrl).catch(() => null),
      PATIENCE_MS,
    );
    expect(manifest.seq).toBeGreaterThan(before.seq);
    for (const path of [`/api/v1/texts?v=${rid}.${seq}`, `${INCIDENTS}/${id}/versions`])
      expect(await read(path)).not.toContain(word);
    expect((await read(`${INCIDENTS}?limit=1000&asOf=${old.epoch}:${seq}`)).includes(word)).toBe(
      false,
    );
  });
});
