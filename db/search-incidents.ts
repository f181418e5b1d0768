import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from './database';
import { isListed } from './index-search';
import { logHead } from './schema';

/** The codes of the regions that a word may name. */
export type RegionsOf = (word: string, match: 'same' | 'beginning' | 'similar') => string[];

export interface SearchRequest {
  /** Normalised, each found somewhere in a record; the last may be the beginning of a word. */
  words: string[];
  regionsOf: RegionsOf;
  limit: number;
}

export interface SearchResult {
  epoch: string;
  seq: number;
  /** Records that have more of the words as they were written come first, newer before older. */
  rids: number[];
  /** There are more than the limit. */
  truncated: boolean;
}

/** What one word of the question stands for. */
interface Meaning {
  word: string;
  words: string[];
  regions: string[];
}

/** The beginning of a word has three letters: of fewer, half of all words begin with it. */
const SHORTEST_BEGINNING = 3;
const MOST_BEGINNINGS = 50;
const SHORTEST_SLIP = 4;
const MOST_SIMILAR = 10;
/** Trigrams in common, of all; two letters that changed places leave a third. */
const LEAST_SIMILARITY = 0.3;
/** More are not ranked: their order is that of the database. */
const MOST_CANDIDATES = 20_000;

/**
 * The public records that all words of a question apply to, now: words of their texts, or names of their areas. What no
 * text and no name has is taken for a slip of the pen. Bounded in words, expansions, candidates and results, since the embedded
 * engine ends no statement.
 */
export async function searchIncidents(
  database: Database,
  request: SearchRequest,
): Promise<SearchResult> {
  return database.orm.transaction(
    async (tx) => {
      const [head] = await tx.select({ epoch: logHead.epoch, seq: logHead.seq }).from(logHead);
      if (!head)
        throw new Error('the log has no head: the database was not opened by openDatabase');
      const meanings = await understand(tx, request);
      const conditions: SQL[] = [];
      for (const meaning of meanings) conditions.push(await condition(tx, meaning));
      const rids = await find(tx, request, conditions);
      const { limit } = request;
      return { ...head, rids: rids.slice(0, limit), truncated: rids.length > limit };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function understand(
  tx: Transaction,
  { words, regionsOf }: SearchRequest,
): Promise<Meaning[]> {
  const known = new Set(await knownWords(tx, words));
  const meanings: Meaning[] = [];
  for (const [index, word] of words.entries()) {
    const isNumber = !isListed(word);
    const isBeginning =
      index === words.length - 1 && word.length >= SHORTEST_BEGINNING && !isNumber;
    const found = isBeginning ? await wordsBeginningWith(tx, word) : [];
    const isKnown = isNumber || known.has(word);
    const own = isKnown && !found.includes(word) ? [word, ...found] : found;
    const regions = regionsOf(word, isBeginning ? 'beginning' : 'same');
    const isSlip = own.length + regions.length === 0 && word.length >= SHORTEST_SLIP;
    meanings.push({
      word,
      words: isSlip ? await similarWords(tx, word) : own,
      regions: isSlip ? regionsOf(word, 'similar') : regions,
    });
  }
  return meanings;
}

async function knownWords(tx: Transaction, words: string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ word: string }>(
    sql`select word from search_words where word = any(${textArray(words)})`,
  );
  return rows.map(({ word }) => word);
}

async function wordsBeginningWith(tx: Transaction, beginning: string): Promise<string[]> {
  // Words have letters and digits only, so there is nothing to escape.
  const { rows } = await tx.execute<{ word: string }>(sql`
    select word from search_words where word like ${`${beginning}%`}
    order by records desc, word limit ${MOST_BEGINNINGS}`);
  return rows.map(({ word }) => word);
}

async function similarWords(tx: Transaction, word: string): Promise<string[]> {
  const { rows } = await tx.execute<{ word: string }>(sql`
    select word from search_words where word % ${word} and similarity(word, ${word}) >= ${LEAST_SIMILARITY}
    order by similarity(word, ${word}) desc, records desc, word limit ${MOST_SIMILAR}`);
  return rows.map(({ word: found }) => found);
}

async function condition(tx: Transaction, { words, regions }: Meaning): Promise<SQL> {
  const areas = await areasIn(tx, regions);
  const byWord = sql`words && ${textArray(words)}`;
  if (areas.length === 0) return byWord;
  const byArea = sql`area = any(${`{${areas.join(',')}}`}::int[])`;
  return words.length === 0 ? byArea : sql`(${byWord} or ${byArea})`;
}

/** Region codes are unique whatever their type, so any part of an area may be one of them. */
async function areasIn(tx: Transaction, regions: string[]): Promise<number[]> {
  if (regions.length === 0) return [];
  const { rows } = await tx.execute<{ code: number }>(sql`
    select code from area_codes
    where exists (select 1 from jsonb_each_text(area) part where part.value = any(${textArray(regions)}))`);
  return rows.map(({ code }) => code);
}

async function find(
  tx: Transaction,
  { words, limit }: SearchRequest,
  conditions: SQL[],
): Promise<number[]> {
  const score = sql.join(
    words.map((word) => sql`(words @> ${textArray([word])})::int`),
    sql` + `,
  );
  const { rows } = await tx.execute<{ rid: number }>(sql`
    with candidate as (
      select rid, occurred_from, words from incident_search where ${sql.join(conditions, sql` and `)}
      limit ${MOST_CANDIDATES + 1}
    )
    select rid from candidate order by ${score} desc, occurred_from desc, rid desc limit ${limit + 1}`);
  return rows.map(({ rid }) => rid);
}

/** A PostgreSQL array of words; quoted, since a bare "null" would be none. */
function textArray(words: readonly string[]): SQL {
  return sql`${`{${words.map((word) => `"${word}"`).join(',')}}`}::text[]`;
}
