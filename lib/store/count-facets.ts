import { PLACE_PRECISIONS, QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { casualtyStateOf } from './casualty-states';
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
const BY_CODES = ['kinds', 'what', 'verifications', 'contexts'] as const;

/**
 * Counts the rows of a segment for every choice of a filter. A row counts for a criterion exactly if it meets every other
 * one: so one that meets all counts for each, one that fails one criterion for that one, and others for none.
 */
export class FacetCounter {
  #question: FacetQuestion;
  /** By number of traits: how many of the criteria that codes decide it fails. */
  #codesFailed: Uint8Array;
  /** By number of traits and criterion of `BY_CODES`: the field that its rows count in, and whether it fails that one. */
  #fields: Uint8Array;
  #ownFails: Uint8Array;
  #candidates = new Uint16Array(SEGMENT_ROWS);

  /** `traits` must hold every number that a segment's rows have. */
  constructor(question: FacetQuestion, traits: readonly Traits[]) {
    this.#question = question;
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
    const {
      killed: killedOf,
      injured: injuredOf,
      quantityUnit: unitOf,
      quantity: amountOf,
    } = arrays;
    const { casualties: casualtiesFail, quantity: quantityFails } = this.#question.fails;
    const { casualties: casualtiesAt, quantity: quantityAt } = FACET_OFFSETS;
    const codesFailed = this.#codesFailed;
    const candidates = this.#candidates;
    const { unit: chosenUnit, least, span } = rangeOf(this.#question);
    const counts = new Uint32Array(FACET_FIELDS);
    // By number of traits: rows that meet every criterion, and rows that fail one which codes decide.
    const meeting = new Uint32Array(codesFailed.length);
    const failing = new Uint32Array(codesFailed.length);
    const length = this.#findCandidates(segment, marks, counts);
    for (let index = 0; index < length; index += 1) {
      const row = candidates[index] as number;
      const trait = traits[row] as number;
      const state = casualtyStateOf(killedOf[row] as number, injuredOf[row] as number);
      const step = stepOf(unitOf[row] as number, amountOf[row] as number, chosenUnit, least, span);
      const byCodes = codesFailed[trait] as number;
      const byCasualties = casualtiesFail[state] as number;
      const failed = byCodes + byCasualties + (quantityFails[step] as number);
      if (failed > 1) continue;
      const isMeeting = 1 - failed;
      meeting[trait] = (meeting[trait] as number) + isMeeting;
      failing[trait] = (failing[trait] as number) + byCodes;
      const stateField = casualtiesAt + state;
      counts[stateField] = (counts[stateField] as number) + isMeeting + byCasualties;
      const stepField = quantityAt + step;
      counts[stepField] =
        (counts[stepField] as number) + isMeeting + (quantityFails[step] as number);
    }
    this.#addByCodes(meeting, failing, counts);
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
    const { casualties, quantity } = this.#question.fails;
    const { unit, least, span } = rangeOf(this.#question);
    const state = casualtyStateOf(arrays.killed[row] as number, arrays.injured[row] as number);
    const amount = arrays.quantity[row] as number;
    const step = stepOf(arrays.quantityUnit[row] as number, amount, unit, least, span);
    const failed = (casualties[state] as number) + (quantity[step] as number);
    return (
      failed + (this.#codesFailed[traits[row] as number] as number) === 0 &&
      arrays.placePrecision[row] !== AT_SEA
    );
  }

  #addByCodes(meeting: Uint32Array, failing: Uint32Array, counts: Uint32Array): void {
    for (let trait = 0; trait < meeting.length; trait += 1) {
      const whole = meeting[trait] as number;
      const lone = failing[trait] as number;
      if (whole + lone === 0) continue;
      for (let at = trait * BY_CODES.length; at < (trait + 1) * BY_CODES.length; at += 1) {
        const field = this.#fields[at] as number;
        counts[field] = (counts[field] as number) + whole + lone * (this.#ownFails[at] as number);
      }
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
