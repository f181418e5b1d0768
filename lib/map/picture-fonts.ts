/** Files of Noto Sans that pictures drawn on the server use, and which letters each has. */
const SUBSETS = {
  latin:
    /[\u0020-\u00ff\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u2000-\u206f\u20ac\u2122\u2191\u2193\u2212\u2215\ufeff\ufffd]/,
  'latin-ext':
    /[\u0100-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\u2020\u20a0-\u20c0\u2113\u2c60-\u2c7f\ua720-\ua7ff]/,
  greek: /[\u0370-\u03ff]/,
  cyrillic: /[\u0400-\u045f\u0490\u0491\u04b0\u04b1\u2116]/,
} as const;
type Subset = keyof typeof SUBSETS;

export const PICTURE_SUBSETS = Object.keys(SUBSETS) as readonly Subset[];

/** The family under which the letters of a subset are found: each file is one of its own. */
export function pictureFamily(subset: Subset): string {
  return `Havenwacht ${subset}`;
}

export interface FontRun {
  family: string;
  text: string;
}

/** A text in pieces of one family each; what no file has stays with the first, which draws a box for it. */
export function fontRuns(text: string): FontRun[] {
  const runs: FontRun[] = [];
  for (const letter of text) {
    const subset = PICTURE_SUBSETS.find((name) => SUBSETS[name].test(letter)) ?? 'latin';
    const family = pictureFamily(subset);
    const last = runs.at(-1);
    if (last?.family === family) last.text += letter;
    else runs.push({ family, text: letter });
  }
  return runs;
}
