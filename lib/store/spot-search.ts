import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { type DistanceBounds, unitsBetween } from './ground-rows';
import type { SpotGrid } from './spot-grid';

/** So few spots are looked at one by one. */
const LEAF_SPOTS = 16;
const HALF_WORLD = WORLD_SIZE / 2;
export const BOX_SIDES = 4;

/** What two boxes say of their points: all neighbours, none, or it must be looked at. */
type Comparison = 'within' | 'apart' | 'open';

/**
 * Finds neighbours among ranges of spots of a {@link SpotGrid}, each range `first … end - 1` inside one cell.
 *
 * A range of more than 16 spots is a node: it has a bounding box, and its two halves are ranges again. Since spots lie along a
 * Morton curve, halves are compact. So of two crowded cells only what lies about the radius apart is compared.
 */
export class SpotSearch {
  readonly #grid: SpotGrid;
  /** Core points before each spot, as `pointsBefore`. */
  readonly coresBefore: Uint32Array;
  /**
   * Least x, least y, greatest x, greatest y of every node, by an eighth of its middle. A middle lies at least eight spots
   * from the ends of its node, which all other middles are on or beyond, or in a half of it: no two nodes share an entry.
   */
  readonly #boxes: Int32Array;
  #bounds: DistanceBounds = { surely: 0, atMost: 0 };

  constructor(grid: SpotGrid) {
    this.#grid = grid;
    this.coresBefore = new Uint32Array(grid.x.length + 1);
    this.#boxes = new Int32Array(((grid.x.length >> 3) + 1) * BOX_SIDES);
  }

  /** Sets the row of latitude in which one of two points lies whenever they are compared. */
  aimAt(row: number): DistanceBounds {
    this.#bounds = this.#grid.rows.bounds(row);
    return this.#bounds;
  }

  /** Computes the boxes of a cell's nodes and gives the box of all its spots. */
  measure(first: number, end: number, box: Int32Array = new Int32Array(BOX_SIDES)): Int32Array {
    if (end - first <= LEAF_SPOTS) return this.#measureLeaf(first, end, box);
    const middle = (first + end) >> 1;
    this.measure(first, middle, box);
    const [minX = 0, minY = 0, maxX = 0, maxY = 0] = box;
    this.measure(middle, end, box);
    box[0] = Math.min(minX, box[0] as number);
    box[1] = Math.min(minY, box[1] as number);
    box[2] = Math.max(maxX, box[2] as number);
    box[3] = Math.max(maxY, box[3] as number);
    this.#boxes.set(box, (middle >> 3) * BOX_SIDES);
    return box;
  }

  /**
   * Points of a range within the radius of a spot, counted up to `enough`. `before` says what weighs: `pointsBefore`
   * or `coresBefore`.
   */
  countWithin(
    spot: number,
    first: number,
    end: number,
    before: Uint32Array,
    enough: number,
  ): number {
    const all = (before[end] as number) - (before[first] as number);
    if (all === 0) return 0;
    if (end - first <= LEAF_SPOTS) return this.#countLeaf(spot, first, end, before, enough);
    const middle = (first + end) >> 1;
    const where = this.#compareToBox(spot, middle);
    if (where !== 'open') return where === 'within' ? all : 0;
    const count = this.countWithin(spot, first, middle, before, enough);
    if (count >= enough) return count;
    return count + this.countWithin(spot, middle, end, before, enough - count);
  }

  /** Whether a core point of one range lies within the radius of a core point of another. */
  hasCorePair(first: number, end: number, otherFirst: number, otherEnd: number): boolean {
    const before = this.coresBefore;
    if (before[end] === before[first] || before[otherEnd] === before[otherFirst]) return false;
    if (end - first <= LEAF_SPOTS) return this.#leafHasCorePair(first, end, otherFirst, otherEnd);
    if (otherEnd - otherFirst <= LEAF_SPOTS) {
      return this.#leafHasCorePair(otherFirst, otherEnd, first, end);
    }
    const middle = (first + end) >> 1;
    const otherMiddle = (otherFirst + otherEnd) >> 1;
    const where = this.#compareNodes(middle, otherMiddle);
    if (where !== 'open') return where === 'within';
    return end - first >= otherEnd - otherFirst
      ? this.hasCorePair(first, middle, otherFirst, otherEnd) ||
          this.hasCorePair(middle, end, otherFirst, otherEnd)
      : this.hasCorePair(first, end, otherFirst, otherMiddle) ||
          this.hasCorePair(first, end, otherMiddle, otherEnd);
  }

