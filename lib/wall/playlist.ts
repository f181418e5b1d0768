/** What stands on a wall during a scene. */
export const LAYOUTS = [
  'map',
  'map and ticker',
  'map and numbers',
  'figures',
  'compare',
  'replay',
] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The languages of a wall; `alternating` is one scene in each. */
export const WALL_LANGUAGES = ['nl', 'fr', 'en', 'alternating'] as const;
export type WallLanguage = (typeof WALL_LANGUAGES)[number];

/** How bad an incident must be for a rule; each is at least the one before. */
export const SEVERITIES = ['any', 'injured', 'killed'] as const;

export const MOST_RULES = 20;

/** The rule that names nothing, and so asks for everything. */
export const USUAL_RULE = { severity: 'any', seconds: 25, hasSound: false } as const;

/** What interrupts where nobody said what does: a shooting that hit somebody, and a large seizure. */
export const USUAL_RULES = [
  { ...USUAL_RULE, kinds: ['shooting' as const], severity: 'injured' as const },
  { ...USUAL_RULE, kinds: ['seizure' as const], leastKg: 500 },
];

/** So long the scenes stand at least between two cards, seconds. */
export const USUAL_PAUSE_SECONDS = 60;
export const LONGEST_PAUSE_SECONDS = 3_600;
export const MOST_KG = 100_000;
