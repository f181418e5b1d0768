import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listIncidents } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import { generateHistory } from '@/db/seed/demo/generate-history';
import { takeDown } from '@/db/take-down';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { matchesFilter } from '@/lib/domain/matches-filter';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { areaMatches } from '@/lib/regions/gazetteer';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { selectView } from '@/lib/server/select-view';
import type { Services } from '@/lib/server/services';
import { often } from '../../support/breadth';
import { criteria, LOW_COUNTRIES, shapeIn } from '../../support/filters';
import { countingIds } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const log = pino({ level: 'silent' });
const RECORDS = 400;
const CHANGED = 60;

let temporary: TemporaryDatabase;
let tail: LogTail;
let partitions: PartitionKeeper;
let services: Services;
let ids: string[];
let past: { epoch: string; seq: number };
/** What a text selected when that past was now. */
let foundThen: number[];
const SEARCHED: Filter = { ...EVERYTHING, scope: 'simulated', text: 'Antwerpen' };

const context = {
  actor: 'desk',
  now: new Date('2026-01-02T10:00:00Z'),
  newId: countingIds(11),
};

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const history = generateHistory({
    seed: 7,
    count: RECORDS,
    from: Date.parse('2022-01-01T00:00:00Z'),
    to: Date.parse('2026-01-01T00:00:00Z'),
  });
  const inputs = [...history].map((incident) => ({ incident }));
  const { records } = await createIncidents(database, inputs, { ...context, bulk: true });
  ids = records.map(({ incident }) => incident.id);
  tail = await LogTail.start(database, log);
  partitions = await PartitionKeeper.open(database, tail, log);
  services = { database, tail, partitions, settings: { mode: 'demo' } } as Services;
  const { epoch, seq } = await readHead(database);
  past = { epoch, seq };
  foundThen = (await selected(SEARCHED, null)).list;
  await changeALot();
});
afterAll(async () => {
  await partitions?.close();
  await tail?.close();
  await temporary?.close();
});

const isWithdrawn = (index: number) => index % 6 === 5;
const isRetracted = (index: number) => index % 6 === 2;

/** What a desk does in a year: moves, corrects, words otherwise, retracts and withdraws. */
async function changeALot(): Promise<void> {
  const { database } = temporary;
  const unconditional = { ...context, expectedRevision: null };
  for (const [index, id] of ids.slice(0, CHANGED).entries()) {
    const how = isWithdrawn(index) ? withdrawn : isRetracted(index) ? retracted : null;
    if (how) {
      await takeDown(database, id, how, { ...unconditional, requestKey: null });
      continue;
    }
    await changeIncident(
      database,
      id,
      (now) => ({
        ...now,
        ...(index % 3 === 0 ? { placePrecision: 'municipality' as const } : {}),
        ...(index % 3 === 1 ? { verification: 'disputed' as const, killed: best(index) } : {}),
        ...(index % 6 === 4 ? { title: { nl: 'Op weg naar Antwerpen' } } : {}),
      }),
      unconditional,
    );
  }
}

const best = (count: number) => ({ low: null, best: count, high: null });
const retracted = { verb: 'retract' as const, reason: { en: 'It was a firework' } };
const withdrawn = { verb: 'withdraw' as const, reason: null };

const day = fc
  .integer({ min: dayNumberOf('2021-12-01'), max: dayNumberOf('2026-01-31') })
  .map(dayOfNumber);
const filters: fc.Arbitrary<Filter> = fc
  .record({
    days: fc.tuple(fc.option(day), fc.option(day)),
    regions: fc.subarray(['BE-BRU', 'BEANR', 'NL', '21004'], { maxLength: 2 }),
    criteria: criteria(shapeIn(LOW_COUNTRIES), 4),
  })
  .map(({ days: [a, b], regions, criteria: chosen }) => {
    const isTurned = a !== null && b !== null && a > b;
    const period = isTurned ? { from: b, to: a } : { from: a, to: b };
    return { ...EVERYTHING, scope: 'simulated' as const, ...period, regions, ...chosen };
  });

