import type { Past } from '@/db/as-of';
import type { Database } from '@/db/database';
import { PastTexts, TooMuchChanged } from '@/db/past-texts';
import { readHead } from '@/db/read-log';
import type { SearchRequest, SearchResult } from '@/db/search-incidents';
import { type SearchedPast, searchPast } from '@/db/search-past';
import { problem } from './http/answers';
import type { Services } from './services';
import { pagesBack, takeWalk } from './state-of-columns';

/** Past states whose texts are kept; with those that are being searched, six are held at most. */
const MOST_PASTS = 2;
/** Names of past states that cannot be searched any more. */
const MOST_REFUSED = 1_000;

/** A past state that was searched: the next question about it costs what changed since the last one. */
interface KeptPast {
  key: string;
  searched: SearchedPast;
  /** Ends with the last search: one goes on where the one before it stood, so none begins before. */
  turn: Promise<unknown>;
}

const kept = new WeakMap<Database, Map<string, KeptPast>>();
/** Whatever comes later, as much has changed since; an epoch's name is that of one database. */
const refused = new Set<string>();

/**
 * Searches a past state from which nothing was hidden after `hiding`. The way back to it is gone once, for all questions and
 * all who ask at the same time.
 * @returns null where something was hidden meanwhile
 * @throws a 400 problem where more has changed since than can be held; a 503 one where too many are asked for at once
 */
export function searchKeptPast(
  services: Pick<Services, 'database'>,
  past: Past,
  hiding: number,
  request: SearchRequest,
): Promise<SearchResult | null> {
  const known = keep(services.database, past, hiding);
  const result = known.turn.then(() => searchNext(services, known, request));
  known.turn = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

function keep(database: Database, past: Past, hiding: number): KeptPast {
  const pasts = kept.get(database) ?? new Map<string, KeptPast>();
  kept.set(database, pasts);
  const key = `${past.epoch}:${past.seq} ${hiding}`;
  // What is hidden now is not kept as it was before either.
  for (const { key: other, searched } of [...pasts.values()]) {
    if (searched.hiding < hiding) pasts.delete(other);
  }
  const known = pasts.get(key) ?? {
    key,
    searched: { past, at: 0, hiding, texts: new PastTexts() },
    turn: Promise.resolve(),
  };
  pasts.delete(key);
  pasts.set(key, known);
  const [oldest] = pasts.keys();
  if (pasts.size > MOST_PASTS && oldest !== undefined) pasts.delete(oldest);
  return known;
}

/** The place of a way back is held until the search has ended, since the texts are. */
async function searchNext(
  services: Pick<Services, 'database'>,
  { key, searched }: KeptPast,
  request: SearchRequest,
): Promise<SearchResult | null> {
  if (refused.has(key)) throw tooMuchChanged();
  const done = takeWalk();
  try {
    await goOn(services, searched);
    return await searchPast(services.database, searched, request);
  } catch (error) {
    if (!(error instanceof TooMuchChanged)) throw error;
    kept.get(services.database)?.delete(key);
    refuse(key);
    throw tooMuchChanged();
  } finally {
    done();
  }
}

/** Up to the head, page by page, so that little is left for the search's own transaction. What was taken is only taken again. */
async function goOn(services: Pick<Services, 'database'>, searched: SearchedPast): Promise<void> {
  const { seq: head } = await readHead(services.database);
  if (searched.at >= head) return;
  for await (const page of pagesBack(services, searched.past, head, searched.at)) {
    await searched.texts.take(services.database, page);
  }
  searched.at = head;
}

function refuse(key: string): void {
  refused.add(key);
  const [oldest] = refused;
  if (refused.size > MOST_REFUSED && oldest !== undefined) refused.delete(oldest);
}

/** The same would be said whenever it is asked again, so nothing is said of trying. */
function tooMuchChanged() {
  const message = 'too much has changed since this state for a search in it';
  const errors = [{ field: 'asOf', message }];
  const open = { 'access-control-allow-origin': '*' };
  return problem(400, 'query', 'A parameter is wrong', { errors }, open);
}
