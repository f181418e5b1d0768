import type { ColumnArrays } from './segment';

/** The small codes of a row that a filter asks about. */
export interface Traits {
  incidentClass: number;
  timePrecision: number;
  verification: number;
  state: number;
  origin: number;
  context: number;
}

const MOST_TRAITS = 65_536;

/**
 * Numbers the combinations of small codes that occur, so that a filter looks each row up in one table instead of six.
 * Some hundreds occur in practice; a number once given stays.
 */
export class TraitNumbers {
  #numbers = new Map<number, number>();
  #traits: Traits[] = [];

  /** All combinations so far; the index is the number. */
  get list(): readonly Traits[] {
    return this.#traits;
  }

  /** Writes the numbers of rows `from … to - 1` into `target`. */
  number(arrays: ColumnArrays, from: number, to: number, target: Uint16Array): void {
    const { incidentClass, timePrecision, verification, state, origin, context } = arrays;
    for (let place = from; place < to; place += 1) {
      // Six bytes make a whole number below 2^48, which a double holds exactly.
      const low =
        (incidentClass[place] as number) |
        ((timePrecision[place] as number) << 8) |
        ((verification[place] as number) << 16);
      const high =
        (state[place] as number) |
        ((origin[place] as number) << 8) |
        ((context[place] as number) << 16);
      const known = this.#numbers.get(high * 2 ** 24 + low);
      target[place] = known ?? this.#add(high * 2 ** 24 + low, arrays, place);
    }
  }

  #add(key: number, arrays: ColumnArrays, place: number): number {
    const number = this.#traits.length;
    if (number === MOST_TRAITS) {
      throw new RangeError(`more than ${MOST_TRAITS} combinations of codes: the rows are damaged`);
    }
    this.#traits.push({
      incidentClass: arrays.incidentClass[place] as number,
      timePrecision: arrays.timePrecision[place] as number,
      verification: arrays.verification[place] as number,
      state: arrays.state[place] as number,
      origin: arrays.origin[place] as number,
      context: arrays.context[place] as number,
    });
    this.#numbers.set(key, number);
    return number;
  }
}
