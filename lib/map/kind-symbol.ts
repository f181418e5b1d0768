import type { Kind } from '@/lib/domain/vocabulary';

/** Side of the square in which the paths are drawn; their centre is the middle. */
export const KIND_SYMBOL_SIZE = 24;

/**
 * Outlines of the kinds as SVG path data in a 24 by 24 square: a circle, a diamond and a triangle of about equal area,
 * so that none looks more important. Kinds are told apart by shape as well as by colour.
 */
export const KIND_SYMBOL_PATHS: Readonly<Record<Kind, string>> = {
  shooting: 'M12 4.6a7.4 7.4 0 1 1 0 14.8a7.4 7.4 0 1 1 0-14.8Z',
  seizure: 'M12 2.6L21.4 12L12 21.4L2.6 12Z',
  incident: 'M12 3L21.6 19.6L2.4 19.6Z',
};

/** Where the mark of an exact point stands: the middle of the shape's area. */
export const KIND_SYMBOL_CENTRES: Readonly<Record<Kind, readonly [number, number]>> = {
  shooting: [12, 12],
  seizure: [12, 12],
  incident: [12, 14.2],
};
