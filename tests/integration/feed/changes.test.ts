import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import type { ChangeBatch, Head } from '@/lib/protocol/changes';
import { fromTuple, ROW_GONE } from '@/lib/protocol/columns';
import { PAGE_ROWS, TEXTS_WITH_BATCH } from '@/lib/protocol/version';
import { call, exampleIncident } from '../../support/api-client';
import { LiveClient } from '../../support/live-client';
import { type OpenServer, openServer } from '../../support/open-server';
import { fetchSnapshot, readByHttp, SpecReader } from '../../support/spec-reader';
import { until } from '../../support/until';

let server: OpenServer;
let client: LiveClient;
let open: LiveClient[] = [];
let batchNumber = 0;
beforeAll(async () => {
  server = await openServer();
});
afterEach(() => {
  for (const closing of open) closing.close();
  open = [];
});
afterAll(() => server.stop());

const INCIDENTS = '/api/v1/incidents';
const post = async (change: Partial<IncidentBody> = {}) =>
  (await call(server, 'POST', INCIDENTS, exampleIncident(change))).body;
const patch = async (id: string, change: object) =>
  (await call(server, 'PATCH', `${INCIDENTS}/${id}`, change)).body;
const withdraw = async (id: string) => (await call(server, 'DELETE', `${INCIDENTS}/${id}`)).body;
const head = async (): Promise<Head> => {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
};
const headFrom = (seq: number) =>
  until(`a head of ${seq}`, async () => {
    const found = await head();
    return found.seq >= seq && found;
  });

/** The snapshot once its manifest has reached a seq. */
async function snapshotFrom(seq: number): ReturnType<typeof fetchSnapshot> {
  await until(`a manifest of ${seq}`, async () => {
    return (await call(server, 'GET', '/api/v1/snapshot')).body.seq >= seq;
  });
  return fetchSnapshot(server.baseUrl);
}

async function connect(): Promise<LiveClient> {
  client = await LiveClient.connect(server.baseUrl);
  open.push(client);
  return client;
}

/** One page over HTTP. */
async function changes(query: string): Promise<ChangeBatch> {
  const { status, body } = await call(server, 'GET', `/api/v1/changes?${query}`);
  expect(status).toBe(200);
  return body;
}

async function importRows(count: number): Promise<void> {
  batchNumber += 1;
  const answer = await call(server, 'POST', '/api/v1/imports', {
    batchId: `33333333-3333-4333-8333-${String(batchNumber).padStart(12, '0')}`,
    name: 'feed.csv',
    records: Array.from({ length: count }, (_, index) => ({
      importKey: `feed ${batchNumber}.${index}`,
      incident: exampleIncident({ origin: 'imported' }),
    })),
  });
  expect(answer.body.added).toBe(count);
}

