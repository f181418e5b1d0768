import { z } from 'zod';
import { resolvePast } from '@/db/as-of';
import { type SearchRequest, type SearchResult, searchIncidents } from '@/db/search-incidents';
import type { PastName } from '@/lib/domain/past-name';
import { LONGEST_QUESTION, MOST_QUESTION_WORDS, searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { jsonAnswer, problem } from '../http/answers';
import { queryNumber, readQuery } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { originsOf, ownScope, SCOPES } from '../scope';
import { searchPastState } from '../search-past-state';
import { asOfQuery, withPast } from './past-query';

const searchQuery = z.object({
  q: z
    .string({ error: 'give what to search for' })
    .max(LONGEST_QUESTION, `must have at most ${LONGEST_QUESTION} characters`),
  scope: z.enum(SCOPES).optional(),
  limit: queryNumber(1, 10_000).default(1_000),
  asOf: asOfQuery.optional(),
});

/** `GET /api/v1/search`: the records of one scope that all words apply to, as rids with the seq that they are true for; of a past state with `asOf`. */
async function search({ services, url, caller }: ApiCall): Promise<Response> {
  const { q, limit, asOf, scope = ownScope(services.settings) } = readQuery(url, searchQuery);
  const words = searchWords(q);
  const fault = faultOf(words);
  if (fault)
    throw problem(400, 'query', 'A parameter is wrong', {
      errors: [{ field: 'q', message: fault }],
    });
  const origins = originsOf(scope, services.settings);
  const question = { words, regionsOf: regionsNamed, limit, origins };
  const found = asOf
    ? await searchThen({ services, caller }, question, asOf)
    : await searchIncidents(services.database, question);
  return jsonAnswer({ ...found, scope }, { headers: { 'access-control-allow-origin': '*' } });
}

async function searchThen(
  { services, caller }: Pick<ApiCall, 'services' | 'caller'>,
  question: SearchRequest,
  asOf: PastName,
): Promise<SearchResult> {
  const past = await withPast('asOf', () => resolvePast(services.database.orm, asOf));
  return searchPastState(services, past, question, caller);
}

function faultOf(words: readonly string[]): string | null {
  if (words.length === 0) return 'needs at least one letter or digit';
  return words.length > MOST_QUESTION_WORDS
    ? `must have at most ${MOST_QUESTION_WORDS} different words`
    : null;
}

export const SEARCH_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/search', handle: search },
];
