import { type PastName, textOfPastName } from '../domain/past-name';

/** The page of a record below its language (`/{locale}` stands in front), perhaps as it was; `id` is its UUID. */
export function recordPath(id: string, asOf: PastName | null = null): `/${string}` {
  return asOf ? `/incident/${id}?asOf=${textOfPastName(asOf)}` : `/incident/${id}`;
}

/** The page of a region below its language. */
export function regionPath(code: string): `/${string}` {
  return `/region/${encodeURIComponent(code)}`;
}

/** The short link of a code; readers are sent on to the page in their language. */
export function linkPath(code: string): `/${string}` {
  return `/s/${code}`;
}

/** The wall of one view below its language; `query` is the explorer's. */
export function wallPath(query: string): `/wall${string}` {
  return query ? `/wall?${query}` : '/wall';
}
