import type { Kind } from '@/lib/domain/vocabulary';

/** Of the three kinds two have lines besides their colour, so that bars are told apart in grey too. */
export const PATTERNED = ['seizure', 'incident'] as const satisfies readonly Kind[];
export type PatternedKind = (typeof PATTERNED)[number];

/** Side of the square that is repeated, in CSS pixels. */
export const PATTERN_PX = 4;

/** The lines in one square, as path data. */
export const PATTERN_LINES: Readonly<Record<PatternedKind, string>> = {
  seizure: 'M-1 1L1 -1M0 4L4 0M3 5L5 3',
  incident: 'M0 2H4',
};

/** How wide and how strong the lines are, in the colour of the ground. */
export const PATTERN_LINE = { widthPx: 0.8, opacity: 0.6 } as const;
