import type { Camera, Filter, QuantityRange } from './filter-schema';
import { LARGEST_AMOUNT } from './filter-words';
import { isPoint } from './shape';
import { QUANTITY_UNITS } from './vocabulary';

export type { Camera, Filter, QuantityRange } from './filter-schema';

export const EVERYTHING: Filter = {
  scope: 'real',
  kinds: [],
  subtypes: [],
  drugs: [],
  from: null,
  to: null,
  last: null,
  regions: [],
  verifications: [],
  contexts: [],
  casualties: [],
  quantity: null,
  shape: null,
  text: null,
};

/** The zoom at which maps begin: none is seen from farther away. */
export const FIRST_ZOOM = 2.2;
/** The zoom at which maps end: what a closer look cannot part is fanned out there. */
export const LAST_ZOOM = 17;
/** As far in as a camera of an address goes. */
const CLOSEST_ZOOM = 20;

/** What `cameraSchema` takes, for pages, which do not load schemas. */
export function isCamera({ center, zoom }: Camera): boolean {
  return isPoint(center) && zoom >= 0 && zoom <= CLOSEST_ZOOM;
}

/** What `quantityRangeSchema` takes, for pages, which do not load schemas. */
export function isQuantityRange(range: {
  unit: string | undefined;
  least: number | null;
  most: number | null;
}): range is QuantityRange {
  const { unit, least, most } = range;
  return (
    QUANTITY_UNITS.some((known) => known === unit) &&
    isBound(least) &&
    isBound(most) &&
    (least ?? 0) <= (most ?? LARGEST_AMOUNT)
  );
}

function isBound(amount: number | null): boolean {
  return amount === null || (Number.isInteger(amount) && amount >= 0 && amount <= LARGEST_AMOUNT);
}
