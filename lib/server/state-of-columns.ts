import { readAsOfPage } from '@/db/as-of';
import { readHead } from '@/db/read-log';
import { type SearchResult, searchIncidents } from '@/db/search-incidents';
import type { Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import { searchWords } from '@/lib/domain/search-words';
import type { AsOfPage } from '@/lib/protocol/as-of';
import { PAGE_ROWS } from '@/lib/protocol/version';
import { regionsNamed } from '@/lib/regions/region-words';
import type { FoundRecords } from '@/lib/store/compile-filter';
import type { IncidentStore } from '@/lib/store/incident-store';
import { ridSetOf } from '@/lib/store/rid-set';
import { withPast } from './api/past-query';
import { problem } from './http/answers';
import { Places } from './places';
import { originsOf } from './scope';
import type { Services } from './services';

const PATIENCE_MS = 1_000;
/** So often the log moves, or something is hidden, in just the moment that an answer is made of. */
export const MOST_ATTEMPTS = 4;
/** Ways back into a past at once, of this process. */
const walks = new Places(4);
/** What a page of the explorer asks for and shows: the two count the same. */
export const MOST_FOUND = 10_000;

/** What the search finds of a filter's text. */
export interface FoundText {
  epoch: string;
  seq: number;
  found: FoundRecords;
  /** It has more findings than the search gives; these are the first of them. */
  isCut: boolean;
}

/** The records that a filter's text names; null for a filter without one. */
export async function findText(
  { database, settings }: Services,
  { text, scope }: Filter,
): Promise<FoundText | null> {
  if (text === null) return null;
  const found = await searchIncidents(database, {
    words: searchWords(text),
    regionsOf: regionsNamed,
    limit: MOST_FOUND,
    origins: originsOf(scope, settings),
  });
  return toFoundText(found);
}

export function toFoundText({ epoch, seq, rids, truncated }: SearchResult): FoundText {
  return { epoch, seq, found: { number: 1, rids: ridSetOf(rids) }, isCut: truncated };
}

/** Columns that are a state of the log. */
export type WholeState = IncidentStore & { epoch: string };

/**
 * The server's columns at the head or later, or `moved` between two states: nothing may be awaited while they are read.
 * @throws a 503 problem while they are not whole
 */
export async function wholeState({
  database,
  tail,
  partitions,
}: Services): Promise<WholeState | 'moved'> {
  const head = await readHead(database);
  if (!(await tail.reached(head.seq, PATIENCE_MS))) throw notWhole();
  const { state } = partitions;
  const { epoch, seq, verifiable, hasDigestFault } = state;
  if (epoch !== head.epoch || seq < head.seq || hasDigestFault) throw notWhole();
  return verifiable ? (state as WholeState) : 'moved';
}

/**
 * What leads from the state at a seq back to a past one, page by page; bounded here for whatever asks, since it may be long.
 * @throws a 404 or 410 problem where that cannot be had; a 503 one where too many are asked for at once
 */
export async function* wayBack(
  services: Pick<Services, 'database'>,
  past: PastName,
  at: number,
): AsyncGenerator<AsOfPage> {
  const done = takeWalk();
  try {
    yield* pagesBack(services, past, at);
  } finally {
    done();
  }
}

/**
 * A place for a way back and for what is made of it; returns how to give it back.
 * @throws a 503 problem where too many past states are asked for at once
 */
export function takeWalk(): () => void {
  const done = walks.take();
  if (!done) throw tooManyPasts();
  return done;
}

/** {@link wayBack} for who has taken a place; `from` where one has gone it already from an earlier head. */
export async function* pagesBack(
  { database }: Pick<Services, 'database'>,
  past: PastName,
  at: number,
  from = 0,
): AsyncGenerator<AsOfPage> {
  for (let after: number | null = from; after !== null; ) {
    const request = { past, at, after, limit: PAGE_ROWS };
    const page: AsOfPage = await withPast('asOf', () => readAsOfPage(database, request));
    yield page;
    after = page.next;
  }
}

/** The columns are not a state of the log, or move faster than they can be read. */
export function notWhole() {
  const detail = 'The server is reading the log. Try again in a second.';
  return problem(503, 'building', 'Not ready yet', { detail }, { 'retry-after': '1' });
}

/** More past states are asked about than are looked up at once. */
export function tooManyPasts() {
  const detail = 'Other past states are being looked up. Try again in a few seconds.';
  return problem(503, 'busy', 'Too many past states at once', { detail }, { 'retry-after': '3' });
}
