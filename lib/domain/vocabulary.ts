/**
 * The fixed words of a record. The order of every list is a wire format: an entry's index is its code, so new
 * entries are appended and nothing is ever moved or removed.
 */

export const KINDS = ['shooting', 'seizure', 'incident'] as const;
export type Kind = (typeof KINDS)[number];

/** Subtypes by kind. `null` in a record means that nobody said which. */
export const SUBTYPES = {
  shooting: ['shots fired', 'person hit', 'shots at building', 'police firearm'],
  seizure: [
    'cocaine',
    'cannabis',
    'heroin',
    'amphetamine',
    'mdma',
    'precursors',
    'mixed drugs',
    'cash',
    'weapons',
  ],
  incident: [
    'explosion',
    'arson',
    'stabbing',
    'assault',
    'torture',
    'homicide',
    'body found',
    'kidnapping',
    'threat',
    'arrest',
    'corruption',
    'other',
  ],
} as const satisfies Record<Kind, readonly string[]>;
export type Subtype = (typeof SUBTYPES)[Kind][number];

/** Every class of record, `[kind, subtype]`; the index is the wire code of both together. */
export const INCIDENT_CLASSES: readonly (readonly [Kind, Subtype | null])[] = [
  ['shooting', null],
  ['shooting', 'shots fired'],
  ['shooting', 'person hit'],
  ['shooting', 'shots at building'],
  ['shooting', 'police firearm'],
  ['seizure', null],
  ['seizure', 'cocaine'],
  ['seizure', 'cannabis'],
  ['seizure', 'heroin'],
  ['seizure', 'amphetamine'],
  ['seizure', 'mdma'],
  ['seizure', 'precursors'],
  ['seizure', 'mixed drugs'],
  ['seizure', 'cash'],
  ['seizure', 'weapons'],
  ['incident', null],
  ['incident', 'explosion'],
  ['incident', 'arson'],
  ['incident', 'stabbing'],
  ['incident', 'assault'],
  ['incident', 'torture'],
  ['incident', 'homicide'],
  ['incident', 'body found'],
  ['incident', 'kidnapping'],
  ['incident', 'threat'],
  ['incident', 'arrest'],
  ['incident', 'corruption'],
  ['incident', 'other'],
];

/** From the finest to the coarsest. */
export const TIME_PRECISIONS = ['exact', 'hour', 'night', 'day', 'week', 'month', 'year'] as const;
export type TimePrecision = (typeof TIME_PRECISIONS)[number];

/** From the finest to the coarsest on land; `sea` stands apart. */
export const PLACE_PRECISIONS = [
  'exact',
  'vicinity',
  'locality',
  'municipality',
  'province',
  'country',
  'sea',
] as const;
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number];

export const VERIFICATIONS = [
  'unverified',
  'single source',
  'corroborated',
  'official',
  'disputed',
] as const;
export type Verification = (typeof VERIFICATIONS)[number];

export const STATUSES = ['draft', 'published', 'retracted', 'withdrawn'] as const;
export type Status = (typeof STATUSES)[number];

export const ORIGINS = ['recorded', 'imported', 'sourced', 'simulated'] as const;
export type Origin = (typeof ORIGINS)[number];

export const CONTEXTS = ['not stated', 'drugs', 'terrorism', 'domestic', 'other'] as const;
export type Context = (typeof CONTEXTS)[number];

export const SENSITIVITIES = [
  'minor',
  'sexual violence',
  'private home',
  'ongoing operation',
] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const QUANTITY_UNITS = ['kg', 'tablets', 'plants', 'euro', 'pieces'] as const;
export type QuantityUnit = (typeof QUANTITY_UNITS)[number];

export const QUANTITY_BASES = ['net', 'gross', 'not stated'] as const;

/** What the place of a seizure is to the goods. */
export const PLACE_ROLES = ['at the port', 'in transit to it', 'inland', 'not stated'] as const;

export const LOCALES = ['nl', 'fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The code of an entry in one of the lists above. */
export function codeOf<T>(list: readonly T[], value: T): number {
  const code = list.indexOf(value);
  if (code < 0) throw new RangeError(`"${String(value)}" is not one of ${list.join(', ')}`);
  return code;
}

/** The wire code of a kind with its subtype; see {@link INCIDENT_CLASSES}. */
export function classCodeOf(kind: Kind, subtype: Subtype | null): number {
  const code = INCIDENT_CLASSES.findIndex((entry) => entry[0] === kind && entry[1] === subtype);
  if (code < 0) throw new RangeError(`"${String(subtype)}" is not a subtype of ${kind}`);
  return code;
}
