/** Words that somebody who shares a view has put on its map. */
export interface MapLabel {
  text: string;
  /** `[lng, lat]` */
  point: [number, number];
}

export const MOST_LABELS = 5;
/** Characters as a reader counts them, not code units. */
export const LONGEST_LABEL = 60;

/** Control characters, halves of characters, white space; then what turns the direction of what stands around it. */
const BLANKS = /[\p{Cc}\p{Cs}\s]+/gu;
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What somebody typed as the one line that a label is; empty where nothing is left. */
export function toLabelText(text: string): string {
  const line = text.normalize('NFC').replace(DIRECTIONS, '').replace(BLANKS, ' ').trim();
  return [...line].slice(0, LONGEST_LABEL).join('').trim();
}
