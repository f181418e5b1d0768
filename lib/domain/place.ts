import { PLACE_PRECISIONS, type PlacePrecision, type Sensitivity } from './vocabulary';

/** `[lng, lat]` in degrees, WGS 84. */
export type LngLat = readonly [number, number];

const METRES_PER_DEGREE = 111_195;
const GRID_METRES: Partial<Record<PlacePrecision, number>> = { vicinity: 100, locality: 1000 };

/**
 * Radius around the public point within which the event took place, in metres; null where there is no public point.
 * For the two grids it is half the cell's diagonal, rounded up.
 */
export const UNCERTAINTY_METRES: Record<PlacePrecision, number | null> = {
  exact: 25,
  vicinity: 75,
  locality: 750,
  municipality: null,
  province: null,
  country: null,
  sea: null,
};

const FLOOR: Record<Sensitivity, PlacePrecision> = {
  minor: 'municipality',
  'sexual violence': 'municipality',
  'private home': 'locality',
  'ongoing operation': 'municipality',
};

/** The precision that may be shown: never finer than what the record's sensitivities allow. */
export function publicPrecision(
  precision: PlacePrecision,
  sensitivities: readonly Sensitivity[],
): PlacePrecision {
  return sensitivities
    .map((sensitivity) => FLOOR[sensitivity])
    .reduce((coarsest, floor) => (isCoarser(floor, coarsest) ? floor : coarsest), precision);
}

export type PlaceFact = 'placeName' | 'quay' | 'district';

/**
 * Which facts beside the point readers may not see, for a record of the given precision. Under any sensitivity the
 * name of the place and the quay, whatever the precision: they may say in words what the floor hides. The district
 * too where a finer point was coarsened to an area, since it would follow from the address; a record given at
 * municipality level or coarser keeps it, since there the recorder chose the district as the area to name.
 */
export function withheldPlaceFacts(
  recorded: PlacePrecision,
  sensitivities: readonly Sensitivity[],
): readonly PlaceFact[] {
  if (sensitivities.length === 0) return [];
  const shown = publicPrecision(recorded, sensitivities);
  const losesPoint = UNCERTAINTY_METRES[recorded] !== null && UNCERTAINTY_METRES[shown] === null;
  return losesPoint ? ['placeName', 'quay', 'district'] : ['placeName', 'quay'];
}

/** Whether a precision says less than another; `sea` says less than any place on land. */
export function isCoarser(precision: PlacePrecision, than: PlacePrecision): boolean {
  return PLACE_PRECISIONS.indexOf(precision) > PLACE_PRECISIONS.indexOf(than);
}

/**
 * The centre of the fixed grid cell that holds a point. The grid's rows are parallels `cellMetres` apart; within a row
 * the columns are as wide as the row's middle parallel makes `cellMetres`. Always the same for the same cell: a random
 * offset would average out over repeated events at one address.
 */
export function snapToGrid(point: LngLat, cellMetres: number): LngLat {
  const stepLat = cellMetres / METRES_PER_DEGREE;
  const lat = (Math.floor(point[1] / stepLat) + 0.5) * stepLat;
  const stepLng = stepLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const lng = (Math.floor(point[0] / stepLng) + 0.5) * stepLng;
  // The centre of a cell on the rim of the allowed range may lie beyond it, where no reader would take it.
  return [round6(clamp(lng, 180)), round6(clamp(lat, 85))];
}

/** The point that readers may see, or null; see D9 in ARCHITECTURE.md. */
export function publicPoint(
  point: LngLat | null,
  precision: PlacePrecision,
  sensitivities: readonly Sensitivity[],
): LngLat | null {
  if (!point) return null;
  const shown = publicPrecision(precision, sensitivities);
  if (UNCERTAINTY_METRES[shown] === null) return null;
  const cellMetres = GRID_METRES[shown];
  return cellMetres ? snapToGrid(point, cellMetres) : [round6(point[0]), round6(point[1])];
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function clamp(degrees: number, most: number): number {
  return Math.max(-most, Math.min(most, degrees));
}