describe('a batch', () => {
  it('[CH1] holds the last version of what changed, once, and a tombstone of what went', async () => {
    const before = await head();
    const [often, gone] = [await post(), await post()];
    await patch(often.id, { killed: { best: 1 } });
    const { seq: last } = await patch(often.id, { killed: { best: 2 } });
    const { seq: end } = await withdraw(gone.id);
    const { epoch } = await headFrom(end);
    const batch = await changes(`epoch=${epoch}&seq=${before.seq}&to=${end}`);
    expect([batch.from, batch.to]).toEqual([before.seq, end]);
    const rows = batch.rows.map(fromTuple);
    expect(rows).toEqual([
      expect.objectContaining({ rid: often.rid, fromSeq: last, killed: 2 }),
      expect.objectContaining({ rid: gone.rid, fromSeq: end, state: ROW_GONE, killed: 0, x: 0 }),
    ]);
  });

  it('[CH3] that is old is a duplicate and changes nothing', async () => {
    const reader = await readByHttp(server.baseUrl);
    const before = reader.head;
    const first = await post();
    const { seq, epoch } = await headFrom(first.seq);
    const batch = await changes(`epoch=${epoch}&seq=${before.seq}`);
    expect(reader.take(batch)).toBe('applied');
    const after = reader.head;
    expect(after.seq).toBe(seq);
    expect(reader.take(batch)).toBe('duplicate');
    expect(reader.head).toEqual(after);
  });

  it('[CH4] that begins after the reader is a gap; what was missed is there to be asked for', async () => {
    const reader = await readByHttp(server.baseUrl);
    const start = reader.head;
    const live = await connect();
    await live.hello(start);
    const first = await post();
    await until('the first batch', () => live.batches.length > 0);
    const second = await post();
    const late = await until('the second batch', () =>
      live.batches.find(({ to }) => to === second.seq),
    );
    expect(late.from).toBe(first.seq);
    expect(reader.take(late)).toBe('gap');
    expect(reader.head).toEqual(start);
    for (const page of await live.pages(start.epoch, start.seq, late.from)) reader.take(page);
    expect(reader.take(late)).toBe('applied');
    expect(reader.digest).toBe(late.digest);
  });

  it('[CH5] says from when its digest can be compared, where a record was withdrawn after its end', async () => {
    const reader = await readByHttp(server.baseUrl);
    const record = await post({ title: { en: 'Withdrawn later' } });
    const { seq: to } = await post();
    const { seq: hiddenAt } = await withdraw(record.id);
    await headFrom(hiddenAt);
    const page = await changes(`epoch=${reader.epoch}&seq=${reader.seq}&to=${to}`);
    expect(JSON.stringify(page)).not.toContain('Withdrawn later');
    expect(page.verifyFrom).toBe(hiddenAt);
    reader.take(page);
    expect(reader.digest).not.toBe(page.digest);
    const rest = await changes(`epoch=${reader.epoch}&seq=${to}`);
    reader.take(rest);
    expect(rest.to).toBeGreaterThanOrEqual(page.verifyFrom);
    expect(reader.digest).toBe(rest.digest);
  });

  it('[CH6] carries the texts of up to 32 rows and of no more', async () => {
    const before = await head();
    await importRows(TEXTS_WITH_BATCH);
    const { seq: few } = await headFrom(before.seq + TEXTS_WITH_BATCH);
    await importRows(TEXTS_WITH_BATCH + 1);
    const { seq: many, epoch } = await headFrom(few + TEXTS_WITH_BATCH + 1);
    const small = await changes(`epoch=${epoch}&seq=${before.seq}&to=${few}`);
    const large = await changes(`epoch=${epoch}&seq=${few}&to=${many}`);
    expect(small.texts.map(({ fromSeq }) => fromSeq)).toEqual(
      small.rows.map((row) => fromTuple(row).fromSeq),
    );
    expect(large.rows).toHaveLength(TEXTS_WITH_BATCH + 1);
    expect(large.texts).toEqual([]);
  });

  it('[CH7] says whether its rows came in bulk, and never mixes the two', async () => {
    const live = await connect();
    const before = await head();
    await live.hello(before);
    const all = [post(), importRows(40), post(), importRows(40), post()];
    await Promise.all(all);
    await until('all batches', () => live.batches.at(-1)?.to === before.seq + 83);
    const bulk = live.batches.filter((batch) => batch.bulk).flatMap(({ rows }) => rows);
    const single = live.batches.filter((batch) => !batch.bulk).flatMap(({ rows }) => rows);
    expect([bulk.length, single.length]).toEqual([80, 3]);
  });

  it('[CH8] is the same over HTTP as over the socket', async () => {
    const live = await connect();
    const { epoch, seq } = await head();
    const [page] = await live.pages(epoch, 0, seq);
    expect(page).toEqual(await changes(`epoch=${epoch}&seq=0&to=${seq}`));
  });
});

describe('pages', () => {
  it('[CH2] [CH6] share from and to, have at most 2 000 rows, and give the digest of their end while writes go on', async () => {
    const start = await readByHttp(server.baseUrl);
    for (const count of [500, 500, 500, 500, 20]) await importRows(count);
    const target = await headFrom(start.seq + 2_020);
    const live = await connect();
    await live.hello(start.head);
    const writes = (async () => {
      for (let count = 0; count < 10; count += 1) {
        const { id } = await post();
        await patch(id, { verification: 'disputed' });
      }
    })();
    const pages = await live.pages(target.epoch, start.seq, target.seq);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      expect([page.from, page.to]).toEqual([start.seq, target.seq]);
      expect(page.rows.length).toBeLessThanOrEqual(PAGE_ROWS);
    }
    for (const page of pages.slice(0, -1)) {
      start.take(page);
      expect(start.seq).toBe(start.head.seq);
      expect(start.seq).toBeLessThan(target.seq);
    }
    start.take(pages.at(-1) as ChangeBatch);
    expect(start.head).toEqual(target);
    await writes;
    const end = await headFrom(target.seq + 20);
    await until('the live batches', () => live.batches.at(-1)?.to === end.seq);
    for (const batch of live.batches) start.take(batch);
    expect(start.head).toEqual(end);
  });

  it('[CH2] of a catch-up stay true where what they hold is corrected meanwhile', async () => {
    const reader = await readByHttp(server.baseUrl);
    const record = await post({ killed: { best: 1 } });
    const target = await headFrom(record.seq);
    const corrected = await patch(record.id, { killed: { best: 5 } });
    await headFrom(corrected.seq);
    reader.take(await changes(`epoch=${target.epoch}&seq=${reader.seq}&to=${target.seq}`));
    expect(reader.head).toEqual(target);
  });
});

