import { layoutBars, layoutRanges, layoutWeek } from './layout-charts';
import { layoutDrawing } from './layout-drawings';
import { layoutTable } from './layout-table';
import { legendMarks, SIGN_PX } from './legend-marks';
import type { ImagePicture, Picture, SheetContent, TablePicture } from './sheet-content';
import { type Block, type Mark, moved, type Pen, rectPath } from './sheet-marks';
import { type TextStyle, textBlock } from './wrap-text';

/** A sheet in CSS pixels: what is drawn on it, in order. */
export interface SheetLayout {
  width: number;
  height: number;
  marks: Mark[];
}

const MARGIN_PX = 24;
const GAP_PX = 14;
const SIGN_GAP_PX = 10;
const CHART_WIDTH_PX = 640;
/** On a narrow phone's map words would stand one below the other. */
const LEAST_WIDTH_PX = 360;
const LEGEND_COLUMN_PX = 300;

/** Lays a picture out between its title and all that has to be said of it; nothing overlaps and nothing leaves the sheet. */
export function layoutSheet(content: SheetContent, pen: Pen): SheetLayout {
  const { title, facts, picture, notes, credits } = content;
  const inner = innerWidth(picture);
  const { ink, inkSoft } = pen.palette;
  const text = (words: string, style: TextStyle): Block => textBlock(words, inner, style, pen);
  const note: TextStyle = { sizePx: 12, weight: 400, colour: inkSoft };
  const blocks: Block[] = [
    text(title, { sizePx: 20, weight: 700, colour: ink }),
    stack(facts.map((fact) => text(fact, { sizePx: 13, weight: 400, colour: ink }))),
    layoutPicture(picture, inner, pen),
    layoutLegend(content.legend, inner, pen),
    stack(notes.map((words) => text(words, note))),
    stack([
      { marks: [rule(inner, pen)], height: credits.length > 0 ? 10 : 0 },
      ...credits.map((words) => text(words, { ...note, sizePx: 11 })),
    ]),
  ];
  const { marks, height } = stack(
    blocks.filter((block) => block.height > 0),
    GAP_PX,
  );
  return {
    width: inner + 2 * MARGIN_PX,
    height: height + 2 * MARGIN_PX,
    marks: moved(marks, MARGIN_PX, MARGIN_PX),
  };
}

function innerWidth(picture: Picture): number {
  if (picture.type === 'image') return Math.max(LEAST_WIDTH_PX, picture.width);
  return picture.type === 'bars' ? picture.width : CHART_WIDTH_PX;
}

function layoutPicture(picture: Picture, width: number, pen: Pen): Block {
  switch (picture.type) {
    case 'table':
      return layoutTableSheet(picture, width, pen);
    case 'week':
      return layoutWeek(picture, width, pen);
    case 'bars':
      return layoutBars(picture, width, pen);
    case 'ranges':
      return layoutRanges(picture, width, pen);
    case 'image':
      return layoutImage(picture, width, pen);
  }
}

/** A table with its chart above it, where it has one. */
function layoutTableSheet(picture: TablePicture, width: number, pen: Pen): Block {
  const table = layoutTable(picture, width, pen);
  return picture.chart ? stack([layoutDrawing(picture.chart, width, pen), table], GAP_PX) : table;
}

/** The picture with its scale below it, which covers no sign. */
function layoutImage({ width, height, scale }: ImagePicture, most: number, pen: Pen): Block {
  const image: Block = { marks: [{ type: 'image', x: 0, y: 0, width, height }], height };
  if (!scale || scale.width > most) return image;
  const style: TextStyle = { sizePx: 11, weight: 400, colour: pen.palette.inkSoft };
  const bar: Block = {
    marks: [{ type: 'path', x: 0, y: 0, d: rectPath(scale.width, 3), fill: pen.palette.inkSoft }],
    height: 5,
  };
  return stack([image, stack([bar, textBlock(scale.words, most, style, pen)])], 8);
}

/** Signs with their words, in as many columns as there is room for; a row is as high as its highest. */
function layoutLegend(entries: SheetContent['legend'], width: number, pen: Pen): Block {
  const columns = Math.max(1, Math.floor(width / LEGEND_COLUMN_PX));
  const columnWidth = (width - (columns - 1) * GAP_PX) / columns;
  const wordsWidth = columnWidth - SIGN_PX - SIGN_GAP_PX;
  const style: TextStyle = { sizePx: 12, weight: 400, colour: pen.palette.ink };
  const blocks = entries.map(({ sign, words }) => {
    const said = textBlock(words, wordsWidth, style, pen);
    return {
      marks: [
        ...legendMarks(sign, pen.palette),
        ...moved(said.marks, SIGN_PX + SIGN_GAP_PX, Math.max(0, (SIGN_PX - said.height) / 2)),
      ],
      height: Math.max(SIGN_PX, said.height),
    };
  });
  const rows: Block[] = [];
  for (let first = 0; first < blocks.length; first += columns) {
    const row = blocks.slice(first, first + columns);
    rows.push({
      marks: row.flatMap(({ marks }, index) => moved(marks, index * (columnWidth + GAP_PX), 0)),
      height: Math.max(...row.map(({ height }) => height)),
    });
  }
  return stack(rows, 6);
}

/** Blocks one below the other. */
function stack(blocks: readonly Block[], gap = 0): Block {
  const marks: Mark[] = [];
  let y = 0;
  for (const [index, block] of blocks.entries()) {
    if (index > 0) y += gap;
    marks.push(...moved(block.marks, 0, y));
    y += block.height;
  }
  return { marks, height: y };
}

function rule(width: number, { palette }: Pen): Mark {
  return { type: 'path', x: 0, y: 0, d: rectPath(width, 1), fill: palette.surfaceEdge };
}
