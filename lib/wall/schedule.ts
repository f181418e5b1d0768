import { brusselsDay, dayNumberOf } from '@/lib/domain/time';
import type { Playlist, Scene } from './playlist-schema';
import { contains, isAlwaysOpen, openIntervals } from './weekly-hours';

/** What a person at the control page asked for; `follow` is the playlist's own order. */
export type Steering =
  | { mode: 'follow' }
  /** The scene stands until another command. */
  | { mode: 'hold'; scene: string; atMs: number }
  /** The scene begins at an instant, and the order goes on from it. */
  | { mode: 'start'; scene: string; atMs: number };

export const FOLLOW: Steering = { mode: 'follow' };

/** The scene that stands on the wall, and until when. */
export interface SceneTime {
  scene: Scene;
  startedAtMs: number;
  /** Null while the scene is held, and where nothing else is ever shown. */
  endsAtMs: number | null;
}

/** While the same scenes take part. */
interface Block {
  scenes: readonly Scene[];
  startMs: number;
  /** Null where the same scenes take part for ever. */
  endMs: number | null;
}

const EPOCH_MS = 0;
/** Days and hours come again each week; a day more for the change of the clock. */
const DAYS_AROUND = 8;

/**
 * The scene of a playlist at an instant: a pure function, so that screens with the same playlist change together
 * without talking to each other. Null while no scene's days and hours are open.
 */
export function sceneAt(
  playlist: Playlist,
  atMs: number,
  steering: Steering = FOLLOW,
): SceneTime | null {
  const steered = steeredAt(playlist, atMs, steering);
  if (steered) return steered;
  const block = blockAt(playlist, atMs);
  return inOrder(block.scenes, block.startMs, atMs, block.endMs);
}

function steeredAt(playlist: Playlist, atMs: number, steering: Steering): SceneTime | null {
  if (steering.mode === 'follow' || steering.atMs > atMs) return null;
  const scene = playlist.scenes.find(({ id }) => id === steering.scene);
  if (!scene) return null;
  if (steering.mode === 'hold') return { scene, startedAtMs: steering.atMs, endsAtMs: null };
  const block = blockAt(playlist, atMs);
  const endsAtMs = steering.atMs + scene.seconds * 1_000;
  if (atMs < endsAtMs) return { scene, startedAtMs: steering.atMs, endsAtMs };
  // Other scenes take part since: their order is the playlist's own.
  if (block.startMs > steering.atMs) return null;
  const after = block.scenes.findIndex(({ id }) => id === steering.scene) + 1;
  const rotated = [...block.scenes.slice(after), ...block.scenes.slice(0, after)];
  return inOrder(rotated, endsAtMs, atMs, block.endMs);
}

function inOrder(
  scenes: readonly Scene[],
  startMs: number,
  atMs: number,
  endMs: number | null,
): SceneTime | null {
  const roundMs = scenes.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);
  if (roundMs === 0) return null;
  let sceneStartMs = startMs + Math.floor((atMs - startMs) / roundMs) * roundMs;
  for (const scene of scenes) {
    const nextMs = sceneStartMs + scene.seconds * 1_000;
    if (atMs < nextMs) {
      const endsAtMs = endMs === null ? nextMs : Math.min(nextMs, endMs);
      return { scene, startedAtMs: sceneStartMs, endsAtMs };
    }
    sceneStartMs = nextMs;
  }
  return null;
}

/** The steering that shows the scene `steps` further in the order (negative: before) from now on. */
export function stepFrom(
  playlist: Playlist,
  atMs: number,
  steering: Steering,
  steps: number,
): Steering {
  const { scenes } = blockAt(playlist, atMs);
  const shown = sceneAt(playlist, atMs, steering)?.scene.id;
  const index = Math.max(
    0,
    scenes.findIndex(({ id }) => id === shown),
  );
  const wanted = scenes[(((index + steps) % scenes.length) + scenes.length) % scenes.length];
  return wanted ? { mode: 'start', scene: wanted.id, atMs } : FOLLOW;
}

function blockAt({ scenes }: Playlist, atMs: number): Block {
  const today = dayNumberOf(brusselsDay(atMs));
  const timetable = scenes.map((scene) =>
    isAlwaysOpen(scene) ? null : openIntervals(scene, today - DAYS_AROUND, today + DAYS_AROUND),
  );
  const edges = timetable.flatMap((intervals) =>
    (intervals ?? []).flatMap(({ startMs, endMs }) => [startMs, endMs]),
  );
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  const takingPart = (instant: number) =>
    scenes.filter((_, index) => timetable[index]?.some((one) => contains(one, instant)) ?? true);
  const isChange = (edge: number) => namesOf(takingPart(edge - 1)) !== namesOf(takingPart(edge));
  return {
    scenes: takingPart(atMs),
    startMs: sorted.findLast((edge) => edge <= atMs && isChange(edge)) ?? EPOCH_MS,
    endMs: sorted.find((edge) => edge > atMs && isChange(edge)) ?? null,
  };
}

function namesOf(scenes: readonly Scene[]): string {
  return scenes.map(({ id }) => id).join(' ');
}
