import fc from 'fast-check';

const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;
const CODE_POINTS = 0x11_0000;

/**
 * Any code point that is no half of a pair, as the unit of `fc.string`: fast-check's own `binary` makes a table of all
 * million of them, in each process, to know whether a string is of that unit.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: CODE_POINTS - SURROGATES - 1 })
  .map(characterAt, placeOf);

function characterAt(place: number): string {
  return String.fromCodePoint(place < FIRST_SURROGATE ? place : place + SURROGATES);
}

/** @throws Error where the value is not one such character, as fast-check wants of what is no value of an arbitrary */
function placeOf(value: unknown): number {
  const point = typeof value === 'string' ? (value.codePointAt(0) ?? 0) : 0;
  const place = point < FIRST_SURROGATE ? point : point - SURROGATES;
  if (characterAt(place) !== value) throw new Error('not one character');
  return place;
}
