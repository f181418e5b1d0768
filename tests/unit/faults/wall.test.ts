import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAtSceneEnd, lossFaults, sceneErrorsMs } from '../../faults/judge-wall';
import type { PageMemory } from '../../soak/probe-memory';
import { isNightly } from '../../support/breadth';

const MEGABYTE = 1_024 * 1_024;
const SECONDS = [5, 6];
const ROUND_MS = 11_000;
const START_MS = Math.ceil(Date.UTC(2026, 0, 2) / ROUND_MS) * ROUND_MS;
const HOUR_MS = 3_600_000;

/** What a wall does whose clock is wrong by so much, by the true clock. */
function changesOf(wrongMs: number) {
  return [
    { scene: 'scene-1', atMs: START_MS - wrongMs },
    { scene: 'scene-2', atMs: START_MS + 5_000 - wrongMs },
    { scene: 'scene-1', atMs: START_MS + ROUND_MS - wrongMs },
  ];
}

describe('what the scenes of a wall say of its clock', () => {
  it('finds nothing where each begins when it has to', () => {
    expect(sceneErrorsMs(changesOf(0), SECONDS)).toEqual([0, 0, 0]);
    expect(sceneErrorsMs(changesOf(-120), SECONDS)).toEqual([120, 120, 120]);
  });

  it('finds a wall that goes by its own clock, whichever whole hours and seconds it is wrong by', () => {
    for (const hours of [1, -1, 24, -24]) {
      const wrongMs = Math.sign(hours) * (Math.abs(hours) * HOUR_MS + 2_300);
      for (const error of sceneErrorsMs(changesOf(wrongMs), SECONDS)) {
        expect(error, `${hours} h`).toBeGreaterThan(1_000);
      }
    }
  });

  it('finds the other scene at the right instant, and one that no playlist has', () => {
    const swapped = [{ scene: 'scene-2', atMs: START_MS }];
    expect(sceneErrorsMs(swapped, SECONDS)).toEqual([5_000]);
    expect(sceneErrorsMs([{ scene: 'scene-9', atMs: START_MS }], SECONDS)).toEqual([
      Number.POSITIVE_INFINITY,
    ]);
  });
});

it('tells a reload at the end of a scene from one in its midst or just before its end', () => {
  const at = (ms: number) => isAtSceneEnd(20 * 60_000 + ms, 20_000);
  expect([0, 1_500, 2_900].map(at)).toEqual([true, true, true]);
  expect([3_100, 10_000, 17_500, 19_000].map(at)).toEqual([false, false, false, false]);
});

describe('what forty lost contexts may leave behind', () => {
  const before: PageMemory = {
    pageHeapBytes: 20 * MEGABYTE,
    engineHeapBytes: 5 * MEGABYTE,
    mapWorkersHeapBytes: 30 * MEGABYTE,
    bufferBytes: 15 * MEGABYTE,
    domNodes: 103,
    listeners: 400,
  };
  const lossesWith = (change: Partial<PageMemory>) => lossFaults(before, { ...before, ...change });

  it('is nothing but what moves by itself', () => {
    expect(lossesWith({ domNodes: 108, listeners: 392, pageHeapBytes: 21 * MEGABYTE })).toEqual([]);
  });

  it('is not one listener, node or quarter of a megabyte for each', () => {
    expect(lossesWith({ listeners: 440 })).toHaveLength(1);
    expect(lossesWith({ domNodes: 143 })).toHaveLength(1);
    for (const name of ['pageHeapBytes', 'mapWorkersHeapBytes', 'bufferBytes'] as const) {
      expect(lossesWith({ [name]: before[name] + 10 * MEGABYTE }), name).toHaveLength(1);
    }
  });

  it('is not what nobody measured', () => {
    expect(lossesWith({ mapWorkersHeapBytes: 0 })).toHaveLength(1);
    expect(lossesWith({ bufferBytes: Number.NaN })).toHaveLength(1);
  });
});

it.runIf(isNightly)(
  'refuses to let walls suffer what has no such name, and says which there are',
  async () => {
    const script = join('tests', 'faults', 'faults.ts');
    const given = ['--import', 'tsx', script, 'wall', '--only', 'contxt'];
    const root = resolve(import.meta.dirname, '../../..');
    const { code, told } = await new Promise<{ code: unknown; told: string }>((settle) => {
      execFile(process.execPath, given, { cwd: root }, (error, _, told) =>
        settle({ code: error?.code ?? 0, told }),
      );
    });
    expect(told).toContain('contxt');
    expect(told).toContain('context lost');
    expect(code).toBe(2);
  },
);
