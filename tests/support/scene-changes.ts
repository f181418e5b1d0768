import { expect, type Page, test } from '@playwright/test';
import { countTurns, type SeenInPage } from './page-turns';

interface SceneChange extends SeenInPage {
  scene: string;
}

const TOGETHER_MS = 100;
/** A page that has just opened asks for the server's time until it knows it well; a busy machine lets it wait for that. */
const SETTLED_WITHIN_MS = 150_000;

/** The shortest that a scene stands in a test: changes that belong together lie nearer than half of it. */
const SHORTEST_SCENE_MS = 5_000;

/** The scenes that a wall changes to, and when its document did. */
async function changesOf(wall: Page, wanted: number): Promise<SceneChange[]> {
  await countTurns(wall);
  return wall.evaluate(
    (count) =>
      new Promise<SceneChange[]>((resolve) => {
        const changes: SceneChange[] = [];
        const observer = new MutationObserver(([change]) => {
          const scene = (change?.target as HTMLElement | undefined)?.dataset.scene ?? '';
          const atMs = performance.timeOrigin + performance.now();
          changes.push({ scene, atMs, pausesMs: window.pausesMs?.() ?? [] });
          if (changes.length < count) return;
          observer.disconnect();
          resolve(changes);
        });
        observer.observe(document.body, { subtree: true, attributeFilter: ['data-scene'] });
      }),
    wanted,
  );
}

/** Two walls change to the same scenes at the same time: the middle one of `wanted` changes, where neither page was held up. */
export async function expectToChangeTogether(
  one: Page,
  other: Page,
  wanted: number,
): Promise<void> {
  await expect(async () => {
    const apart = (await gapsBetween(one, other, wanted)).map(Math.round);
    test.info().annotations.push({ type: 'apart in ms', description: apart.join(', ') });
    const middle = apart.toSorted((a, b) => a - b)[Math.floor((apart.length - 1) / 2)];
    expect(middle, apart.join(', ')).toBeLessThanOrEqual(TOGETHER_MS);
  }).toPass({ timeout: SETTLED_WITHIN_MS, intervals: [0] });
}

/**
 * Milliseconds between two walls' changes to the same scenes, in the order of the changes, less what the page had to wait
 * for its turn: on a machine whose processors others have, that is no difference of the walls' clocks.
 * @param wanted how many changes at least
 */
async function gapsBetween(one: Page, other: Page, wanted: number): Promise<number[]> {
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
    const gapMs = Math.abs(change.atMs - match.atMs);
    return Math.max(0, gapMs - Math.max(0, ...change.pausesMs, ...match.pausesMs));
  });
}
