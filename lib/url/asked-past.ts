/**
 * What the query of a record's page says of the state that it is of; null for the current one. What names no state, as an
 * empty text or two names, is given as it stands, so that it is not taken for the current one.
 */
export function askedPast(query: URLSearchParams): string | null {
  return query.has('asOf') ? query.getAll('asOf').join() : null;
}
