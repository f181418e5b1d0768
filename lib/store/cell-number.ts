import { WORLD_SIZE } from '@/lib/protocol/mercator';
import type { WorldBox } from './view-frame';

/** Number of cells on all levels above `level`. */
function firstNumber(level: number): number {
  return (4 ** level - 1) / 3;
}

/** One number for a cell of any level up to 25: level by level from the root, row by row. Below 2^53. */
export function cellNumber(level: number, x: number, y: number): number {
  return firstNumber(level) + y * 2 ** level + x;
}

/** What a cell covers. */
export function boxOfCell(cell: number): WorldBox {
  let level = 0;
  while (firstNumber(level + 1) <= cell) level += 1;
  const place = cell - firstNumber(level);
  const side = 2 ** level;
  const size = WORLD_SIZE / side;
  const minX = (place % side) * size;
  const minY = Math.floor(place / side) * size;
  return { minX, minY, maxX: minX + size, maxY: minY + size };
}
