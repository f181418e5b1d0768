/** What counts as a concentration of records: what a reader may choose of HS6 in the protocol's SPEC.md. */
export interface ConcentrationRule {
  /** How near records lie to each other, or null for a distance that follows the zoom. */
  radiusMetres: number | null;
  /** How many records lie so near to one of them, itself counted. */
  records: number;
}

/** Distances to choose from; the smallest admits records that are known to a 100 m grid. */
export const CONCENTRATION_RADII_METRES = [200, 300, 500, 1_000, 2_000] as const;
/** Least numbers of records to choose from. */
export const CONCENTRATION_RECORDS = [3, 5, 10, 20, 50] as const;

export const USUAL_CONCENTRATION: ConcentrationRule = { radiusMetres: null, records: 5 };
