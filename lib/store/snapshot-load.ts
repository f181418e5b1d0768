import { type Manifest, manifestSchema } from '@/lib/protocol/changes';
import { PROTOCOL_VERSION, RECONNECT_MAX_MS } from '@/lib/protocol/version';
import { AccessEnded, type FeedHttp, requireAccess } from './feed-http';
import { type FeedClock, jittered, pause } from './feed-link';

const AT_ONCE = 3;
const BUSY = 503;
const MOST_BUSY_ANSWERS = 20;

interface Around {
  http: FeedHttp;
  clock: FeedClock;
  random: () => number;
}

/** The manifest states another protocol: only a newer page can read it. */
class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** Too many ask at once, or its database is away for a moment. */
class ServerBusy extends Error {
  override readonly name = 'ServerBusy';
}

/**
 * Asks for the manifest.
 * @throws ProtocolError if it is of another protocol; Error if there is no answer or no manifest in it.
 */
export async function fetchManifest(http: FeedHttp): Promise<Manifest> {
  const { status, body } = await http.getJson('/api/v1/snapshot');
  requireAccess({ status });
  if (status !== 200) throw new Error(`snapshot: HTTP ${status}`);
  const manifest = manifestSchema.parse(body);
  if (manifest.protocol !== PROTOCOL_VERSION) {
    throw new ProtocolError(
      `the server speaks protocol ${manifest.protocol}, this page ${PROTOCOL_VERSION}: reload it`,
    );
  }
  return manifest;
}

/**
 * Loads a manifest's partitions, three at a time, and hands them over newest first.
 * @throws Error if one cannot be had: the manifest may be out of date (404, 410), so load it again.
 */
async function fetchPartitions(
  around: Around,
  manifest: Manifest,
  hooks: Pick<SnapshotHooks, 'isWanted' | 'take'>,
): Promise<void> {
  const urls = manifest.partitions.map(({ url }) => url);
  const running: Promise<Uint8Array>[] = [];
  for (let index = 0; index < urls.length; index += 1) {
    while (running.length < AT_ONCE && index + running.length < urls.length) {
      running.push(fetchInTheEnd(around, urls[index + running.length] as string, hooks.isWanted));
      // A failure is met when its turn comes; until then it must not count as unhandled.
      running.at(-1)?.catch(() => undefined);
    }
    const bytes = await (running.shift() as Promise<Uint8Array>);
    if (hooks.isWanted()) hooks.take(bytes, urls[index] as string);
  }
}

/** A server of whom too many ask at once is asked for the same file again: to begin anew would only ask for more. */
async function fetchInTheEnd(
  { http, clock, random }: Around,
  url: string,
  isWanted: () => boolean,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchPartition(http, url);
    } catch (error) {
      const isWorthwhile = attempt < MOST_BUSY_ANSWERS && isWanted();
      if (!(error instanceof ServerBusy) || !isWorthwhile) throw error;
      await pause(clock, jittered(random, RECONNECT_MAX_MS));
    }
  }
}

/**
 * A partition's bytes, for the caller to own.
 * @throws AccessEnded; ServerBusy (503); Error if it cannot be had: the manifest may be out of date (404, 410), so load
 * it again.
 */
export async function fetchPartition(http: FeedHttp, url: string): Promise<Uint8Array> {
  const { status, bytes } = await http.getBytes(url);
  requireAccess({ status });
  if (status === BUSY) throw new ServerBusy(`partition ${url}: the server is busy`);
  if (status !== 200) throw new Error(`partition ${url}: HTTP ${status}`);
  return bytes;
}

/** What happens while a snapshot loads. */
export interface SnapshotHooks {
  /** Asked after every answer; once false, nothing more is told. */
  isWanted: () => boolean;
  begin: (manifest: Manifest) => void;
  take: (bytes: Uint8Array, url: string) => void;
  /** This attempt is over; another begins after a pause. */
  failed: () => void;
}

/**
 * Loads manifest and partitions until all are in, beginning again from the manifest when something fails: a partition
 * that is gone is named by no newer manifest.
 */
export async function loadUntilWhole(
  around: Around,
  hooks: SnapshotHooks,
): Promise<'whole' | 'not wanted' | 'other protocol' | 'no access'> {
  for (let attempt = 1; hooks.isWanted(); attempt += 1) {
    try {
      const manifest = await fetchManifest(around.http);
      if (!hooks.isWanted()) break;
      hooks.begin(manifest);
      await fetchPartitions(around, manifest, hooks);
      return hooks.isWanted() ? 'whole' : 'not wanted';
    } catch (error) {
      if (!hooks.isWanted()) break;
      if (error instanceof ProtocolError) return 'other protocol';
      if (error instanceof AccessEnded) return 'no access';
      hooks.failed();
      const pauseMs = Math.min(RECONNECT_MAX_MS, 200 * 2 ** attempt);
      await pause(around.clock, jittered(around.random, pauseMs));
    }
  }
  return 'not wanted';
}
