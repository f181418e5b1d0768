import { expect, it } from 'vitest';
import type { Database } from '@/db/database';
import { createIncidents } from '@/db/write-incidents';
import { fillWithLog } from '../../support/fill-with-log';
import { GrownLog } from '../../support/grown-log';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { takeSharedDatabase } from '../../support/shared-database';
import { openTemplateCopy, openTemporaryDatabase } from '../../support/temporary-database';

/** Every row of every table, and where each sequence goes on. */
async function contentOf({ pool }: Database): Promise<Record<string, unknown[]>> {
  const { rows: relations } = await pool.query<{ name: string; kind: string }>(
    `select quote_ident(relname) as name, relkind::text as kind from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') order by 1`,
  );
  const content: Record<string, unknown[]> = {};
  for (const { name, kind } of relations) {
    const columns = kind === 'r' ? 't::text' : '(t.last_value, t.is_called)::text';
    const { rows } = await pool.query(`select ${columns} as row from ${name} t order by 1`);
    content[name] = rows;
  }
  return content;
}

const rowCounts = (content: Record<string, unknown[]>) =>
  Object.fromEntries(
    Object.entries(content)
      .filter(([name, rows]) => rows.length > 0 && !name.endsWith('_seq'))
      .map(([name, rows]) => [name, rows.length]),
  );

it('a database that a file of tests gives back is as fresh for the next one as a new one', async () => {
  const first = await openTemporaryDatabase();
  const fresh = await contentOf(first.database);
  // What the migrations leave: all else is empty, of whichever file's turn this is.
  expect(rowCounts(fresh)).toEqual({ area_codes: 1, epochs: 1, log_head: 1, settings: 1 });
  let told = 0;
  first.database.onNotify(() => {
    told += 1;
  });
  const log = new GrownLog({ incidents: 50, versions: 100, seed: 3 });
  await fillWithLog(first.database, log, () => undefined);
  await first.database.pool.query(`
    insert into settings (key, value) values ('of the first', '1');
    update log_head set epoch = 'another';
    notify havenwacht_log;
  `);
  await first.database.maintain();
  await expect.poll(() => told).toBeGreaterThan(0);
  expect(await contentOf(first.database)).not.toEqual(fresh);
  await first.close();

  const before = told;
  const second = await openTemporaryDatabase();
  try {
    expect(second.dataDir).toBe(first.dataDir);
    expect(await contentOf(second.database)).toEqual(fresh);
    let toldNow = 0;
    second.database.onNotify(() => {
      toldNow += 1;
    });
    await second.database.pool.query('notify havenwacht_log');
    await expect.poll(() => toldNow).toBe(1);
    expect(told).toBe(before);
  } finally {
    await second.close();
  }
});

it('one that began with records is given on with these, and numbers go on behind them', async () => {
  const newId = countingIds();
  const record = async (database: Database) => {
    const context = { actor: 'test', now: new Date('2026-01-01T00:00:00Z'), newId, bulk: false };
    const { records } = await createIncidents(database, [{ incident: incidentInput() }], context);
    return records[0]?.incident.rid;
  };
  const beginWithOne = async (dataDir: string) => {
    const database = await openTemplateCopy(dataDir);
    await record(database);
    return database;
  };
  const first = await takeSharedDatabase(beginWithOne);
  const begun = await contentOf(first.database);
  const next = await record(first.database);
  await first.close();
  const second = await takeSharedDatabase(beginWithOne);
  try {
    expect(second.dataDir).toBe(first.dataDir);
    expect(await contentOf(second.database)).toEqual(begun);
    expect(await record(second.database)).toBe(next);
  } finally {
    await second.close();
  }
});
