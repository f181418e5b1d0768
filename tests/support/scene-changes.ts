import { expect, type Page } from '@playwright/test';

interface SceneChange {
  scene: string;
  /** By the clock that all pages of this machine share. */
  atMs: number;
}

/** The shortest that a scene stands in a test: changes that belong together lie nearer than half of it. */
const SHORTEST_SCENE_MS = 5_000;

/** The scenes that a wall changes to, and when its document did. */
function changesOf(wall: Page, wanted: number): Promise<SceneChange[]> {
  return wall.evaluate(
    (count) =>
      new Promise<SceneChange[]>((resolve) => {
        const changes: SceneChange[] = [];
        const observer = new MutationObserver(([change]) => {
          const scene = (change?.target as HTMLElement | undefined)?.dataset.scene ?? '';
          changes.push({ scene, atMs: performance.timeOrigin + performance.now() });
          if (changes.length < count) return;
          observer.disconnect();
          resolve(changes);
        });
        observer.observe(document.body, { subtree: true, attributeFilter: ['data-scene'] });
      }),
    wanted,
  );
}

/**
 * Milliseconds between two walls' changes to the same scenes, in the order of the changes.
 * @param wanted how many changes at least
 */
export async function gapsBetween(one: Page, other: Page, wanted: number): Promise<number[]> {
  const [ones, others] = await Promise.all([
    changesOf(one, wanted + 1),
    changesOf(other, wanted + 1),
  ]);
  // Either may have been looked at a moment before the other, and have shown one change more by then.
  const offsets = [0, 1, -1].map((offset) => {
    const pairs = ones.flatMap((change, index) => {
      const match = others[index + offset];
      return match ? [{ change, match }] : [];
    });
    return pairs.filter(
      ({ change, match }) => Math.abs(change.atMs - match.atMs) < SHORTEST_SCENE_MS / 2,
    );
  });
  const together = offsets.reduce((most, pairs) => (pairs.length > most.length ? pairs : most));
  expect(together.length).toBeGreaterThanOrEqual(wanted);
  return together.map(({ change, match }) => {
    expect(match.scene).toBe(change.scene);
    return Math.abs(change.atMs - match.atMs);
  });
}
