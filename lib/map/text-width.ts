/** Advance widths of Noto Sans in thousandths of an em, rounded up to a few classes; what is not listed is `OTHER`. */
const CLASSES: readonly [letters: string, width: number][] = [
  ["ijlI.,:;'’|", 290],
  [' ()[]-–/', 330],
  ['ftrJ', 420],
  ['sczvxyk', 535],
  ['0123456789aeLFTESYZ', 590],
  ['bdghnopquABCKPRVX', 655],
  ['DGHNOQU', 785],
  ['mwMW', 945],
];
const OTHER = 700;
/** Bold runs a little wider. */
const BOLD = 1.06;

const widths = new Map(
  CLASSES.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)),
);

/** How wide a line of the map's font is in pixels: an upper estimate, the same on every machine. */
export function textWidth(text: string, sizePx: number, isBold = false): number {
  const thousandths = [...text].reduce((sum, letter) => sum + (widths.get(letter) ?? OTHER), 0);
  return (thousandths / 1000) * sizePx * (isBold ? BOLD : 1);
}
