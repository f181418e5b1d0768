import type { Filter } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import {
  CONTEXTS,
  INCIDENT_CLASSES,
  KINDS,
  QUANTITY_UNITS,
  SUBTYPES,
  type Subtype,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import type { FacetCounts } from '@/lib/protocol/engine-requests';
import { CASUALTY_STATES } from './casualty-states';
import { FacetCounter } from './count-facets';
import {
  FACET_FIELDS,
  FACET_OFFSETS,
  type FacetName,
  type FacetQuestion,
  IN_RANGE,
  MAYBE_FIELD,
} from './facet-question';
import type { IncidentColumns } from './incident-columns';
import type { Selection } from './select-rows';
import type { SelectedSegment } from './selected-segment';

/** A filter without the criteria whose choices are counted: its scope, days, text and shape. */
export function withoutFacets(filter: Filter): Filter {
  return {
    ...filter,
    kinds: [],
    subtypes: [],
    drugs: [],
    verifications: [],
    contexts: [],
    casualties: [],
    quantity: null,
    regions: [],
  };
}

interface FacetPart {
  madeFor: SelectedSegment['madeFor'];
  counts: Uint32Array;
}

/**
 * The counts of every choice of a filter, kept per segment and as their sum: a new record costs the counting of its own
 * segment, and a step of a brush that of the segments which the step concerns.
 */
export class Facets {
  #sum = new Float64Array(FACET_FIELDS);
  #columns: IncidentColumns | null = null;
  #key = '';
  #parts: FacetPart[] = [];

  /**
   * Counts what is not counted yet, a segment in each step. `selection` must have been made for {@link withoutFacets} of
   * the question's filter. True where there was nothing to count, so that {@link counts} are those of the selection.
   */
  *update(
    columns: IncidentColumns,
    selection: Selection,
    question: FacetQuestion,
  ): Generator<void, boolean> {
    this.#begin(columns, question.key);
    const counter = new FacetCounter(question, columns.traits.list);
    let isComplete = true;
    for (const [index, selected] of [...selection.parts].entries()) {
      const segment = columns.segments[index];
      const known = this.#parts[index];
      if (!segment || known?.madeFor === selected.madeFor) continue;
      const part = { madeFor: selected.madeFor, counts: counter.count(segment, selected) };
      for (let field = 0; field < FACET_FIELDS; field += 1) {
        const change = (part.counts[field] as number) - (known?.counts[field] ?? 0);
        this.#sum[field] = (this.#sum[field] as number) + change;
      }
      this.#parts[index] = part;
      isComplete = false;
      yield;
    }
    return isComplete;
  }

  /** The counts for the filter of the last question. */
  counts({ quantity }: Filter): Omit<FacetCounts, 'years'> & { mayLieInRegions: number } {
    const at = (name: FacetName, answer: number): number =>
      this.#sum[FACET_OFFSETS[name] + answer] as number;
    const sumWhere = <Answer>(
      name: FacetName,
      answers: readonly Answer[],
      isWanted: (answer: Answer) => boolean,
    ): number =>
      answers.reduce((sum, answer, index) => sum + (isWanted(answer) ? at(name, index) : 0), 0);
    return {
      kinds: countEach(KINDS, (kind) =>
        sumWhere('kinds', INCIDENT_CLASSES, ([ofClass]) => ofClass === kind),
      ),
      subtypes: countEach<Subtype>(Object.values(SUBTYPES).flat(), (word) =>
        sumWhere('what', INCIDENT_CLASSES, ([, ofClass]) => ofClass === word),
      ),
      verifications: countEach(VERIFICATIONS, (_, code) => at('verifications', code)),
      contexts: countEach(CONTEXTS, (_, code) => at('contexts', code)),
      casualties: countEach(CASUALTY_CHOICES, (choice) =>
        sumWhere('casualties', CASUALTY_STATES, (known) => known.includes(choice)),
      ),
      units: countEach(
        QUANTITY_UNITS,
        (unit, code) =>
          at('quantity', 1 + code) + (quantity?.unit === unit ? at('quantity', IN_RANGE) : 0),
      ),
      withoutQuantity: at('quantity', 0),
      mayLieInRegions: this.#sum[MAYBE_FIELD] as number,
    };
  }

  #begin(columns: IncidentColumns, key: string): void {
    const isShorter = columns.segments.length < this.#parts.length;
    if (columns === this.#columns && key === this.#key && !isShorter) return;
    this.#columns = columns;
    this.#key = key;
    this.#parts = [];
    this.#sum.fill(0);
  }
}

function countEach<Word extends string>(
  words: readonly Word[],
  count: (word: Word, index: number) => number,
): Record<Word, number> {
  const entries = words.map((word, index) => [word, count(word, index)]);
  return Object.fromEntries(entries) as Record<Word, number>;
}
