import type { Filter } from '@/lib/domain/filter';

/** A criterion that is set beside kinds, days and verification, with the filter that is left without it. */
export type Criterion = { key: string; without: Filter } & (
  | { type: 'text'; text: string }
  | { type: 'region'; code: string }
  | { type: 'subtype'; word: Filter['subtypes'][number] | Filter['drugs'][number] }
  | { type: 'context'; word: Filter['contexts'][number] }
  | { type: 'casualty'; word: Filter['casualties'][number] }
  | { type: 'quantity'; quantity: NonNullable<Filter['quantity']> }
  | { type: 'shape'; shape: NonNullable<Filter['shape']> }
);

/** Everything that narrows a view and has no switch of its own on the page, in one order. */
export function criteriaOf(filter: Filter): Criterion[] {
  const { text, quantity, shape } = filter;
  return [
    ...(text === null
      ? []
      : [{ type: 'text' as const, key: 'text', text, without: { ...filter, text: null } }]),
    ...filter.regions.map((code) => ({
      type: 'region' as const,
      key: `region ${code}`,
      code,
      without: { ...filter, regions: without(filter.regions, code) },
    })),
    ...filter.subtypes.map((word) => ({
      type: 'subtype' as const,
      key: `subtype ${word}`,
      word,
      without: { ...filter, subtypes: without(filter.subtypes, word) },
    })),
    ...filter.drugs.map((word) => ({
      type: 'subtype' as const,
      key: `subtype ${word}`,
      word,
      without: { ...filter, drugs: without(filter.drugs, word) },
    })),
    ...filter.contexts.map((word) => ({
      type: 'context' as const,
      key: `context ${word}`,
      word,
      without: { ...filter, contexts: without(filter.contexts, word) },
    })),
    ...filter.casualties.map((word) => ({
      type: 'casualty' as const,
      key: `casualty ${word}`,
      word,
      without: { ...filter, casualties: without(filter.casualties, word) },
    })),
    ...(quantity === null
      ? []
      : [
          {
            type: 'quantity' as const,
            key: 'quantity',
            quantity,
            without: { ...filter, quantity: null },
          },
        ]),
    ...(shape === null
      ? []
      : [{ type: 'shape' as const, key: 'shape', shape, without: { ...filter, shape: null } }]),
  ];
}

function without<T>(list: readonly T[], entry: T): T[] {
  return list.filter((other) => other !== entry);
}
