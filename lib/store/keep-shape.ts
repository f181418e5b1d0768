import { liesInShape, type Shape } from '@/lib/domain/shape';
import { NO_POINT } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { SELECTED } from './row-marks';
import { BLOCK_ROWS, BOX_SIDES, type Segment } from './segment';
import {
  type BoxPlace,
  boundsOfShape,
  degreesBox,
  placeOfBox,
  type WireBounds,
  wireBounds,
} from './shape-bounds';

/** A shape with its bounds in wire units. */
export interface CompiledShape {
  shape: Shape;
  bounds: WireBounds;
}

export function compileShape(shape: Shape): CompiledShape {
  return { shape, bounds: wireBounds(boundsOfShape(shape)) };
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
    else if (place === 'across') unplaced += keepRows(segment, compiled, marks, from, end);
  }
  return unplaced;
}

/** The box of a block that has rows without a point reaches to `NO_POINT`. */
function placeOfBlock({ boxes }: Segment, block: number, compiled: CompiledShape): BoxPlace {
  const { shape, bounds } = compiled;
  const minX = boxes[block * BOX_SIDES] as number;
  const minY = boxes[block * BOX_SIDES + 1] as number;
  const maxX = boxes[block * BOX_SIDES + 2] as number;
  const maxY = boxes[block * BOX_SIDES + 3] as number;
  if (maxX === NO_POINT) return 'across';
  const isApart =
    maxX < bounds.minX || minX > bounds.maxX || maxY < bounds.minY || minY > bounds.maxY;
  return isApart ? 'outside' : placeOfBox(shape, degreesBox(minX, minY, maxX, maxY));
}

function keepRows(
  { arrays }: Segment,
  { shape, bounds }: CompiledShape,
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
    const isNear = x >= bounds.minX && x <= bounds.maxX && y >= bounds.minY && y <= bounds.maxY;
    if (x === NO_POINT) unplaced += Number(mark === SELECTED);
    if (!isNear || !liesInShape(shape, lngOfX(x), latOfY(y))) marks[place] = 0;
  }
  return unplaced;
}
