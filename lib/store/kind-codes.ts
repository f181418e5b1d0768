import { INCIDENT_CLASSES, KINDS, QUANTITY_UNITS } from '@/lib/domain/vocabulary';

const SHOOTING = KINDS.indexOf('shooting');
const SEIZURE = KINDS.indexOf('seizure');
const SEIZURE_BITS = 16;

/** By class: index in `KINDS`. A class that this page does not know yet counts as an incident. */
export const KIND_OF_CLASS = new Uint8Array(256).fill(KINDS.indexOf('incident'));
INCIDENT_CLASSES.forEach(([kind], code) => {
  KIND_OF_CLASS[code] = KINDS.indexOf(kind);
});

/**
 * By class: what a row adds to a number whose low half counts shootings and whose high half counts seizures.
 */
export const KIND_TALLY = new Int32Array(256);
KIND_OF_CLASS.forEach((kind, code) => {
  KIND_TALLY[code] = kind === SHOOTING ? 1 : kind === SEIZURE ? 1 << SEIZURE_BITS : 0;
});

export function shootingsOfTally(tally: number): number {
  return tally & (2 ** SEIZURE_BITS - 1);
}

export function seizuresOfTally(tally: number): number {
  return tally >>> SEIZURE_BITS;
}

/** `quantityUnit` of a row whose `quantity` is in grams. */
export const UNIT_GRAMS = 1 + QUANTITY_UNITS.indexOf('kg');
