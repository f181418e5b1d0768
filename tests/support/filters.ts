import fc from 'fast-check';
import { DRUGS, OTHER_SUBTYPES } from '@/lib/domain/drugs';
import type { Filter, QuantityRange } from '@/lib/domain/filter';
import { quantityRangeSchema } from '@/lib/domain/filter-schema';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { toQuestion } from '@/lib/domain/search-words';
import { roundShape, type Shape } from '@/lib/domain/shape';
import { LONGEST_RADIUS_METRES, MOST_VERTICES } from '@/lib/domain/shape-limits';
import { CONTEXTS, KINDS, QUANTITY_UNITS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { anyCharacter } from './any-character';

/** `[lng, lat]` in a box of degrees `[west, south, east, north]`. */
type Box = readonly [number, number, number, number];
export const WORLD: Box = [-180, -85, 180, 85];
export const LOW_COUNTRIES: Box = [3.4, 50.6, 4.8, 52.2];

/** Evenly spread, a hundred-thousandth of a degree apart. */
export function pointIn([west, south, east, north]: Box): fc.Arbitrary<[number, number]> {
  const degrees = (from: number, to: number): fc.Arbitrary<number> =>
    fc.integer({ min: from * 1e5, max: to * 1e5 }).map((steps) => steps / 1e5);
  return fc.tuple(degrees(west, east), degrees(south, north));
}

/** Any shape with its vertices or its centre in a box, crossed and degenerate polygons included. */
export function shapeIn(
  box: Box,
  { mostVertices = MOST_VERTICES, longestRadius = LONGEST_RADIUS_METRES } = {},
): fc.Arbitrary<Shape> {
  const polygon = fc.record({
    type: fc.constant('polygon' as const),
    ring: fc.array(pointIn(box), { minLength: 3, maxLength: mostVertices }),
  });
  const circle = fc.record({
    type: fc.constant('circle' as const),
    center: pointIn(box),
    radiusMetres: fc.integer({ min: 1, max: longestRadius }),
  });
  return fc.oneof(polygon, circle).map(roundShape);
}

export const quantityRange: fc.Arbitrary<QuantityRange> = fc
  .record({
    unit: fc.constantFrom(...QUANTITY_UNITS),
    least: fc.option(amount()),
    most: fc.option(amount()),
  })
  .map(({ unit, least, most }) =>
    quantityRangeSchema.parse(
      least !== null && most !== null && least > most
        ? { unit, least: most, most: least }
        : { unit, least, most },
    ),
  );

function amount(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 0, max: 4_000_000 }), fc.integer({ min: 0, max: 0xffff_ffff }));
}

/** Anything that a reader may have typed, as a filter holds it. */
export const question: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc.string({ unit: anyCharacter, maxLength: 250 }),
    fc.constantFrom('Liège (Luik)', 'a & b=c+d%20', 'haven?x#y', '100 % zuiver'),
  )
  .map(toQuestion)
  .filter((text) => text !== null);

/** Everything of a filter but its scope, days, regions and text. Of the criteria one in `oneIn` is set, so that records are left. */
export function criteria(
  shape: fc.Arbitrary<Shape>,
  oneIn: number,
): fc.Arbitrary<Omit<Filter, 'scope' | 'from' | 'to' | 'last' | 'regions' | 'text'>> {
  const seldom = <T>(arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
    fc.oneof({ arbitrary: fc.constant(otherwise), weight: oneIn - 1 }, { arbitrary, weight: 1 });
  return fc.record({
    kinds: fc.subarray([...KINDS]),
    subtypes: seldom(fc.subarray([...OTHER_SUBTYPES]), []),
    drugs: seldom(fc.subarray([...DRUGS]), []),
    verifications: fc.subarray([...VERIFICATIONS]),
    contexts: seldom(fc.subarray([...CONTEXTS]), []),
    casualties: seldom(fc.subarray([...CASUALTY_CHOICES]), []),
    quantity: seldom<QuantityRange | null>(quantityRange, null),
    shape: seldom<Shape | null>(shape, null),
  });
}
