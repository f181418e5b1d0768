import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onScreen } from '@/components/explorer/on-screen';
import { MAP_SCALES } from '@/components/explorer/use-map-scale';
import { enlargementOf } from '@/components/map/enlargement';
import { pixelOf } from '@/components/share/place-on-map';

const MOST_PIXELS = 4_000;
const TOLERANCE_PX = 1e-6;

const camera = fc.record({
  center: fc.tuple(
    fc.double({ min: -170, max: 170, noNaN: true }),
    fc.double({ min: -70, max: 70, noNaN: true }),
  ),
  zoom: fc.double({ min: 2.2, max: 16, noNaN: true }),
});
const side = fc.integer({ min: 100, max: MOST_PIXELS });

describe('the map on a large screen', () => {
  it('grows at the widths at which the page’s type does, and by as much', () => {
    const css = readFileSync('app/tokens.css', 'utf8');
    const rule = /@media (\(width >= \d+rem\)) \{\s*:root \{\s*--root-size: (\d+)%;/g;
    const steps = [...css.matchAll(rule)].map(([, query, percent]) => ({
      query,
      scale: Number(percent) / 100,
    }));
    expect(steps.toReversed()).toEqual(MAP_SCALES);
  });

  it('has every place where a label that is moved over it is drawn', () => {
    fc.assert(
      fc.property(
        camera,
        side,
        side,
        fc.constantFrom(...MAP_SCALES.map(({ scale }) => scale)),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (where, width, height, scale, away) => {
          const map = { camera: where, size: { width, height } };
          const place = [where.center[0] + away * 0.1, where.center[1] + away * 0.1] as const;
          const [x, y] = pixelOf(place, map);
          const [shownX, shownY] = pixelOf(place, onScreen(map, scale));
          const nearness = TOLERANCE_PX * (1 + Math.abs(x) + Math.abs(y));
          expect(Math.abs(shownX - x * scale)).toBeLessThan(nearness);
          expect(Math.abs(shownY - y * scale)).toBeLessThan(nearness);
        },
      ),
    );
  });

  it('is measured by what the screen shows of it', () => {
    const drawn = (width: number, offsetWidth: number) =>
      enlargementOf({ getBoundingClientRect: () => ({ width }) as DOMRect, offsetWidth });
    expect(drawn(1500, 1000)).toBe(1.5);
    expect(drawn(1000, 1000)).toBe(1);
    expect(drawn(0, 0)).toBe(1);
  });
});
