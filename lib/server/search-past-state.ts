import { lastHiding, type Past } from '@/db/as-of';
import type { Database } from '@/db/database';
import type { SearchRequest, SearchResult } from '@/db/search-incidents';
import type { Filter } from '@/lib/domain/filter';
import { searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { searchKeptPast } from './kept-pasts';
import { Places } from './places';
import { originsOf } from './scope';
import type { Services } from './services';
import {
  type FoundText,
  MOST_ATTEMPTS,
  MOST_FOUND,
  notWhole,
  toFoundText,
  tooManyPasts,
} from './state-of-columns';

/** A result has at most 10 000 records: 80 kB. */
const MOST_KEPT = 100;
/** Results of past states, by question, state and what was hidden of it: page, count and files ask the same. */
const kept = new WeakMap<Database, Map<string, Promise<SearchResult>>>();
/** Questions that are searched for or wait for that, in all and of one caller. */
const questions = new Places(32, 8);

type Searching = Pick<Services, 'database' | 'settings'>;

/**
 * The records that a question found when a past state was that of now; the same whatever came later, until something in it
 * is hidden. It costs what changed since, once for all questions. They are the first ones of all that the search gives, so
 * that every limit is answered from one result.
 * @param caller who waits for it; files, pages and pictures are one
 * @throws a 503 problem where too many past states are looked up at once; see {@link searchKeptPast}
 */
export async function searchPastState(
  { database }: Pick<Services, 'database'>,
  past: Past,
  request: SearchRequest,
  caller = '',
): Promise<SearchResult> {
  const { words, limit, origins } = request;
  const results = kept.get(database) ?? new Map<string, Promise<SearchResult>>();
  kept.set(database, results);
  const hiding = await lastHiding(database.orm);
  const key = JSON.stringify([past.epoch, past.seq, hiding, words, origins]);
  const known = results.get(key) ?? searchAnew(database, past, request, caller);
  results.delete(key);
  results.set(key, known);
  const [oldest] = results.keys();
  if (results.size > MOST_KEPT && oldest !== undefined) results.delete(oldest);
  try {
    const { epoch, seq, rids, truncated } = await known;
    return { epoch, seq, rids: rids.slice(0, limit), truncated: truncated || rids.length > limit };
  } catch (error) {
    if (results.get(key) === known) results.delete(key);
    throw error;
  }
}

async function searchAnew(
  database: Database,
  past: Past,
  request: SearchRequest,
  caller: string,
): Promise<SearchResult> {
  const done = questions.take(caller);
  if (!done) throw tooManyPasts();
  try {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const hiding = await lastHiding(database.orm);
      const whole = { ...request, limit: MOST_FOUND };
      const result = await searchKeptPast({ database }, past, hiding, whole);
      if (result) return result;
    }
    throw notWhole();
  } finally {
    done();
  }
}

/** The records of a past state that a filter's text names; null for a filter without one. */
export async function findPastText(
  services: Searching,
  { text, scope }: Filter,
  past: Past,
): Promise<FoundText | null> {
  if (text === null) return null;
  const request = {
    words: searchWords(text),
    regionsOf: regionsNamed,
    limit: MOST_FOUND,
    origins: originsOf(scope, services.settings),
  };
  return toFoundText(await searchPastState(services, past, request));
}
