import { type SQL, sql } from 'drizzle-orm';
import { codeOf, ORIGINS, type Origin } from '@/lib/domain/vocabulary';
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
  /** Only records of these; of any, without it. */
  origins?: readonly Origin[] | null;
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
export interface Meaning {
  word: string;
  words: string[];
  /** How many records have one of the words, at most. */
  records: number;
  regions: string[];
}

/** A word that records have, and how many. */
interface KnownWord {
  word: string;
  records: number;
}

/** The list of words, of which those that are asked about stand as they shall be counted; named `search_words`. */
export type WordList = (isAsked: (word: string) => boolean) => SQL;
const WORDS_NOW: WordList = () => sql`search_words`;

/** The beginning of a word has three letters: of fewer, half of all words begin with it. */
const SHORTEST_BEGINNING = 3;
const MOST_BEGINNINGS = 50;
const SHORTEST_SLIP = 4;
const MOST_SIMILAR = 10;
/** Trigrams in common, of all; two letters that changed places leave a third. */
const LEAST_SIMILARITY = 0.3;
/** What bounds a search among any number of records; tests take smaller ones. */
export const SEARCH_BOUNDS = {
  /** More are not ranked. */
  candidates: 20_000,
  /** Words that more records have are looked for in the newest records first: of all, an arbitrary part would be ranked. */
  frequent: 50_000,
  /** So many of the newest records. */
  newest: 100_000,
};

/**
 * The public records that all words of a question apply to, now: words of their texts, or names of their areas. What no
 * text and no name has is taken for a slip of the pen. Bounded in words, expansions, candidates and results, since the embedded
 * engine ends no statement.
 */
