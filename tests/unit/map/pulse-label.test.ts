import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnchorOffsets, PULSE_TEXT_SIZE, pulseAnchors } from '@/lib/map/pulse-label';
import { textWidth } from '@/lib/map/text-width';

const PHONE = { width: 390, height: 470 };
const LABEL = 'Simulated: One hurt in assault, Anderlecht';

function sidesOf(anchors: AnchorOffsets): Set<unknown> {
  return new Set(anchors.filter((_, index) => index % 2 === 0));
}

test('in the middle of a wide map a label may stand on every side', () => {
  const anchors = pulseAnchors(LABEL, [720, 400], { width: 1440, height: 800 });
  expect(sidesOf(anchors)).toEqual(new Set(['left', 'right', 'top', 'bottom']));
  expect(anchors.slice(0, 2)).toEqual(['left', [2, 0]]);
});

test('near the left edge of a phone the words run to the right of their ring only', () => {
  expect(sidesOf(pulseAnchors(LABEL, [40, 200], PHONE))).toEqual(new Set(['left']));
});

test('over the scale bar at the lower edge nothing is written', () => {
  const anchors = pulseAnchors(LABEL, [195, 455], PHONE);
  expect(sidesOf(anchors)).toEqual(new Set(['bottom']));
});

test('a point outside the window keeps every place, since none is whole', () => {
  expect(pulseAnchors(LABEL, [-500, 200], PHONE)).toHaveLength(2 * 16);
});

test('no place that is offered cuts a label off at the left or the right', () => {
  const coordinate = fc.double({ min: 0, max: 390, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, fc.string({ maxLength: 12 }), (x, y, label) => {
      const width = textWidth(label, PULSE_TEXT_SIZE, true);
      const anchors = pulseAnchors(label, [x, y], PHONE);
      if (anchors.length === 2 * 16) return;
      for (let index = 0; index < anchors.length; index += 2) {
        const [ems] = anchors[index + 1] as [number, number];
        const at = x + ems * PULSE_TEXT_SIZE;
        const share = { left: 0, right: 1 }[anchors[index] as string] ?? 0.5;
        expect(at - share * width).toBeGreaterThanOrEqual(-1e-9);
        expect(at + (1 - share) * width).toBeLessThanOrEqual(PHONE.width + 1e-9);
      }
    }),
  );
});
