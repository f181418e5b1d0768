import { INCIDENT_CLASSES, KINDS, QUANTITY_UNITS } from '@/lib/domain/vocabulary';

export const SHOOTING = KINDS.indexOf('shooting');
export const SEIZURE = KINDS.indexOf('seizure');

/** Index in `KINDS` of every incident class. */
export const KIND_OF_CLASS = Uint8Array.from(INCIDENT_CLASSES, ([kind]) => KINDS.indexOf(kind));

/** `quantityUnit` of a row whose `quantity` is in grams. */
export const UNIT_GRAMS = 1 + QUANTITY_UNITS.indexOf('kg');
