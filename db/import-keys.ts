import { type SQL, sql } from 'drizzle-orm';

/** No key of a file begins so: they have no control characters. */
const FREED = '\u0001freed ';

/** SHA-256 of a key, in hexadecimal digits; null of null. */
export function hashOfKey(key: SQL): SQL {
  return sql`encode(sha256(convert_to(${key}, 'UTF8')), 'hex')`;
}

/**
 * What stands in place of a key that a withdrawn record gives back, so that its line makes a new record: its hash, by
 * which an erasure keeps the line from coming back all the same.
 */
export function freedKey({ key, id }: { key: SQL; id: SQL }): SQL {
  return sql`case when starts_with(${key}, ${FREED}::text) then ${key}
    else ${FREED}::text || ${id}::text || ' ' || ${hashOfKey(key)} end`;
}

/** SHA-256 of the key that a record has or had; null where it never had one. */
export function keptKeyHash(key: string | null): SQL | string | null {
  if (key === null) return null;
  return key.startsWith(FREED) ? key.slice(key.lastIndexOf(' ') + 1) : hashOfKey(sql`${key}::text`);
}
