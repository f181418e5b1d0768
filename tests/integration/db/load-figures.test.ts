import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '@/db/database';
import { readFigures, readHead } from '@/db/read-log';
import { putFigures } from '@/db/write-incidents';
import { loadFigures } from '@/lib/server/load-figures';
import { countingIds, figureInput } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const context = {
  actor: 'sourced data',
  now: new Date('2026-01-01T00:00:00Z'),
  newId: countingIds(29),
};

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(() => temporary.clear());
afterAll(() => temporary.close());

const load = (...values: number[]) =>
  loadFigures(
    temporary.database,
    values.map((value, index) => figureInput(index + 1, value)),
    context,
  );
const state = (number: number, value: number) =>
  putFigures(temporary.database, [figureInput(number, value)], { ...context, actor: 'editor' });

async function shown(): Promise<(number | undefined)[]> {
  const figures = await readFigures(temporary.database);
  return figures.map(({ figure }) => figure?.value);
}

describe('figures of the seed at a later start', () => {
  it('are restated where their line changed', async () => {
    await load(10, 20);
    expect(await load(10, 21)).toEqual([]);
    expect(await shown()).toEqual([10, 21]);
  });

  it('that an editor restated are left, whether their line changed or another’s', async () => {
    await load(10, 20);
    await state(1, 11);
    expect(await load(10, 21)).toEqual([]);
    expect(await shown()).toEqual([11, 21]);
    expect(await load(12, 22)).toEqual(['example 1']);
    expect(await shown()).toEqual([11, 22]);
  });

  it('loaded before this was kept are stated as their lines say', async () => {
    await putFigures(temporary.database, [figureInput(1, 9)], context);
    expect(await load(10)).toEqual([]);
    expect(await shown()).toEqual([10]);
  });

  it('that an editor restated before this was kept are left, and a later line leaves them too', async () => {
    await putFigures(temporary.database, [figureInput(1, 9), figureInput(2, 20)], context);
    await state(1, 11);
    expect(await load(10, 21)).toEqual(['example 1']);
    expect(await shown()).toEqual([11, 21]);
    expect(await load(12, 22)).toEqual(['example 1']);
    expect(await shown()).toEqual([11, 22]);
  });

  it('that were stated before a kill, but not noted, are still the seed’s', async () => {
    await load(10);
    await putFigures(temporary.database, [figureInput(1, 11)], context);
    expect(await load(11)).toEqual([]);
    await putFigures(temporary.database, [figureInput(1, 12)], context);
    expect(await load(13)).toEqual([]);
    expect(await shown()).toEqual([13]);
  });

  it('are restated beside figures that this version would not take, and such a one is left', async () => {
    await load(10, 20);
    await state(1, 15);
    await state(3, 30);
    await temporary.database.orm.execute(
      sql`update figure_versions set record = record || '{"unit": "bushels"}' where record->>'key' <> 'example 2'`,
    );
    expect(await load(11, 21)).toEqual(['example 1']);
    expect(await shown()).toEqual([15, 21, 30]);
  });

  it('that left the seed leave readers with a change of the log, and come back with their line', async () => {
    const reader = new LogReader();
    await load(10, 20);
    await reader.step(temporary.database, 100);
    const { seq } = await readHead(temporary.database);
    expect(await load(10)).toEqual([]);
    expect(await shown()).toEqual([10]);
    const past = await readFigures(temporary.database, seq);
    expect(past.map(({ figure }) => figure?.value)).toEqual([10, 20]);
    await reader.step(temporary.database, 100);
    expect([...reader.figures.values()].map(({ figure }) => figure.value)).toEqual([10]);
    expect(reader.digest()).toBe((await readHead(temporary.database)).digest);
    const withdrawn = await readHead(temporary.database);
    await load(10);
    expect(await readHead(temporary.database)).toEqual(withdrawn);
    await load(10, 20);
    expect(await shown()).toEqual([10, 20]);
  });

  it('that left the seed stay where an editor had restated them, and so do an editor’s own', async () => {
    await load(10, 20);
    await state(2, 21);
    await state(3, 30);
    expect(await load(10)).toEqual(['example 2']);
    expect(await shown()).toEqual([10, 21, 30]);
    expect(await load(10)).toEqual(['example 2']);
  });

  it('that an editor restates at the moment when they leave the seed stay', async () => {
    await load(10, 20, 30);
    const { database } = temporary;
    let isFirst = true;
    const meanwhile: Database = {
      ...database,
      transaction: async (work) => {
        if (isFirst) await state(2, 21);
        isFirst = false;
        return database.transaction(work);
      },
    };
    expect(await loadFigures(meanwhile, [figureInput(1, 10)], context)).toEqual(['example 2']);
    expect(await shown()).toEqual([10, 21]);
  });

  it('that left the seed are withdrawn although they were loaded before this was kept', async () => {
    await putFigures(temporary.database, [figureInput(1, 10), figureInput(2, 20)], context);
    expect(await load(10)).toEqual([]);
    expect(await shown()).toEqual([10]);
  });
});