  #measureLeaf(first: number, end: number, box: Int32Array): Int32Array {
    const { x, y } = this.#grid;
    box.fill(WORLD_SIZE - 1, 0, 2).fill(0, 2);
    for (let spot = first; spot < end; spot += 1) {
      box[0] = Math.min(box[0] as number, x[spot] as number);
      box[1] = Math.min(box[1] as number, y[spot] as number);
      box[2] = Math.max(box[2] as number, x[spot] as number);
      box[3] = Math.max(box[3] as number, y[spot] as number);
    }
    return box;
  }

  #countLeaf(
    spot: number,
    first: number,
    end: number,
    before: Uint32Array,
    enough: number,
  ): number {
    let count = 0;
    for (let other = first; other < end && count < enough; other += 1) {
      const weight = (before[other + 1] as number) - (before[other] as number);
      if (weight > 0 && this.#areNeighbours(spot, other)) count += weight;
    }
    return count;
  }

  #leafHasCorePair(first: number, end: number, otherFirst: number, otherEnd: number): boolean {
    const before = this.coresBefore;
    for (let spot = first; spot < end; spot += 1) {
      const isCore = before[spot + 1] !== before[spot];
      if (isCore && this.countWithin(spot, otherFirst, otherEnd, before, 1) > 0) return true;
    }
    return false;
  }

  #areNeighbours(spot: number, other: number): boolean {
    const { x: xs, y: ys, rows } = this.#grid;
    const x = xs[spot] as number;
    const y = ys[spot] as number;
    const otherX = xs[other] as number;
    const otherY = ys[other] as number;
    const east = unitsBetween(x, otherX);
    const square = east * east + (y - otherY) * (y - otherY);
    if (square <= this.#bounds.surely) return true;
    return square <= this.#bounds.atMost && rows.isWithin(x, y, otherX, otherY);
  }

  #compareToBox(spot: number, middle: number): Comparison {
    const { x, y } = this.#grid;
    const east = x[spot] as number;
    const south = y[spot] as number;
    const boxes = this.#boxes;
    const box = (middle >> 3) * BOX_SIDES;
    const minX = boxes[box] as number;
    const minY = boxes[box + 1] as number;
    const maxX = boxes[box + 2] as number;
    const maxY = boxes[box + 3] as number;
    return this.#compare(
      Math.max(0, minX - east, east - maxX),
      Math.max(east - minX, maxX - east),
      Math.max(0, minY - south, south - maxY),
      Math.max(south - minY, maxY - south),
    );
  }

  #compareNodes(middle: number, otherMiddle: number): Comparison {
    const boxes = this.#boxes;
    const box = (middle >> 3) * BOX_SIDES;
    const other = (otherMiddle >> 3) * BOX_SIDES;
    const minX = boxes[box] as number;
    const minY = boxes[box + 1] as number;
    const maxX = boxes[box + 2] as number;
    const maxY = boxes[box + 3] as number;
    const otherMinX = boxes[other] as number;
    const otherMinY = boxes[other + 1] as number;
    const otherMaxX = boxes[other + 2] as number;
    const otherMaxY = boxes[other + 3] as number;
    return this.#compare(
      Math.max(0, otherMinX - maxX, minX - otherMaxX),
      Math.max(otherMaxX - minX, maxX - otherMinX),
      Math.max(0, otherMinY - maxY, minY - otherMaxY),
      Math.max(otherMaxY - minY, maxY - otherMinY),
    );
  }

  /** By the nearest and the farthest that points of two boxes can lie from each other. */
  #compare(gapX: number, farX: number, gapY: number, farY: number): Comparison {
    const { surely, atMost } = this.#bounds;
    const isAcrossSeam = gapX > HALF_WORLD;
    const nearest = isAcrossSeam ? WORLD_SIZE - farX : gapX;
    if (nearest * nearest + gapY * gapY > atMost) return 'apart';
    const farthest = isAcrossSeam ? WORLD_SIZE - gapX : farX;
    return farthest * farthest + farY * farY <= surely ? 'within' : 'open';
  }
}
