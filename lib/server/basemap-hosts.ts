import type { Logger } from 'pino';
import { absoluteAddress } from '@/lib/map/foreign-style';
import type { BasemapSetting } from './page-facts';

const PATIENCE_MS = 5_000;
/** How a style names a file of tiles. */
const ARCHIVE = 'pmtiles://';

/** What of a MapLibre style names other hosts. */
interface StyleDocument {
  sprite?: string | { url?: string }[];
  glyphs?: string;
  sources?: Record<string, { url?: string; tiles?: string[]; data?: unknown }>;
}

/**
 * The origins that an operator's street styles load from, for the content policy. The embedded map needs none. A style
 * that cannot be read leaves its own origin only, and a warning.
 */
export async function readBasemapHosts(
  { kind, url, darkUrl }: BasemapSetting,
  log: Logger,
  load: typeof fetch = fetch,
): Promise<string[]> {
  const styles = [url, darkUrl].filter((address) => address !== null);
  const hosts = await Promise.all(
    styles.map((address) =>
      kind === 'style' ? hostsOfStyle(address, log, load) : [originOf(address)],
    ),
  );
  return [...new Set(hosts.flat().filter((origin) => origin !== null))];
}

async function hostsOfStyle(
  address: string,
  log: Logger,
  load: typeof fetch,
): Promise<(string | null)[]> {
  const own = originOf(address);
  try {
    const { sources, sprite, glyphs } = await loadJson<StyleDocument>(address, load);
    const named = Object.values(sources ?? {});
    const tiles = await Promise.all(
      named.map(({ url }) => (url ? tilesOf(absoluteAddress(url, address), log, load) : [])),
    );
    const sprites = typeof sprite === 'string' ? [sprite] : (sprite ?? []).map(({ url }) => url);
    const data = named.map((source) => (typeof source.data === 'string' ? source.data : null));
    const listed = named.flatMap(({ url, tiles: own }) => [url, ...(own ?? [])]);
    const addresses = [glyphs, ...sprites, ...data, ...listed].map((entry) =>
      entry ? absoluteAddress(entry, address) : null,
    );
    return [own, ...[...addresses, ...tiles.flat()].map(originOf)];
  } catch (error) {
    log.warn(
      { err: error, style: address },
      'the street style could not be read: its tiles may be blocked',
    );
    return [own];
  }
}

/** Where a described source has its tiles. One that cannot be read costs its own tiles only. */
async function tilesOf(address: string, log: Logger, load: typeof fetch): Promise<string[]> {
  if (address.startsWith(ARCHIVE)) return [];
  try {
    const { tiles } = await loadJson<{ tiles?: string[] }>(address, load);
    return (tiles ?? []).map((tile) => absoluteAddress(tile, address));
  } catch (error) {
    log.warn({ err: error, source: address }, 'a source of the street style could not be read');
    return [];
  }
}

async function loadJson<T>(address: string, load: typeof fetch): Promise<T> {
  const answer = await load(withoutArchive(address), {
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** The origin of an http address; templates such as `{z}` and relative paths have none of their own. */
function originOf(address: string | null): string | null {
  const start = /^https?:\/\/[^/{}\s;,']+/.exec(withoutArchive(address ?? ''))?.[0];
  return start ?? null;
}

function withoutArchive(address: string): string {
  return address.startsWith(ARCHIVE) ? address.slice(ARCHIVE.length) : address;
}
