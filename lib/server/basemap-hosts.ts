import type { Logger } from 'pino';
import type { BasemapSetting } from './page-facts';

const PATIENCE_MS = 5_000;

/** What of a MapLibre style names other hosts. */
interface StyleDocument {
  sprite?: string | { url?: string }[];
  glyphs?: string;
  sources?: Record<string, { url?: string; tiles?: string[] }>;
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
    const style = await loadJson<StyleDocument>(address, load);
    const sources = Object.values(style.sources ?? {});
    const described = await Promise.all(
      sources.flatMap(({ url }) => (url ? [loadJson<{ tiles?: string[] }>(url, load)] : [])),
    );
    const sprites =
      typeof style.sprite === 'string'
        ? [style.sprite]
        : (style.sprite ?? []).map(({ url }) => url);
    const addresses = [
      style.glyphs,
      ...sprites,
      ...sources.flatMap(({ url, tiles }) => [url, ...(tiles ?? [])]),
      ...described.flatMap(({ tiles }) => tiles ?? []),
    ];
    return [own, ...addresses.map((entry) => originOf(entry ?? null))];
  } catch (error) {
    log.warn(
      { err: error, style: address },
      'the street style could not be read: its tiles may be blocked',
    );
    return [own];
  }
}

async function loadJson<T>(address: string, load: typeof fetch): Promise<T> {
  const answer = await load(address.replace(/^pmtiles:\/\//, ''), {
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as T;
}

/** The origin of an http address; templates such as `{z}` and relative paths have none of their own. */
function originOf(address: string | null): string | null {
  const start = /^https?:\/\/[^/{}\s;,']+/.exec(address?.replace(/^pmtiles:\/\//, '') ?? '')?.[0];
  return start ?? null;
}
