import fc from 'fast-check';
import { anyCharacter } from './any-character';

const PLAIN = [
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@",
];

const escaped = anyCharacter.map((character) => {
  const written = encodeURIComponent(character);
  return written === character ? `%${character.charCodeAt(0).toString(16)}` : written;
});

/** A character of a path or a query, one in eleven of them escaped. */
const urlCharacter = fc.oneof(
  { arbitrary: fc.constantFrom(...PLAIN), weight: 10 },
  { arbitrary: escaped, weight: 1 },
);

const segment = fc.array(urlCharacter, { maxLength: 10 }).map((parts) => parts.join(''));

/**
 * Any address of the web with a path, as `fc.webUrl`: that makes a table of all million characters, in each process, to
 * know how to shrink what it escapes.
 */
export const webAddress: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('https', 'http'), fc.domain(), fc.array(segment, { maxLength: 5 }))
  .map(([scheme, domain, path]) => [`${scheme}://${domain}`, ...path].join('/'));

/** Any text after the question mark of an address, as `fc.webQueryParameters`, for the same reason. */
export const webQuery: fc.Arbitrary<string> = fc
  .array(fc.oneof(urlCharacter, fc.constantFrom('/', '?')), { maxLength: 20 })
  .map((parts) => parts.join(''));
