import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadHistory } from '@/lib/server/demo-history';
import { readSettings } from '@/lib/server/settings';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-06-01T12:00:00Z');
/** Three transactions, so that a start can be cut off between them. */
const COUNT = 1_200;
const WANTED = { count: COUNT, seed: 7 };

let temporary: TemporaryDatabase;

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());
beforeEach(() => temporary.clear());

/** A process that ends after so many new ids. */
function servicesThatEndAfter(ids: number, now = NOW) {
  let given = 0;
  return {
    database: temporary.database,
    settings: readSettings({ DATA_DIR: temporary.dataDir }, 'demo', process.cwd()),
    now: () => now,
    newId: () => {
      given += 1;
      if (given > ids) throw new Error('the process ended');
      return `00000000-0000-4000-8000-${String(given).padStart(12, '0')}`;
    },
  };
}

/** A process of a later start gives ids of its own. */
function laterServices(now: Date) {
  const services = servicesThatEndAfter(Number.POSITIVE_INFINITY, now);
  return { ...services, newId: () => services.newId().replace('4000', '4001') };
}

async function titlesAndTimes(): Promise<string[]> {
  const { rows } = await temporary.database.orm.execute<{ told: string }>(sql`
    select concat(import_key, record->>'occurredFrom', record->'title'->>'en') as told
    from incidents order by import_key`);
  return rows.map(({ told }) => told);
}

describe('the history of a demo', () => {
  it('is gone on with by the next start where one was cut off, with the same records and none twice', async () => {
    await loadHistory(laterServices(NOW), WANTED);
    const whole = await titlesAndTimes();
    await temporary.clear();
    await expect(loadHistory(servicesThatEndAfter(700), WANTED)).rejects.toThrow('ended');
    const cutOff = await titlesAndTimes();
    expect(cutOff.length).toBeGreaterThan(0);
    expect(cutOff.length).toBeLessThan(COUNT);
    const nextDay = new Date(NOW.getTime() + 86_400_000);
    expect(await loadHistory(laterServices(nextDay), { count: null, seed: null })).toEqual(WANTED);
    expect(await titlesAndTimes()).toEqual(whole);
  });

  it('ends only when nothing of it is being written any more, by a fault too', async () => {
    const services = servicesThatEndAfter(Number.POSITIVE_INFINITY);
    const { database } = services;
    let begun = 0;
    let ended = 0;
    let tellFirstEnded = () => {};
    const firstEnded = new Promise<void>((resolve) => {
      tellFirstEnded = resolve;
    });
    const transaction: typeof database.transaction = async (work) => {
      begun += 1;
      if (begun === 2) throw new Error('the database went away');
      if (begun === 3) await firstEnded;
      const result = await database.transaction(work);
      tellFirstEnded();
      ended += 1;
      return result;
    };
    const failing = { ...services, database: { ...database, transaction } };
    await expect(loadHistory(failing, WANTED)).rejects.toThrow('went away');
    expect([begun, ended]).toEqual([3, 2]);
  });

  it('stays as it is at later starts, and is not mixed with another', async () => {
    await loadHistory(laterServices(NOW), { count: 20, seed: 7 });
    const loaded = await titlesAndTimes();
    await loadHistory(servicesThatEndAfter(0), { count: 20, seed: null });
    expect(await titlesAndTimes()).toEqual(loaded);
    await expect(loadHistory(servicesThatEndAfter(0), { count: 21, seed: null })).rejects.toThrow(
      'a demo of 20 records, seed 7',
    );
  });
});
