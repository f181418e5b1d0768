import type { TablePicture } from './sheet-content';
import { type Block, type Mark, moved, type Pen, rectPath } from './sheet-marks';
import { measureIn, type TextStyle, textBlock } from './wrap-text';

const GAP_PX = 14;
const ROW_PAD_PX = 5;
const BAR_PX = 4;
const SIZE_PX = 13;
/** What the names keep of the width, however wide the numbers are. */
const NAME_SHARE = 0.34;

/** A table whose words break within their columns: the first from the left, the numbers to the right. */
export function layoutTable({ columns, rows }: TablePicture, width: number, pen: Pen): Block {
  const { palette } = pen;
  const widths = columnWidths(columns, rows, width, pen);
  const marks: Mark[] = [];
  let y = 0;
  const addRow = (cells: readonly string[], style: TextStyle, bar = 0) => {
    const blocks = cells.map((cell, index) =>
      textBlock(cell, widths[index] ?? 0, { ...style, align: index ? 'end' : 'start' }, pen),
    );
    let x = 0;
    for (const [index, block] of blocks.entries()) {
      marks.push(...moved(block.marks, x, y + ROW_PAD_PX));
      x += (widths[index] ?? 0) + GAP_PX;
    }
    y += ROW_PAD_PX + Math.max(...blocks.map(({ height }) => height));
    if (bar > 0) {
      const length = Math.max(1, bar * width);
      marks.push(pathAt(0, y + 1, rectPath(length, BAR_PX), palette.inkSoft));
    }
    y += ROW_PAD_PX + (bar > 0 ? BAR_PX : 0);
    marks.push(pathAt(0, y, rectPath(width, 1), palette.surfaceEdge, 0.5));
    y += 1;
  };
  addRow(columns, { sizePx: 11, weight: 600, colour: palette.inkSoft });
  for (const { name, cells, bar, isTotal } of rows) {
    addRow(
      [name, ...cells],
      { sizePx: SIZE_PX, weight: isTotal ? 700 : 400, colour: palette.ink },
      bar,
    );
  }
  return { marks, height: y };
}

function pathAt(x: number, y: number, d: string, fill: string, opacity = 1): Mark {
  return { type: 'path', x, y, d, fill, opacity };
}

/** Columns of numbers are as wide as their widest cell, or smaller in proportion where the names would have no room. */
function columnWidths(
  columns: readonly string[],
  rows: TablePicture['rows'],
  width: number,
  { measure }: Pen,
): number[] {
  const wide = measureIn(measure, { sizePx: SIZE_PX, weight: 700 });
  const wanted = columns
    .slice(1)
    .map((column, index) =>
      Math.ceil(Math.max(wide(column), ...rows.map(({ cells }) => wide(cells[index] ?? '')))),
    );
  const room = width - wanted.length * GAP_PX;
  const most = room * (1 - NAME_SHARE);
  const all = wanted.reduce((sum, each) => sum + each, 0);
  const numbers = all <= most ? wanted : wanted.map((each) => (each / all) * most);
  return [room - numbers.reduce((sum, each) => sum + each, 0), ...numbers];
}
