import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { ProblemError } from '@/lib/server/http/answers';
import { readAskedView } from '@/lib/server/read-view';
import { formatView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { defaultViewState, type ViewState } from '@/lib/url/view-state';
import { criteria, LOW_COUNTRIES, question, shapeIn } from '../../support/filters';

/** Half past midnight of 2 March in Brussels. */
const NOW_MS = Date.parse('2026-03-01T23:30:00Z');
const DEMO = { mode: 'demo' } as const;

function read(query: string, own: string[] = []) {
  return readAskedView(DEMO, new URLSearchParams(query), NOW_MS, own);
}

function fieldsRefused(query: string): string[] {
  try {
    read(query);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.problem.status).toBe(400);
    return (error.problem.errors ?? []).map(({ field }) => field);
  }
  return [];
}

describe('an address of a selection', () => {
  it('is read as the explorer reads its own', () => {
    const filters = fc
      .record({ chosen: criteria(shapeIn(LOW_COUNTRIES), 2), text: fc.option(question) })
      .map(({ chosen, text }) => ({ ...EVERYTHING, ...chosen, text }));
    const defaults = viewDefaultsOf('demo');
    fc.assert(
      fc.property(filters, (filter) => {
        const view = { ...defaultViewState(defaults), filter };
        expect(read(formatView(view, defaults)).filter).toEqual(filter);
      }),
    );
  });

  it('may have several words on the map, and marks of campaigns however often', () => {
    const defaults = viewDefaultsOf('demo');
    const view: ViewState = {
      ...defaultViewState(defaults),
      labels: [
        { point: [4.4, 51.2], text: 'One' },
        { point: [4.5, 51.3], text: 'Two' },
      ],
    };
    const query = formatView(view, defaults);
    expect(query.split('label=')).toHaveLength(3);
    expect(fieldsRefused(`${query}&utm_source=a&utm_source=b&fbclid=1&fbclid=2`)).toEqual([]);
  });

  it('may be of a past state, and have parameters of its caller', () => {
    const view = read('k=shooting&asOf=some-epoch:12&lang=fr&c=4,50,8&tab=filters', ['lang']);
    expect(view).toMatchObject({
      filter: { kinds: ['shooting'] },
      asOf: { epoch: 'some-epoch', seq: 12 },
      own: { lang: 'fr' },
    });
  });

  it('has the days of a rolling period at the instant of the question', () => {
    expect(read('last=7d').filter).toMatchObject({
      from: '2026-02-24',
      to: '2026-03-02',
      last: '7d',
    });
  });

  it('names each parameter that would otherwise be left out, and so widen the selection', () => {
    expect(fieldsRefused('k=shootings')).toEqual(['k']);
    expect(fieldsRefused('kind=shooting')).toEqual(['kind']);
    expect(fieldsRefused('from=2025-02-30&harm=killed&shape=nonsense')).toEqual(['from', 'shape']);
    expect(fieldsRefused('from=2025-03-01&to=2025-02-01')).toEqual(['to']);
    expect(fieldsRefused('r=BE.XX-NOWHERE')).toEqual(['r']);
    expect(fieldsRefused('k=shooting&k=seizure')).toEqual(['k']);
    expect(fieldsRefused('asOf=12')).toEqual(['asOf']);
    expect(fieldsRefused('last=7d&from=2025-03-01')).toEqual(['last']);
    expect(fieldsRefused('last=7d&asOf=some-epoch:12')).toEqual(['last']);
    expect(fieldsRefused('k=shooting&from=2025-03-01')).toEqual([]);
  });
});
