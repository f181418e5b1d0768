import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { KINDS } from '@/lib/domain/vocabulary';
import { Engine } from '@/lib/store/engine';
import { AREAS, areaMatches, randomTuple, seededRandom } from './support/random-rows';

const LABEL = {
  epoch: 'e',
  seq: 1,
  digest: '0000000000000000',
  committedAt: '2026-01-01T00:00:00.000Z',
  areas: [...AREAS].map(([code, area]) => ({ code, area })),
  figures: [],
};
const VIEW = {
  camera: { center: [4.4, 51] as [number, number], zoom: 8 },
  width: 800,
  height: 600,
};

describe('a comparison', () => {
  it('is on either side what the same filter selects on those days, region by region', () => {
    const random = seededRandom(3);
    const engine = new Engine({ areaMatches });
    engine.loadState(
      LABEL,
      Array.from({ length: 2_000 }, (_, index) => randomTuple(index + 1, 1, random)),
    );
    const day = fc.integer({ min: dayNumberOf('2018-01-01'), max: dayNumberOf('2027-01-01') });
    const days = fc
      .tuple(day, fc.integer({ min: 0, max: 900 }))
      .map(([first, more]) => ({ from: dayOfNumber(first), to: dayOfNumber(first + more) }));
    const kinds = fc.subarray([...KINDS]);
    let [compared, towns] = [0, 0];
    fc.assert(
      fc.property(days, days, kinds, (own, other, chosen) => {
        const filter = { ...EVERYTHING, kinds: chosen };
        const answer = engine.comparison({ filter, days: { own, other } });
        for (const [side, sideDays] of [
          ['own', own],
          ['other', other],
        ] as const) {
          const { totals } = engine.view({ ...VIEW, filter: { ...filter, ...sideDays } });
          const { shooting, seizure, incident } = totals;
          expect(answer[side]).toEqual({ shooting, seizure, incident });
          const inRegions = answer.regions.reduce((sum, region) => sum + region[side], 0);
          expect(inRegions + answer.unnamed[side]).toBe(totals.count);
          for (const town of answer.municipalities) {
            const inTown = { ...filter, ...sideDays, regions: [town.code] };
            expect(engine.view({ ...VIEW, filter: inTown }).totals.count).toBe(town[side]);
          }
          compared += totals.count;
        }
        towns += answer.municipalities.length;
        const sizes = answer.regions.map((region) => Math.abs(region.own - region.other));
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      }),
    );
    expect(Math.min(compared, towns)).toBeGreaterThan(0);
  });
});
