import { lastHiding, type Past } from '@/db/as-of';
import type { Database } from '@/db/database';
import { PastTexts } from '@/db/past-texts';
import { readHead } from '@/db/read-log';
import type { SearchRequest, SearchResult } from '@/db/search-incidents';
import { searchPast } from '@/db/search-past';
import type { Filter } from '@/lib/domain/filter';
import { searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { originsOf } from './scope';
import type { Services } from './services';
import {
  type FoundText,
  MOST_ATTEMPTS,
  MOST_FOUND,
  notWhole,
  toFoundText,
  wayBack,
} from './state-of-columns';

/** A result has at most 10 000 records: 80 kB. */
const MOST_KEPT = 100;
/** Results of past states, by question, state and what was hidden of it: page, count and files ask the same. */
const kept = new WeakMap<Database, Map<string, Promise<SearchResult>>>();

type Searching = Pick<Services, 'database' | 'settings'> & Parameters<typeof wayBack>[0];

/**
 * The records that a question found when a past state was that of now; the same whatever came later, until something in it
 * is hidden. It costs what changed since, once.
 * @throws a 503 problem where too many past states are looked up at once
 */
export async function searchPastState(
  services: Searching,
  past: Past,
  request: SearchRequest,
): Promise<SearchResult> {
  const { database } = services;
  const { words, limit, origins } = request;
  const results = kept.get(database) ?? new Map<string, Promise<SearchResult>>();
  kept.set(database, results);
  const hiding = await lastHiding(database.orm);
  const key = JSON.stringify([past.epoch, past.seq, hiding, words, limit, origins]);
  const result = results.get(key) ?? searchAnew(services, past, request);
  results.delete(key);
  results.set(key, result);
  const [oldest] = results.keys();
  if (results.size > MOST_KEPT && oldest !== undefined) results.delete(oldest);
  return result.catch((error: unknown) => {
    results.delete(key);
    throw error;
  });
}

async function searchAnew(
  services: Searching,
  past: Past,
  request: SearchRequest,
): Promise<SearchResult> {
  const { database } = services;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(database.orm);
    const { seq: at } = await readHead(database);
    const texts = new PastTexts();
    for await (const page of wayBack(services, past, at)) await texts.take(database, page);
    const result = await searchPast(database, { past, at, hiding, texts }, request);
    if (result) return result;
  }
  throw notWhole();
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
