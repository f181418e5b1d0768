export const MOST_VERTICES = 100;
export const LONGEST_RADIUS_METRES = 1_000_000;
