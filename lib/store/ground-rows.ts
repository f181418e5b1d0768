import { distance, earthRadius } from '@turf/turf';
import { latOfY, lngOfX, WORLD_SIZE } from '@/lib/protocol/mercator';

const SMALLEST_RADIUS_METRES = 10;
const LARGEST_RADIUS_METRES = 100_000;

/** Metres of Turf's round earth that one wire unit measures on the equator. */
const METRES_PER_UNIT = (2 * Math.PI * earthRadius) / WORLD_SIZE;
const HALF_WORLD = WORLD_SIZE / 2;
/** Rows to either side that can hold a neighbour: a row is higher than half the radius. */
export const ROWS_IN_REACH = 2;
/**
 * Shares by which cells are smaller, and the bounds of a distance wider apart, than geometry asks for. Doubles err by
 * less than 2e-8 of a metre in all that is computed here, so nothing is decided by their rounding.
 */
const CELL_MARGIN = 1e-6;
const BOUND_MARGIN = 1e-7;

/** Least and greatest distance in wire units, squared, between which only {@link GroundRows.isWithin} can tell. */
export interface DistanceBounds {
  /** Points this near on the map are within the radius on the ground. */
  surely: number;
  /** Points farther apart than this are not. */
  atMost: number;
}

/**
 * Rows of latitude, counted from the north pole, for finding points within a radius on the ground.
 *
 * Mercator is conformal: at latitude φ a wire unit measures `cos φ` of what it measures on the equator, in every direction.
 * So each row has cells of its own width, with a diagonal below the radius at every latitude, and its own bounds
 * between which a distance on the map leaves open what it is on the ground. There Turf's `distance` decides.
 */
export class GroundRows {
  readonly #radiusMetres: number;
  readonly #radiusKm: number;
  readonly #rowRadians: number;

  /** @throws RangeError if the radius is below ten metres or above a hundred kilometres. */
  constructor(radiusMetres: number) {
    if (!(radiusMetres >= SMALLEST_RADIUS_METRES && radiusMetres <= LARGEST_RADIUS_METRES)) {
      throw new RangeError(
        `a radius of ${radiusMetres} m cannot be searched (give ${SMALLEST_RADIUS_METRES} to ${LARGEST_RADIUS_METRES} m)`,
      );
    }
    this.#radiusMetres = radiusMetres;
    // The same division as Turf's callers make, so that both compare with the same double.
    this.#radiusKm = radiusMetres / 1000;
    this.#rowRadians = (radiusMetres / earthRadius / Math.SQRT2) * (1 - CELL_MARGIN);
  }

  rowOf(y: number): number {
    return Math.floor((Math.PI / 2 - (latOfY(y) * Math.PI) / 180) / this.#rowRadians);
  }

  /** Wire units; no cell of the row is wider on the ground than the row is high. */
  columnWidth(row: number): number {
    const { most } = this.#cosines(row, row, 0);
    return (this.#rowRadians * earthRadius) / (METRES_PER_UNIT * most);
  }

  /** Bounds for points of which one lies in the row. */
  bounds(row: number): DistanceBounds {
    const first = row - ROWS_IN_REACH;
    const last = row + ROWS_IN_REACH;
    // The way on the ground may leave the rows of its ends, by less than the radius.
    const { most, least } = this.#cosines(first, last, this.#radiusMetres / earthRadius);
    const units = this.#radiusMetres / METRES_PER_UNIT;
    return {
      surely: ((units / most) * (1 - BOUND_MARGIN)) ** 2,
      atMost: ((units / least) * (1 + BOUND_MARGIN)) ** 2,
    };
  }

  /** Whether Turf's `distance` is at most the radius; always measured from the more northern point, else that with the lower x. */
  isWithin(x: number, y: number, otherX: number, otherY: number): boolean {
    const isFirst = y < otherY || (y === otherY && x <= otherX);
    const one = [lngOfX(x), latOfY(y)];
    const other = [lngOfX(otherX), latOfY(otherY)];
    return (isFirst ? distance(one, other) : distance(other, one)) <= this.#radiusKm;
  }

  /** Greatest cosine of the latitudes of rows, and least of those and `beyond` radians farther. */
  #cosines(first: number, last: number, beyond: number): { most: number; least: number } {
    const north = Math.PI / 2 - first * this.#rowRadians;
    const south = Math.PI / 2 - (last + 1) * this.#rowRadians;
    const isAcrossEquator = north >= 0 && south <= 0;
    return {
      most: isAcrossEquator ? 1 : Math.max(Math.cos(north), Math.cos(south)),
      least: Math.min(Math.cos(north + beyond), Math.cos(south - beyond)),
    };
  }
}

/** Units from one meridian to another, the shorter way round. */
export function unitsBetween(x: number, otherX: number): number {
  const units = Math.abs(x - otherX);
  return units > HALF_WORLD ? WORLD_SIZE - units : units;
}
