import { textWidth } from '@/lib/map/text-width';

export interface FittedText {
  lines: string[];
  sizePx: number;
}

export interface TextRoom {
  widthPx: number;
  /** From the largest to the smallest, with how many lines there is room for at each. */
  steps: readonly { sizePx: number; lines: number }[];
  isBold?: boolean;
}

const ELLIPSIS = '…';

/**
 * A text in lines that are no wider than the room, at the largest size at which all of it has room; at the smallest, what
 * does not fit is cut and an ellipsis says so. Never a line that is too wide: a long word is broken.
 */
export function fitText(text: string, { widthPx, steps, isBold = false }: TextRoom): FittedText {
  const words = text.split(/[ \t\r\n]+/).filter(Boolean);
  for (const { sizePx, lines: most } of steps) {
    const isWider = (line: string) => textWidth(line, sizePx, isBold) > widthPx;
    const lines = wrap(words, isWider);
    if (lines && lines.length <= most) return { lines, sizePx };
  }
  const { sizePx, lines: most } = steps.at(-1) ?? { sizePx: 12, lines: 1 };
  const isWider = (line: string) => textWidth(line, sizePx, isBold) > widthPx;
  const pieces = words.flatMap((word) => breakWord(word, isWider));
  const lines = wrap(pieces, isWider) ?? pieces;
  if (lines.length <= most) return { lines, sizePx };
  return { lines: [...lines.slice(0, most - 1), cut(lines[most - 1] ?? '', isWider)], sizePx };
}

/** One line at the largest size at which it has room; cut where it has none at the smallest. */
export function fitToLine(
  text: string,
  widthPx: number,
  sizes: readonly number[],
  isBold = false,
): { text: string; sizePx: number } {
  const smallest = sizes.at(-1) ?? 12;
  const sizePx = sizes.find((size) => textWidth(text, size, isBold) <= widthPx) ?? smallest;
  return { text: fitLine(text, widthPx, sizePx, isBold), sizePx };
}

/** One line, cut where it does not fit. */
export function fitLine(text: string, widthPx: number, sizePx: number, isBold = false): string {
  const isWider = (line: string) => textWidth(line, sizePx, isBold) > widthPx;
  return isWider(text) ? cut(text, isWider) : text;
}

/** Null where a word alone is too wide. */
function wrap(words: readonly string[], isWider: (line: string) => boolean): string[] | null {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (isWider(word)) return null;
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && isWider(longer)) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, isWider: (line: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && isWider(piece + letter)) {
      pieces.push(piece);
      piece = letter;
    } else piece += letter;
  }
  return [...pieces, piece];
}

function cut(line: string, isWider: (line: string) => boolean): string {
  const letters = [...line];
  while (letters.length > 0 && isWider(letters.join('').trimEnd() + ELLIPSIS)) letters.pop();
  return (
    letters
      .join('')
      .trimEnd()
      .replace(/[,;:–-]$/, '') + ELLIPSIS
  );
}
