import { type Block, LINE_HEIGHT, type Measure, type Pen, type TextMark } from './sheet-marks';

/** How text of one kind is set. */
export interface TextStyle {
  sizePx: number;
  weight: TextMark['weight'];
  colour: string;
  align?: TextMark['align'];
}

/**
 * Breaks a text into lines of at most `width` CSS pixels: between words, and within a word that is wider by itself, since a
 * line that leaves the sheet is cut off. A single sign is never parted, so a line of one may be wider.
 */
export function wrapText(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (measure(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = piecesOf(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

/** A word in as few pieces as fit, parted between whole signs. */
function piecesOf(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const sign of word) {
    if (piece !== '' && measure(piece + sign) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += sign;
  }
  return [...pieces, piece];
}

/** A paragraph from the top left of its own box. */
export function textBlock(text: string, width: number, style: TextStyle, { measure }: Pen): Block {
  const { sizePx, weight, colour, align = 'start' } = style;
  const lines = wrapText(text, width, measureIn(measure, style));
  const x = { start: 0, middle: width / 2, end: width }[align];
  const lineHeight = Math.ceil(sizePx * LINE_HEIGHT);
  return {
    marks: lines.map((line, index) => ({
      type: 'text',
      text: line,
      x,
      y: index * lineHeight,
      sizePx,
      weight,
      align,
      colour,
    })),
    height: lines.length * lineHeight,
  };
}

/** Measures in one style. */
export function measureIn(
  measure: Measure,
  { sizePx, weight }: Pick<TextStyle, 'sizePx' | 'weight'>,
): (text: string) => number {
  return (text) => measure(text, sizePx, weight);
}
