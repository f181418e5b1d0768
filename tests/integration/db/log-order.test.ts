import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestAfter, readHead } from '@/db/read-log';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { countingIds, incidentInput, seededRandom } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const WRITERS = 64;
const WRITES_EACH = often(1, 4);
const SEED = 20_260_102;

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());

/** Gives other work up to `turns` turns of the event loop. */
async function yieldTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test(`64 writers with random delays before commit leave no gap and no disorder for any reader (seed ${SEED})`, async () => {
  const { database } = temporary;
  const random = seededRandom(SEED);
  const newId = countingIds(64);
  const now = new Date('2026-01-02T10:00:00Z');
  const beforeCommit = () => yieldTurns(Math.floor(random() * 12));
  let writing = true;
  let tell = () => {};
  let told = Promise.resolve();
  /** Readers at the head look again once something was committed, instead of asking on and on. */
  const committed = () => {
    tell();
    told = new Promise((settle) => {
      tell = settle;
    });
  };
  committed();

  const write = async (writer: number) => {
    const context = { actor: `writer ${writer}`, now, newId, beforeCommit };
    for (let round = 0; round < WRITES_EACH; round += 1) {
      const count = 1 + Math.floor(random() * 3);
      const inputs = Array.from({ length: count }, () => ({
        incident: incidentInput({
          municipality: random() < 0.3 ? String(21_001 + Math.floor(random() * 19)) : '21004',
        }),
      }));
      const { records } = await createIncidents(database, inputs, { ...context, bulk: false });
      committed();
      const first = records[0]?.incident.id ?? '';
      await changeIncident(
        database,
        first,
        (current) => ({ ...current, title: { en: `Corrected ${round}` } }),
        { ...context, expectedRevision: 1 },
      );
      committed();
    }
  };
  const tail = async (maxRows: number) => {
    const reader = new LogReader();
    const boundaries: { to: number; digest: string }[] = [];
    for (;;) {
      const [wasWriting, next] = [writing, told];
      const page = await reader.step(database, maxRows);
      if (page) {
        boundaries.push({ to: page.to, digest: page.digest });
        expectEqual(reader.digest(), page.digest);
      } else if (!wasWriting) return { reader, boundaries };
      else await next;
    }
  };

  const readers = [1, 7, 500].map(tail);
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  writing = false;
  committed();
  const tails = await Promise.all(readers);

  const head = await readHead(database);
  const { rows } = await database.orm.execute<{ seq: number }>(
    sql`select from_seq::int as seq from incident_versions order by from_seq`,
  );
  expect(rows.map((row) => row.seq)).toEqual(
    Array.from({ length: head.seq }, (_, index) => index + 1),
  );
  const chain = await database.orm.execute<{ from: number; to: number; digest: string }>(
    sql`select from_seq::int as from, to_seq::int as to, digest_after as digest from commits order by to_seq`,
  );
  const ends = chain.rows.map(({ to }) => to);
  expect(chain.rows.map(({ from }) => from)).toEqual([0, ...ends.slice(0, -1)]);
  expect(await digestAfter(database, head.seq)).toBe(head.digest);
  const noted = new Map(chain.rows.map(({ to, digest }) => [to, digest]));
  expect(chain.rows.length).toBe(WRITERS * WRITES_EACH * 2);
  for (const { reader, boundaries } of tails) {
    expect(reader.seq).toBe(head.seq);
    expect(reader.digest()).toBe(head.digest);
    expect(reader.arrived).toEqual([...reader.arrived].sort((a, b) => a - b));
    expect(new Set(reader.arrived).size).toBe(reader.arrived.length);
    expect(boundaries).toEqual([...boundaries].sort((a, b) => a.to - b.to));
    expect(boundaries.filter(({ to, digest }) => noted.get(to) !== digest)).toEqual([]);
  }
  // The slowest step takes each transaction by itself, so it saw every seq there ever was.
  expect(tails[0]?.reader.arrived.length).toBe(head.seq);
});
