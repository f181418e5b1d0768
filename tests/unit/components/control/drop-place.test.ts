import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropPlace } from '@/components/control/drop-place';
import { moved } from '@/components/control/playlist-draft';

/** Three rows of 100, 200 and 100 pixels, 10 apart. */
const ROWS = [
  { top: 0, bottom: 100 },
  { top: 110, bottom: 310 },
  { top: 320, bottom: 420 },
];

describe('a scene in a hand', () => {
  it('comes to stand behind those whose middles it has passed, up and down', () => {
    expect([-500, 40, 209, 211, 369, 371, 900].map((y) => dropPlace(ROWS, 0, y))).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
    expect([900, 371, 211, 209, 51, 49, -1].map((y) => dropPlace(ROWS, 2, y))).toEqual([
      2, 2, 2, 1, 1, 0, 0,
    ]);
  });

  it('stays where it is over itself, and always comes to a place of the list that lies under the hand', () => {
    const heights = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(heights, fc.nat(), fc.integer({ min: -100, max: 20_100 }), (list, pick, y) => {
        let top = 0;
        const rows = list.map((height) => {
          const row = { top, bottom: top + height };
          top += height;
          return row;
        });
        const from = pick % rows.length;
        const { top: ownTop = 0, bottom: ownBottom = 0 } = rows[from] ?? {};
        expect(dropPlace(rows, from, (ownTop + ownBottom) / 2)).toBe(from);
        const to = dropPlace(rows, from, y);
        const order = moved([...rows.keys()], from, to - from);
        expect(order[to]).toBe(from);
        expect(order.toSorted((a, b) => a - b)).toEqual([...rows.keys()]);
      }),
    );
  });
});
