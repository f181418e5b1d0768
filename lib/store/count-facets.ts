import { PLACE_PRECISIONS, QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { CASUALTY_STATES, casualtyStateOf } from './casualty-states';
import {
  answersOfTraits,
  FACET_FIELDS,
  FACET_OFFSETS,
  type FacetQuestion,
  IN_RANGE,
  IN_REGIONS,
  MAYBE_FIELD,
  MAYBE_IN_REGIONS,
  UNKNOWN_UNIT,
} from './facet-question';
import { SELECTED } from './row-marks';
import { SEGMENT_ROWS, type Segment } from './segment';
import type { SelectedSegment } from './selected-segment';
import type { Traits } from './traits';

const AT_SEA = PLACE_PRECISIONS.indexOf('sea');
const QUANTITY_STEPS = IN_RANGE + 1;
/** Every state of casualties with every step of a quantity. */
const AMOUNTS = CASUALTY_STATES.length * QUANTITY_STEPS;
const BY_CODES = ['kinds', 'what', 'verifications', 'contexts'] as const;

/**
 * Counts the rows of a segment for every choice of a filter. A row counts for a criterion exactly if it meets every other
 * one: so one that meets all counts for each, one that fails one criterion for that one, and others for none.
 */
export class FacetCounter {
  #question: FacetQuestion;
  /** By number of traits: how many of the criteria that codes decide it fails. */
  #codesFailed: Uint8Array;
  /** By state of casualties and step of a quantity: how many of those two criteria it fails. */
  #amountsFailed: Uint8Array;
  /** By number of traits and criterion of `BY_CODES`: the field that its rows count in, and whether it fails that one. */
  #fields: Uint8Array;
  #ownFails: Uint8Array;
  #candidates = new Uint16Array(SEGMENT_ROWS);

  /** `traits` must hold every number that a segment's rows have. */
  constructor(question: FacetQuestion, traits: readonly Traits[]) {
    this.#question = question;
    const { casualties, quantity } = question.fails;
    this.#amountsFailed = Uint8Array.from(
      [...casualties].flatMap((ofState) => Array.from(quantity, (ofStep) => ofState + ofStep)),
    );
    this.#codesFailed = new Uint8Array(traits.length);
    this.#fields = new Uint8Array(traits.length * BY_CODES.length);
    this.#ownFails = new Uint8Array(traits.length * BY_CODES.length);
    traits.forEach((entry, trait) => {
      const answers = answersOfTraits(entry);
      BY_CODES.forEach((name, index) => {
        const fails = question.fails[name][answers[name]] as number;
        this.#fields[trait * BY_CODES.length + index] = FACET_OFFSETS[name] + answers[name];
        this.#ownFails[trait * BY_CODES.length + index] = fails;
        this.#codesFailed[trait] = (this.#codesFailed[trait] as number) + fails;
      });
    });
  }

  /** `FACET_FIELDS` numbers. */
  count(segment: Segment, { marks }: SelectedSegment): Uint32Array {
    const { traits, arrays } = segment;
    const { killed, injured, quantityUnit, quantity } = arrays;
    const codesFailed = this.#codesFailed;
    const amountsFailed = this.#amountsFailed;
    const candidates = this.#candidates;
    const { unit: chosenUnit, least, span } = rangeOf(this.#question);
    const counts = new Uint32Array(FACET_FIELDS);
    // Rows that fail nothing, and behind them rows that fail one criterion: by number of traits, and by amounts.
    const byTraits = new Uint32Array(2 * codesFailed.length);
    const byAmounts = new Uint32Array(2 * AMOUNTS);
    const length = this.#findCandidates(segment, marks, counts);
    for (let index = 0; index < length; index += 1) {
      const row = candidates[index] as number;
      const trait = traits[row] as number;
      const state = casualtyStateOf(killed[row] as number, injured[row] as number);
      const unit = quantityUnit[row] as number;
      const step = stepOf(unit, quantity[row] as number, chosenUnit, least, span);
      const amounts = state * QUANTITY_STEPS + step;
      const failed = (codesFailed[trait] as number) + (amountsFailed[amounts] as number);
      if (failed > 1) continue;
      const byTrait = failed * codesFailed.length + trait;
      byTraits[byTrait] = (byTraits[byTrait] as number) + 1;
      const byAmount = failed * AMOUNTS + amounts;
      byAmounts[byAmount] = (byAmounts[byAmount] as number) + 1;
    }
    this.#addByCodes(byTraits, counts);
    this.#addByAmounts(byAmounts, counts);
    return counts;
  }

  /**
   * Lists the selected rows in the filter's regions that fail at most one criterion by their codes; those that may be in
   * the regions are counted where they meet everything.
   */
  #findCandidates(segment: Segment, marks: Uint8Array, counts: Uint32Array): number {
    const { traits, size, arrays } = segment;
    const { places } = this.#question;
    const { area } = arrays;
    const codesFailed = this.#codesFailed;
    const candidates = this.#candidates;
    let length = 0;
    for (let row = 0; row < size; row += 1) {
      const place = places === null ? IN_REGIONS : (places[area[row] as number] as number);
      const isCandidate =
        Number(marks[row] === SELECTED) &
        Number((codesFailed[traits[row] as number] as number) < 2);
      candidates[length] = row;
      length += isCandidate & Number(place === IN_REGIONS);
      if (place === MAYBE_IN_REGIONS && isCandidate === 1 && this.#meetsAll(segment, row)) {
        counts[MAYBE_FIELD] = (counts[MAYBE_FIELD] as number) + 1;
      }
    }
    return length;
  }

  /** What happened at sea happened in no region on land. */
  #meetsAll({ arrays, traits }: Segment, row: number): boolean {
    const { unit, least, span } = rangeOf(this.#question);
    const state = casualtyStateOf(arrays.killed[row] as number, arrays.injured[row] as number);
    const amount = arrays.quantity[row] as number;
    const step = stepOf(arrays.quantityUnit[row] as number, amount, unit, least, span);
    return (
      this.#codesFailed[traits[row] as number] === 0 &&
      this.#amountsFailed[state * QUANTITY_STEPS + step] === 0 &&
      arrays.placePrecision[row] !== AT_SEA
    );
  }

  /** A row that fails one criterion counts for that one: for none of these, where it is not theirs. */
  #addByCodes(byTraits: Uint32Array, counts: Uint32Array): void {
    const traits = this.#codesFailed.length;
    for (let trait = 0; trait < traits; trait += 1) {
      const whole = byTraits[trait] as number;
      const lone = byTraits[traits + trait] as number;
      if (whole + lone === 0) continue;
      for (let at = trait * BY_CODES.length; at < (trait + 1) * BY_CODES.length; at += 1) {
        const field = this.#fields[at] as number;
        counts[field] = (counts[field] as number) + whole + lone * (this.#ownFails[at] as number);
      }
    }
  }

  #addByAmounts(byAmounts: Uint32Array, counts: Uint32Array): void {
    const { casualties, quantity } = this.#question.fails;
    for (let amounts = 0; amounts < AMOUNTS; amounts += 1) {
      const whole = byAmounts[amounts] as number;
      const lone = byAmounts[AMOUNTS + amounts] as number;
      const step = amounts % QUANTITY_STEPS;
      const state = (amounts - step) / QUANTITY_STEPS;
      const stateField = FACET_OFFSETS.casualties + state;
      const stepField = FACET_OFFSETS.quantity + step;
      counts[stateField] =
        (counts[stateField] as number) + whole + lone * (casualties[state] as number);
      counts[stepField] = (counts[stepField] as number) + whole + lone * (quantity[step] as number);
    }
  }
}

function rangeOf({ quantity }: FacetQuestion): { unit: number; least: number; span: number } {
  if (quantity === null) return { unit: -1, least: 0, span: 0 };
  const least = quantity.least ?? 0;
  const unit = 1 + QUANTITY_UNITS.indexOf(quantity.unit);
  return { unit, least, span: (quantity.most ?? 0xffff_ffff) - least };
}

/** A row's answer to the quantity. As in `markByTables`: an amount below `least` wraps around to an enormous one. */
function stepOf(
  unit: number,
  amount: number,
  chosenUnit: number,
  least: number,
  span: number,
): number {
  if (unit === chosenUnit && (amount - least) >>> 0 <= span) return IN_RANGE;
  return unit < UNKNOWN_UNIT ? unit : UNKNOWN_UNIT;
}
