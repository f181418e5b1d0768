import type { PublicIncident } from '@/lib/domain/incident';
import type { Arrival } from '@/lib/protocol/engine-requests';
import type { Playlist, Scene } from '@/lib/wall/playlist-schema';
import { playlistSchema } from '@/lib/wall/playlist-schema';

/** A scene of ten seconds that is always open, unless told otherwise. */
export function scene(id: string, rest: Partial<Scene> = {}): Scene {
  return { id, name: id, view: '', layout: 'map', seconds: 10, ...rest };
}

/** A playlist of scenes, with every default of the schema. */
export function playlistOf(scenes: Scene[], rest: Partial<Playlist> = {}): Playlist {
  return playlistSchema.parse({ name: 'Newsroom', scenes, ...rest });
}

const count = (best: number) => ({ low: null, best, high: null });

/** A record that arrived on its own an hour after it happened; only what a wall's rules read is filled in. */
export function arrivalOf(
  rid: number,
  {
    killed,
    injured,
    ageMs = 3_600_000,
    change = 'new',
    ...rest
  }: { killed?: number; injured?: number; ageMs?: number; change?: Arrival['change'] } & Partial<
    Omit<PublicIncident, 'killed' | 'injured'>
  > = {},
): Arrival {
  const record = {
    rid,
    kind: 'shooting',
    verification: 'official',
    country: 'BE',
    province: null,
    municipality: null,
    district: null,
    policeZone: null,
    port: null,
    killed: killed === undefined ? null : count(killed),
    injured: injured === undefined ? null : count(injured),
    ...rest,
  } as PublicIncident;
  return { record, fromSeq: rid, change, ageMs };
}
