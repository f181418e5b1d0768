import type { Shape } from '@/lib/domain/shape';
import { NO_POINT } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { SELECTED } from './row-marks';
import { BLOCK_ROWS, BOX_SIDES, type Segment } from './segment';
import {
  boundsOfShape,
  type DegreesBox,
  degreesBox,
  type PointTest,
  placeOfBox,
  type ShapeWithSides,
  testWithin,
  type WireBounds,
  wireBounds,
  withSides,
} from './shape-bounds';

/** A shape with its bounds. */
export interface CompiledShape extends ShapeWithSides {
  degrees: DegreesBox;
  wire: WireBounds;
}

export function compileShape(shape: Shape): CompiledShape {
  const degrees = boundsOfShape(shape);
  return { ...withSides(shape), degrees, wire: wireBounds(degrees) };
}

/**
 * Takes the marks of the rows outside a shape away, and of those without a point; returns how many of the latter were
 * selected. A block is kept or dropped as a whole where its box lies wholly inside or outside: only rows of blocks
 * that the border crosses are asked one by one, by the test that Turf makes.
 */
export function keepShape(segment: Segment, compiled: CompiledShape, marks: Uint8Array): number {
  let unplaced = 0;
  for (let block = 0; block * BLOCK_ROWS < segment.size; block += 1) {
    const from = block * BLOCK_ROWS;
    const end = Math.min(segment.size, from + BLOCK_ROWS);
    const place = placeOfBlock(segment, block, compiled);
    if (place === 'outside') marks.fill(0, from, end);
    else if (place !== 'inside') {
      unplaced += keepRows(segment, compiled.wire, place, marks, from, end);
    }
  }
  return unplaced;
}

/** Where a block lies as a whole, or the test that its rows need. The box of one that has rows without a point has no end. */
function placeOfBlock(
  { boxes }: Segment,
  block: number,
  compiled: CompiledShape,
): 'inside' | 'outside' | PointTest {
  const { wire } = compiled;
  const minX = boxes[block * BOX_SIDES] as number;
  const minY = boxes[block * BOX_SIDES + 1] as number;
  const maxX = boxes[block * BOX_SIDES + 2] as number;
  const maxY = boxes[block * BOX_SIDES + 3] as number;
  if (maxX === NO_POINT) return testWithin(compiled, compiled.degrees);
  if (maxX < wire.minX || minX > wire.maxX || maxY < wire.minY || minY > wire.maxY) {
    return 'outside';
  }
  const box = degreesBox(minX, minY, maxX, maxY);
  const place = placeOfBox(compiled, box);
  return place === 'across' ? testWithin(compiled, box) : place;
}

function keepRows(
  { arrays }: Segment,
  wire: WireBounds,
  isIn: PointTest,
  marks: Uint8Array,
  from: number,
  end: number,
): number {
  let unplaced = 0;
  for (let place = from; place < end; place += 1) {
    const mark = marks[place] as number;
    if (mark === 0) continue;
    const x = arrays.x[place] as number;
    const y = arrays.y[place] as number;
    const isNear = x >= wire.minX && x <= wire.maxX && y >= wire.minY && y <= wire.maxY;
    if (x === NO_POINT) unplaced += Number(mark === SELECTED);
    if (!isNear || !isIn(lngOfX(x), latOfY(y))) marks[place] = 0;
  }
  return unplaced;
}
