/** How records with a place are drawn. They exclude each other: two at once would show a record twice. */
export const MARKS = ['clusters', 'points', 'heat'] as const;
export type Marks = (typeof MARKS)[number];

/** With more records in view than this, points would cover each other and say less than clusters. */
export const MOST_POINTS = 5_000;
/** From this zoom on, heat would be narrower than what is known of most places. */
export const HEAT_MAX_ZOOM = 14;
