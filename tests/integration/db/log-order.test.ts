import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestAfter, readHead } from '@/db/read-log';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import { countingIds, incidentInput, seededRandom } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const WRITERS = 64;
const WRITES_EACH = 2;
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
      const first = records[0]?.incident.id ?? '';
      await changeIncident(
        database,
        first,
        (current) => ({ ...current, title: { en: `Corrected ${round}` } }),
        { ...context, expectedRevision: 1 },
      );
    }
  };
  const tail = async (maxRows: number) => {
    const reader = new LogReader();
    const boundaries: number[] = [];
    for (;;) {
      const wasWriting = writing;
      const page = await reader.step(database, maxRows);
      if (page) {
        boundaries.push(page.to);
        expect(reader.digest()).toBe(page.digest);
        expect(await digestAfter(database, page.to)).toBe(page.digest);
      } else if (!wasWriting) return { reader, boundaries };
      else await yieldTurns(3);
    }
  };

  const readers = [1, 7, 500].map(tail);
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  writing = false;
  const tails = await Promise.all(readers);

  const head = await readHead(database);
  const { rows } = await database.orm.execute<{ seq: number }>(
    sql`select from_seq::int as seq from incident_versions order by from_seq`,
  );
  expect(rows.map((row) => row.seq)).toEqual(
    Array.from({ length: head.seq }, (_, index) => index + 1),
  );
  const chain = await database.orm.execute<{ from: number; to: number }>(
    sql`select from_seq::int as from, to_seq::int as to from commits order by to_seq`,
  );
  chain.rows.forEach((commit, index) => {
    expect(commit.from).toBe(chain.rows[index - 1]?.to ?? 0);
  });
  expect(chain.rows.length).toBe(WRITERS * WRITES_EACH * 2);
  for (const { reader, boundaries } of tails) {
    expect(reader.seq).toBe(head.seq);
    expect(reader.digest()).toBe(head.digest);
    expect(reader.arrived).toEqual([...reader.arrived].sort((a, b) => a - b));
    expect(new Set(reader.arrived).size).toBe(reader.arrived.length);
    expect(boundaries).toEqual([...boundaries].sort((a, b) => a - b));
  }
  // The slowest step takes each transaction by itself, so it saw every seq there ever was.
  expect(tails[0]?.reader.arrived.length).toBe(head.seq);
});
