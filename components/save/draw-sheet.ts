import {
  PATTERN_LINE,
  PATTERN_LINES,
  PATTERN_PX,
  type PatternedKind,
} from '@/components/charts/kind-patterns';
import { PALETTES, type Palette, type Theme } from '@/lib/map/palette';
import { layoutSheet, type SheetLayout } from './layout-sheet';
import type { SheetContent } from './sheet-content';
import { LINE_HEIGHT, type Mark, type TextMark } from './sheet-marks';

/** Device pixels for a CSS pixel: as sharp in print and on fine screens. */
const SHEET_PIXEL_RATIO = 2;
/** Beyond this many pixels browsers of phones give an empty canvas. */
const MOST_PIXELS = 16_000_000;
const FAMILY = '"Noto Sans", system-ui, sans-serif';
const WORD_EVERY_PX = { x: 230, y: 120 };
const WORD_OPACITY = 0.13;

type Context = CanvasRenderingContext2D;

/** Draws a sheet as a PNG, light or dark as the page. */
export async function drawSheet(content: SheetContent, theme: Theme): Promise<Blob> {
  await document.fonts?.ready;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2D canvas, so no picture can be saved');
  const palette = PALETTES[theme];
  const measure = (text: string, sizePx: number, weight: TextMark['weight']) => {
    context.font = fontOf(sizePx, weight);
    return context.measureText(text).width;
  };
  const layout = layoutSheet(content, { measure, palette });
  const area = layout.width * layout.height;
  const ratio = area * SHEET_PIXEL_RATIO ** 2 > MOST_PIXELS ? 1 : SHEET_PIXEL_RATIO;
  canvas.width = Math.ceil(layout.width * ratio);
  canvas.height = Math.ceil(layout.height * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, layout.width, layout.height);
  const image = content.picture.type === 'image' ? content.picture.image : null;
  const isText = ({ type }: Mark) => type === 'text';
  for (const mark of layout.marks) if (!isText(mark)) drawMark(context, mark, image);
  // Under the words, which stay easy to read.
  if (content.simulatedWord) drawPattern(context, layout, content.simulatedWord, palette);
  for (const mark of layout.marks) if (isText(mark)) drawMark(context, mark, image);
  return await new Promise<Blob>((settle, fail) =>
    canvas.toBlob(
      (blob) => (blob ? settle(blob) : fail(new Error('no PNG was made'))),
      'image/png',
    ),
  );
}

function fontOf(sizePx: number, weight: number): string {
  return `${weight} ${sizePx}px ${FAMILY}`;
}

function drawMark(context: Context, mark: Mark, image: CanvasImageSource | null): void {
  if (mark.type === 'image') {
    if (image) context.drawImage(image, mark.x, mark.y, mark.width, mark.height);
    return;
  }
  context.save();
  if (mark.type === 'text') drawText(context, mark);
  else {
    context.translate(mark.x, mark.y);
    context.globalAlpha = mark.opacity ?? 1;
    const shape = new Path2D(mark.d);
    if (mark.fill) {
      context.fillStyle = mark.pattern ? patternOf(context, mark.pattern, mark.fill) : mark.fill;
      context.fill(shape);
    }
    if (mark.stroke) {
      context.strokeStyle = mark.stroke;
      context.lineWidth = mark.strokePx ?? 1;
      context.setLineDash([...(mark.dash ?? [])]);
      context.stroke(shape);
    }
  }
  context.restore();
}

/** A kind's lines as a fill, drawn twice as large so that they are as sharp as the sheet. */
function patternOf(context: Context, kind: PatternedKind, colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = PATTERN_PX * SHEET_PIXEL_RATIO;
  tile.height = tile.width;
  const lines = tile.getContext('2d');
  const pattern = lines && drawLines(lines, kind, colour) && context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / SHEET_PIXEL_RATIO));
  return pattern ?? 'transparent';
}

function drawLines(context: Context, kind: PatternedKind, colour: string): true {
  context.scale(SHEET_PIXEL_RATIO, SHEET_PIXEL_RATIO);
  context.globalAlpha = PATTERN_LINE.opacity;
  context.strokeStyle = colour;
  context.lineWidth = PATTERN_LINE.widthPx;
  context.stroke(new Path2D(PATTERN_LINES[kind]));
  return true;
}

const ALIGN = { start: 'left', middle: 'center', end: 'right' } as const;

function drawText(context: Context, { text, x, y, sizePx, weight, align, colour }: TextMark): void {
  context.font = fontOf(sizePx, weight);
  context.fillStyle = colour;
  context.textAlign = ALIGN[align];
  context.textBaseline = 'middle';
  context.fillText(text, x, y + (sizePx * LINE_HEIGHT) / 2);
}

/** So often and so large that no cut-out of the sheet is without the word; a map has it in itself. */
function drawPattern(
  context: Context,
  { width, height, marks }: SheetLayout,
  word: string,
  palette: Palette,
): void {
  context.save();
  const outside = new Path2D();
  outside.rect(0, 0, width, height);
  for (const mark of marks) {
    if (mark.type === 'image') outside.rect(mark.x, mark.y, mark.width, mark.height);
  }
  context.clip(outside, 'evenodd');
  context.globalAlpha = WORD_OPACITY;
  context.fillStyle = palette.simulated;
  context.font = fontOf(26, 700);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let row = 0; row * WORD_EVERY_PX.y < height + WORD_EVERY_PX.y; row++) {
    const shift = row % 2 === 0 ? 0 : WORD_EVERY_PX.x / 2;
    for (let x = shift; x < width + WORD_EVERY_PX.x; x += WORD_EVERY_PX.x) {
      context.save();
      context.translate(x, (row + 0.5) * WORD_EVERY_PX.y);
      context.rotate(-Math.PI / 7);
      context.fillText(word.toLocaleUpperCase(), 0, 0);
      context.restore();
    }
  }
  context.restore();
}
