import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { SEARCH_WORDS_VERSION, wordsOfRecord } from '@/lib/domain/search-words';
import type { Orm } from './database';
import { indexSearch } from './index-search';
import { incidentVersions, logHead } from './schema';
import { readSetting, writeSetting } from './settings';

const FILLED = 'search-words';
const BATCH_ROWS = 1_000;

/** Lets the next opening fill the search: what a restored database notes about its tables was true elsewhere. */
export async function forgetSearch(pool: Pick<Pool, 'query'>): Promise<void> {
  await pool.query("update settings set value = 'null' where key = $1", [FILLED]);
}

/** Makes the search's tables from the public versions where they were made in another way, or never. */
export async function fillSearch(orm: Orm): Promise<void> {
  if ((await readSetting({ orm }, FILLED)) === SEARCH_WORDS_VERSION) return;
  // A restore opens the database as it was at the backup's migrations, on its way to these: in a schema of its own, in
  // front of the one in use, whose tables must not be taken for its own.
  const { rows } = await orm.execute(sql`
    select from pg_tables where schemaname = current_schema() and tablename = 'incident_search'`);
  if (rows.length === 0) return;
  await orm.execute(sql`truncate incident_search, search_words`);
  let afterRid: number | null = 0;
  while (afterRid !== null) afterRid = await fillSome(orm, afterRid);
  await writeSetting({ orm }, FILLED, SEARCH_WORDS_VERSION);
}

/** @returns where to go on, or null at the end */
async function fillSome(orm: Orm, afterRid: number): Promise<number | null> {
  return orm.transaction(async (tx) => {
    // As every writer: a record that changes meanwhile is written once, by whoever comes later.
    await tx.select({ seq: logHead.seq }).from(logHead).for('update');
    const rows = await tx
      .select({
        rid: incidentVersions.rid,
        occurredFrom: incidentVersions.occurredFrom,
        area: incidentVersions.area,
        record: incidentVersions.record,
      })
      .from(incidentVersions)
      .where(
        and(
          isNull(incidentVersions.toSeq),
          isNotNull(incidentVersions.record),
          eq(incidentVersions.hidden, false),
          gt(incidentVersions.rid, afterRid),
        ),
      )
      .orderBy(asc(incidentVersions.rid))
      .limit(BATCH_ROWS);
    const entries = rows.flatMap(({ record, ...facts }) =>
      record ? [{ ...facts, words: wordsOfRecord(record), isFirst: false }] : [],
    );
    await indexSearch(tx, entries);
    return rows.length < BATCH_ROWS ? null : (rows.at(-1)?.rid ?? null);
  });
}
