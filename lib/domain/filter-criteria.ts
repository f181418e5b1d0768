import type { Filter } from './filter';

type ListName =
  | 'kinds'
  | 'regions'
  | 'subtypes'
  | 'drugs'
  | 'casualties'
  | 'verifications'
  | 'contexts';

/** One thing that narrows a view, with the filter that is left without it. */
export type Criterion = { key: string; without: Filter } & (
  | { type: 'text'; text: string }
  | { type: 'kind'; word: Filter['kinds'][number] }
  | { type: 'period'; period: Pick<Filter, 'from' | 'to' | 'last'> }
  | { type: 'region'; code: string }
  | { type: 'subtype'; word: Filter['subtypes'][number] | Filter['drugs'][number] }
  | { type: 'casualty'; word: Filter['casualties'][number] }
  | { type: 'verification'; word: Filter['verifications'][number] }
  | { type: 'context'; word: Filter['contexts'][number] }
  | { type: 'quantity'; quantity: NonNullable<Filter['quantity']> }
  | { type: 'shape'; shape: NonNullable<Filter['shape']> }
);

/** Everything that narrows a view, in one order. The scope is a switch and narrows nothing. */
export function criteriaOf(filter: Filter): Criterion[] {
  const { text, from, to, last, quantity, shape } = filter;
  const criteria: (Criterion | null)[] = [
    text === null ? null : { type: 'text', key: 'text', text, without: { ...filter, text: null } },
    ...eachOf(filter, 'kinds', (word) => ({ type: 'kind', word })),
    from === null && to === null
      ? null
      : {
          type: 'period',
          key: 'period',
          period: { from, to, last },
          without: { ...filter, from: null, to: null, last: null },
        },
    ...eachOf(filter, 'regions', (code) => ({ type: 'region', code })),
    ...eachOf(filter, 'subtypes', (word) => ({ type: 'subtype', word })),
    ...eachOf(filter, 'drugs', (word) => ({ type: 'subtype', word })),
    ...eachOf(filter, 'casualties', (word) => ({ type: 'casualty', word })),
    ...eachOf(filter, 'verifications', (word) => ({ type: 'verification', word })),
    ...eachOf(filter, 'contexts', (word) => ({ type: 'context', word })),
    quantity && {
      type: 'quantity',
      key: 'quantity',
      quantity,
      without: { ...filter, quantity: null },
    },
    shape && { type: 'shape', key: 'shape', shape, without: { ...filter, shape: null } },
  ];
  return criteria.filter((criterion) => criterion !== null);
}

type WithoutKey<T> = T extends Criterion ? Omit<T, 'key' | 'without'> : never;

function eachOf<Name extends ListName>(
  filter: Filter,
  name: Name,
  describe: (entry: Filter[Name][number]) => WithoutKey<Criterion>,
): Criterion[] {
  const list = filter[name] as Filter[Name][number][];
  return list.map((entry) => ({
    ...describe(entry),
    key: `${name} ${entry}`,
    without: { ...filter, [name]: list.filter((other) => other !== entry) },
  }));
}
