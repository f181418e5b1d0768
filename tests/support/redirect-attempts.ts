/** A host that is not ours; no answer may lead to it. */
export const STRANGER = 'evil.example';

/** Writings of "at another host" that browsers, proxies or careless code take for one. */
const ELSEWHERE = [
  `//${STRANGER}`,
  `///${STRANGER}`,
  `/\\${STRANGER}`,
  `\\\\${STRANGER}`,
  `\\/${STRANGER}`,
  `/%2f${STRANGER}`,
  `/%2F%2F${STRANGER}`,
  `/%5c${STRANGER}`,
  `/%5C%5C${STRANGER}`,
  `%2f%2f${STRANGER}`,
  `/%09/${STRANGER}`,
  `/%0d%0aLocation:%20https://${STRANGER}`,
  `/.//${STRANGER}`,
  `/..//${STRANGER}`,
  `/%2e%2e//${STRANGER}`,
  `/..\\\\${STRANGER}`,
  `/x/..//${STRANGER}`,
  `/@${STRANGER}`,
  `/https://${STRANGER}`,
  `/https:${STRANGER}`,
  `/;@${STRANGER}`,
  `/javascript:alert(1)`,
] as const;

/** Names that sites tend to give to "where to go next". */
const NAMES = ['next', 'url', 'lang', 'state', 'link'];

/** Raw request targets below a beginning: with a way out behind it, with and without a slash at the end. */
export function redirectPaths(beginning: string): string[] {
  const ways = ELSEWHERE.flatMap((way) => [beginning + way, `${beginning}${way}/`]);
  return [...ways, `${beginning}/`, `${beginning}//`, `${beginning}/?//${STRANGER}`];
}

/** The same with the way out in each parameter, encoded and not. */
export function redirectQueries(path: string): string[] {
  const addresses = [`https://${STRANGER}/`, ...ELSEWHERE];
  return NAMES.flatMap((name) =>
    addresses.flatMap((address) => [
      `${path}?${name}=${address}`,
      `${path}?${name}=${encodeURIComponent(address)}`,
    ]),
  );
}

/** What is wrong with a `Location` as an answer of `base`; null for a path of this site, which begins with one slash. */
export function strangeLocation(location: string, base: string): string | null {
  const { origin } = new URL(base);
  const isPath = /^\/(?![/\\])/.test(location) || location.startsWith(`${origin}/`);
  if (!isPath) return `${location} is no path of this site`;
  const [path = ''] = location.split(/[?#]/);
  if (/[\p{Cc}\s\\]/u.test(path)) return `${location} has signs that browsers leave out`;
  const led = new URL(location, base);
  if (led.origin !== origin) return `${location} leads to ${led.origin}`;
  return led.pathname.startsWith('//')
    ? `${location} leads to a path that is read as a host`
    : null;
}