async function everyRecord(asOf?: number): Promise<PublicIncident[]> {
  const page = await listIncidents(temporary.database, {
    limit: 10 * RECORDS,
    ...(asOf === undefined ? {} : { asOf }),
  });
  return page.rows.map(({ record }) => record);
}

/** The rule itself, record by record. */
function ridsOf(records: PublicIncident[], filter: Filter): number[] {
  return records
    .filter((record) => matchesFilter(record, filter, areaMatches))
    .map(({ rid }) => rid)
    .sort((a, b) => a - b);
}

async function selected(filter: Filter, asOf: typeof past | null) {
  const view = await selectView(services, filter, asOf);
  const versions = [...view.rids.batches(7)].flat();
  expect(versions.length).toBe(view.rids.count + view.rids.retracted);
  return { ...view, versions, list: versions.map(({ rid }) => rid) };
}

it('any filter selects now, and as of an earlier seq, what its rule selects of each record', async () => {
  const now = await everyRecord();
  const then = await everyRecord(past.seq);
  expect(now).not.toEqual(then);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const [current, earlier] = [await selected(filter, null), await selected(filter, past)];
      expect(current.list).toEqual(ridsOf(now, filter));
      expect(earlier.list).toEqual(ridsOf(then, filter));
      expect(earlier.seq).toBe(past.seq);
      found += earlier.list.length;
    }),
    // Whatever is drawn, one of them selects everything, so that there is something to compare.
    { numRuns: often(40, 120), examples: [[{ ...EVERYTHING, scope: 'simulated' }]] },
  );
  expect(found).toBeGreaterThan(ridsOf(then, { ...EVERYTHING, scope: 'simulated' }).length);
});

it('a past selection names the versions of then, and of what was hidden since the one that may be shown', async () => {
  const filter = { ...EVERYTHING, scope: 'simulated' as const };
  const { versions } = await selected(filter, past);
  const { rows } = await listIncidents(temporary.database, { limit: 10 * RECORDS, asOf: past.seq });
  const named = (list: { rid: number; fromSeq: number }[]) =>
    list.map(({ rid, fromSeq }) => `${rid}.${fromSeq}`).sort();
  expect(named(versions)).toEqual(
    named(rows.map(({ record, fromSeq }) => ({ rid: record.rid, fromSeq }))),
  );
  expect(versions.some(({ fromSeq }) => fromSeq > past.seq)).toBe(true);
});

it('a text selects what the server’s search finds, of a past state what it found then', async () => {
  const { list, isTextCut } = await selected(SEARCHED, null);
  expect(list.length).toBeGreaterThan(10);
  expect(list.length).toBeLessThan(RECORDS / 2);
  expect(isTextCut).toBe(false);
  const then = await selected(SEARCHED, past);
  expect(then.seq).toBe(past.seq);
  const takenDown = new Set(
    ids.slice(0, CHANGED).filter((_, index) => isWithdrawn(index) || isRetracted(index)),
  );
  const shown = (await everyRecord(past.seq)).filter(({ id }) => !takenDown.has(id));
  const shownRids = new Set(shown.map(({ rid }) => rid));
  expect(then.list).toEqual(foundThen.filter((rid) => shownRids.has(rid)));
  // Else this would hold of a search of now, or of one that finds whatever stood then.
  expect(list.filter((rid) => !foundThen.includes(rid) && shownRids.has(rid))).not.toEqual([]);
  expect(then.list.length).toBeLessThan(shown.length / 2);
});

it('a past that never was is refused', async () => {
  const asked = selectView(services, EVERYTHING, { epoch: 'another', seq: 1 });
  await expect(asked).rejects.toMatchObject({ problem: { status: 404 } });
  const ahead = selectView(services, EVERYTHING, { ...past, seq: 100_000 });
  await expect(ahead).rejects.toMatchObject({ problem: { status: 400 } });
});
