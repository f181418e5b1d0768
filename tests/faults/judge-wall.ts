import type { PageMemory } from '../soak/probe-memory';

/** A scene that began to stand on a wall, by the true clock. */
export interface SceneChange {
  /** As the wall names it: `scene-1` is the first of the address. */
  scene: string;
  atMs: number;
}

const SECOND_MS = 1_000;
const MEGABYTE = 1_024 * 1_024;
/** A wall looks once a second whether its time has come, and asks the server before it opens itself anew. */
const RELOAD_WITHIN_MS = 3_000;
/** Of forty losses: a quarter of one for each. */
const MOST_OBJECTS = 10;
/** A map of its own holds several. */
const MOST_MEGABYTES = 5;

/**
 * How far from the nearest instant at which it has to begin each scene began, where the scenes of these lengths follow each other from the
 * epoch on. Another scene than the one whose turn it is is as far away as its own turn; one that is not among them infinitely.
 */
export function sceneErrorsMs(
  changes: readonly SceneChange[],
  seconds: readonly number[],
): number[] {
  const roundMs = sum(seconds) * SECOND_MS;
  return changes.map(({ scene, atMs }) => {
    const index = seconds.findIndex((_, position) => scene === `scene-${position + 1}`);
    if (index < 0) return Number.POSITIVE_INFINITY;
    const afterMs = (atMs - sum(seconds.slice(0, index)) * SECOND_MS) % roundMs;
    return Math.min(afterMs, roundMs - afterMs);
  });
}

/** Whether a wall opened itself anew just after the end of a scene, where all scenes have one length. */
export function isAtSceneEnd(openedAtMs: number, sceneMs: number): boolean {
  return openedAtMs % sceneMs < RELOAD_WITHIN_MS;
}

/** What a wall holds after forty lost contexts that it did not hold before, each as a sentence. */
export function lossFaults(before: PageMemory, after: PageMemory): string[] {
  const faults: string[] = [];
  for (const [name, most, unit, isOf] of [
    ['domNodes', MOST_OBJECTS, '', 1],
    ['listeners', MOST_OBJECTS, '', 1],
    ['pageHeapBytes', MOST_MEGABYTES, ' MB', MEGABYTE],
    ['mapWorkersHeapBytes', MOST_MEGABYTES, ' MB', MEGABYTE],
    ['bufferBytes', MOST_MEGABYTES, ' MB', MEGABYTE],
  ] as const) {
    const more = (after[name] - before[name]) / isOf;
    if (!(before[name] > 0) || !(after[name] > 0)) faults.push(`${name} was not measured`);
    else if (more > most) {
      faults.push(`${name} grew by ${Number(more.toFixed(1))}${unit} (at most ${most})`);
    }
  }
  return faults;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