export async function searchIncidents(
  database: Database,
  request: SearchRequest,
  bounds = SEARCH_BOUNDS,
): Promise<SearchResult> {
  return database.orm.transaction(
    async (tx) => {
      const [head] = await tx.select({ epoch: logHead.epoch, seq: logHead.seq }).from(logHead);
      if (!head)
        throw new Error('the log has no head: the database was not opened by openDatabase');
      const meanings = await understand(tx, request);
      const conditions: Condition[] = [];
      for (const meaning of meanings) conditions.push(await condition(tx, meaning, bounds));
      if (request.origins) {
        conditions.push({ matches: isOfOrigin(request.origins), isFrequent: true });
      }
      const rids = await find(tx, request, conditions, bounds);
      const { limit } = request;
      return { ...head, rids: rids.slice(0, limit), truncated: rids.length > limit };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** What each word of a question stands for, by the words that records have. */
export async function understand(
  tx: Transaction,
  { words, regionsOf }: SearchRequest,
  list: WordList = WORDS_NOW,
): Promise<Meaning[]> {
  const known = await knownWords(tx, words, list);
  const meanings: Meaning[] = [];
  for (const [index, word] of words.entries()) {
    const isNumber = !isListed(word);
    const isBeginning =
      index === words.length - 1 && word.length >= SHORTEST_BEGINNING && !isNumber;
    const found = isBeginning ? await wordsBeginningWith(tx, word, list) : [];
    // Numbers are not counted: few records have the same.
    const itself = isNumber ? [{ word, records: 0 }] : known.filter((one) => one.word === word);
    const own = found.some((one) => one.word === word) ? found : [...itself, ...found];
    const regions = regionsOf(word, isBeginning ? 'beginning' : 'same');
    const isSlip = own.length + regions.length === 0 && word.length >= SHORTEST_SLIP;
    const meant = isSlip ? await similarWords(tx, word, list) : own;
    meanings.push({
      word,
      words: meant.map((one) => one.word),
      records: meant.reduce((sum, one) => sum + one.records, 0),
      regions: isSlip ? regionsOf(word, 'similar') : regions,
    });
  }
  return meanings;
}

async function knownWords(tx: Transaction, words: string[], list: WordList): Promise<KnownWord[]> {
  const from = list((word) => words.includes(word));
  const { rows } = await tx.execute<KnownWord & Record<string, unknown>>(
    sql`select word, records from ${from} where word = any(${textArray(words)})`,
  );
  return rows;
}

async function wordsBeginningWith(
  tx: Transaction,
  beginning: string,
  list: WordList,
): Promise<KnownWord[]> {
  const from = list((word) => word.startsWith(beginning));
  // Words have letters and digits only, so there is nothing to escape.
  const { rows } = await tx.execute<KnownWord & Record<string, unknown>>(sql`
    select word, records from ${from} where word like ${`${beginning}%`}
    order by records desc, word limit ${MOST_BEGINNINGS}`);
  return rows;
}

async function similarWords(tx: Transaction, word: string, list: WordList): Promise<KnownWord[]> {
  const from = list(() => true);
  const { rows } = await tx.execute<KnownWord & Record<string, unknown>>(sql`
    select word, records from ${from} where word % ${word} and similarity(word, ${word}) >= ${LEAST_SIMILARITY}
    order by similarity(word, ${word}) desc, records desc, word limit ${MOST_SIMILAR}`);
  return rows;
}

interface Condition {
  matches: SQL;
  /** More records fulfil it than are looked for among all. */
  isFrequent: boolean;
}

async function condition(
  tx: Transaction,
  { words, records, regions }: Meaning,
  { frequent }: typeof SEARCH_BOUNDS,
): Promise<Condition> {
  const areas = await areasIn(tx, regions);
  const byWord = sql`words && ${textArray(words)}`;
  if (areas.length === 0) return { matches: byWord, isFrequent: records > frequent };
  const byArea = sql`area = any(${`{${areas.join(',')}}`}::int[])`;
  return {
    matches: words.length === 0 ? byArea : sql`(${byWord} or ${byArea})`,
    isFrequent: records > frequent || (await hasMore(tx, byArea, frequent)),
  };
}

async function hasMore(tx: Transaction, matches: SQL, than: number): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select from incident_search where ${matches} offset ${than} limit 1`,
  );
  return rows.length > 0;
}

/** Records whose version of now is of one of these. */
export function isOfOrigin(origins: readonly Origin[]): SQL {
  const codes = origins.map((origin) => codeOf(ORIGINS, origin));
  return sql`rid in (select v.rid from incident_versions v
    where v.to_seq is null and v.origin = any(${`{${codes.join(',')}}`}::int[]))`;
}

/** Region codes are unique whatever their type, so any part of an area may be one of them. */
export async function areasIn(tx: Transaction, regions: string[]): Promise<number[]> {
  if (regions.length === 0) return [];
  const { rows } = await tx.execute<{ code: number }>(sql`
    select code from area_codes
    where exists (select 1 from jsonb_each_text(area) part where part.value = any(${textArray(regions)}))`);
  return rows.map(({ code }) => code);
}

async function find(
  tx: Transaction,
  request: SearchRequest,
  conditions: Condition[],
  { candidates, newest }: typeof SEARCH_BOUNDS,
): Promise<number[]> {
  const wanted = sql.join(
    conditions.map(({ matches }) => matches),
    sql` and `,
  );
  if (conditions.every(({ isFrequent }) => isFrequent)) {
    const rids = await rank(
      tx,
      request,
      sql`select * from (
        select rid, occurred_from, area, words from incident_search
        order by occurred_from desc, rid desc limit ${newest}
      ) newest where ${wanted} limit ${candidates + 1}`,
    );
    if (rids.length > request.limit) return rids;
  }
  const all = sql`select rid, occurred_from, words from incident_search where ${wanted}`;
  return rank(tx, request, sql`${all} limit ${candidates + 1}`);
}

async function rank(
  tx: Transaction,
  { words, limit }: SearchRequest,
  candidates: SQL,
): Promise<number[]> {
  const score = sql.join(
    words.map((word) => sql`(words @> ${textArray([word])})::int`),
    sql` + `,
  );
  const { rows } = await tx.execute<{ rid: number }>(sql`
    with candidate as (${candidates})
    select rid from candidate order by ${score} desc, occurred_from desc, rid desc limit ${limit + 1}`);
  return rows.map(({ rid }) => rid);
}

/** A PostgreSQL array of words; quoted, since a bare "null" would be none. */
export function textArray(words: readonly string[]): SQL {
  return sql`${`{${words.map((word) => `"${word}"`).join(',')}}`}::text[]`;
}