describe('snapshots', () => {
  it('[SN1] with the changes since is the head, for several readers at different times', async () => {
    const old = await fetchSnapshot(server.baseUrl);
    await patch((await post()).id, { verification: 'disputed' });
    const { seq } = await post();
    const now = await headFrom(seq);
    const reader = SpecReader.of(old.manifest, old.partitions);
    const live = await connect();
    const { head: welcomed } = await live.hello(reader.head);
    for (const page of await live.pages(now.epoch, reader.seq, welcomed.seq)) reader.take(page);
    expect(reader.head).toEqual(now);
    expect((await readByHttp(server.baseUrl)).head).toEqual(now);
  });

  it('[SN2] keep the address of a year that was not touched, and give a touched one another', async () => {
    const before = await fetchSnapshot(server.baseUrl);
    const gone = await post();
    // Readers must have seen it: what comes and goes within one batch touches no year for them.
    await headFrom(gone.seq);
    await headFrom((await withdraw(gone.id)).seq);
    const after = await snapshotFrom(before.manifest.seq + 1);
    const addressOf = ({ manifest }: typeof before, year: number) =>
      manifest.partitions.find((entry) => entry.year === year)?.url;
    expect(addressOf(after, 2026)).not.toBe(addressOf(before, 2026));
    const others = before.manifest.partitions.filter(({ year }) => year !== 2026);
    expect(others.length).toBeGreaterThan(3);
    for (const { year, url } of others) expect(addressOf(after, year)).toBe(url);
    expect(SpecReader.of(after.manifest, after.partitions).digest).toBe(after.manifest.digest);
  });

  it('[SN3] give the same state in whatever order their partitions come, also between changes', async () => {
    const moved = await post();
    await headFrom((await withdraw((await post()).id)).seq);
    const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
    const change = { occurredFrom: '2024-05-05T05:05:00Z', occurredTo: '2024-05-05T05:05:00Z' };
    const { seq } = await patch(moved.id, change);
    const now = await headFrom(seq);
    const batch = await changes(`epoch=${now.epoch}&seq=${manifest.seq}&to=${seq}`);
    const orders = [partitions, [...partitions].reverse()];
    for (const order of orders) {
      const late = SpecReader.of(manifest, order);
      late.take(batch);
      expect(late.head).toEqual(now);
      // Changes first, partitions afterwards.
      const early = SpecReader.of(manifest, []);
      early.take(batch);
      const rest = SpecReader.of(manifest, order);
      for (const [rid, tuple] of rest.rows) if (!early.rows.has(rid)) early.rows.set(rid, tuple);
      expect(early.head).toEqual(now);
    }
  });

  it.each(['withdrawn', 'retracted'])(
    '[SN4] destroy the partitions that held a %s record: 410, and a manifest without them',
    async (end) => {
      const record = await post({ placePrecision: 'exact' });
      await headFrom((await withdraw((await post()).id)).seq);
      const before = await snapshotFrom(record.seq);
      const url = before.manifest.partitions.find(({ year }) => year === 2026)?.url ?? '';
      expect((await fetch(server.baseUrl + url)).status).toBe(200);
      const { seq } =
        end === 'withdrawn'
          ? await withdraw(record.id)
          : await patch(record.id, {
              status: 'retracted',
              retractionReason: { en: 'It did not happen.' },
            });
      const gone = await fetch(server.baseUrl + url);
      expect(gone.status).toBe(410);
      expect(gone.headers.get('content-type')).toBe('application/problem+json');
      await headFrom(seq);
      const after = await fetchSnapshot(server.baseUrl);
      expect(after.manifest.partitions.map((entry) => entry.url)).not.toContain(url);
      expect(SpecReader.of(after.manifest, after.partitions).digest).toBe(after.manifest.digest);
      expect((await readByHttp(server.baseUrl)).head).toEqual(await head());
    },
  );
});
