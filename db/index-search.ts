import { sql } from 'drizzle-orm';
import type { Transaction } from './database';

/** What a search shall know of a record from now on; `words` null: nothing. */
export interface SearchEntry {
  rid: number;
  /** Minutes since 1970. */
  occurredFrom: number;
  area: number;
  words: string[] | null;
  /** Nothing was known of it before. */
  isFirst: boolean;
}

/** Numbers are found as they are written: they have no beginnings and no slips, so the list of words goes without. */
export function isListed(word: string): boolean {
  return /\D/.test(word);
}

/**
 * Brings the search up to date. The caller holds the log's head, so one transaction at a time counts words, and what
 * readers see and what they find changes with one commit.
 */
export async function indexSearch(tx: Transaction, entries: SearchEntry[]): Promise<void> {
  const counts = new Map<string, number>();
  const count = (words: readonly string[], step: 1 | -1) => {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + step);
  };
  for (const words of await removeEntries(tx, entries)) count(words, -1);
  const rows = entries.flatMap(({ rid, occurredFrom, area, words }) =>
    words ? [{ rid, occurred_from: occurredFrom, area, words: words.join(' ') }] : [],
  );
  for (const { words } of entries) count(words ?? [], 1);
  if (rows.length > 0) {
    await tx.execute(sql`
      insert into incident_search (rid, occurred_from, area, words)
      select rid, occurred_from, area, string_to_array(words, ' ')
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as d(rid int, occurred_from bigint, area int, words text)`);
  }
  await countWords(
    tx,
    [...counts].filter(([word, change]) => change !== 0 && isListed(word)),
  );
}

async function removeEntries(tx: Transaction, entries: SearchEntry[]): Promise<string[][]> {
  const rids = entries.filter(({ isFirst }) => !isFirst).map(({ rid }) => rid);
  if (rids.length === 0) return [];
  const removed = await tx.execute<{ words: string[] }>(sql`
    delete from incident_search where rid = any(${`{${rids.join(',')}}`}::int[]) returning words`);
  return removed.rows.map(({ words }) => words);
}

async function countWords(tx: Transaction, changes: [string, number][]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(([word, records]) => ({ word, records }));
  await tx.execute(sql`
    insert into search_words (word, records)
    select word, records from json_to_recordset(${JSON.stringify(rows)}::json) as d(word text, records int)
    on conflict (word) do update set records = search_words.records + excluded.records`);
  const fewer = changes.filter(([, change]) => change < 0).map(([word]) => word);
  // A word that stands in no record any more is forgotten with the last one: what was erased is in no table.
  if (fewer.length > 0) {
    await tx.execute(sql`
      delete from search_words where records <= 0 and word in (
        select json_array_elements_text(${JSON.stringify(fewer)}::json))`);
  }
}
