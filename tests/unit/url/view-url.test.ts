import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { formatView, parseView } from '@/lib/url/parse-view';
import {
  defaultViewState,
  LAYERS,
  PANELS,
  roundCamera,
  THEMES,
  type ViewDefaults,
  type ViewState,
} from '@/lib/url/view-state';

const DEMO: ViewDefaults = {
  camera: { center: [4.38, 51.06], zoom: 8.5 },
  scope: 'simulated',
  scopes: ['real', 'simulated'],
};
const REAL: ViewDefaults = {
  camera: { center: [4.5, 49.6], zoom: 3.9 },
  scope: 'real',
  scopes: ['real'],
};

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const period = fc
  .tuple(fc.option(day), fc.option(day))
  .map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }));
const regionCode = fc.constantFrom(
  'BE',
  'BE-VAN',
  '21004',
  '11002-merksem',
  '5340',
  'BEANR',
  'EU-ROPE',
);
const camera = fc
  .record({
    center: fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
    ),
    zoom: fc.double({ min: 0, max: 20, noNaN: true }),
  })
  .map(roundCamera);
const viewState: fc.Arbitrary<ViewState> = fc
  .record({
    scope: fc.constantFrom('real' as const, 'simulated' as const),
    kinds: fc.subarray([...KINDS]),
    period,
    regions: fc.uniqueArray(regionCode),
    verifications: fc.subarray([...VERIFICATIONS]),
    camera,
    theme: fc.constantFrom(...THEMES),
    hidden: fc.subarray([...LAYERS]),
    figureYear: fc.option(fc.integer({ min: 1970, max: 2199 })),
    record: fc.option(fc.integer({ min: 1, max: 2 ** 27 })),
    tab: fc.constantFrom(...PANELS),
  })
  .map(({ scope, kinds, period: days, regions, verifications, ...rest }) => ({
    ...rest,
    filter: { scope, kinds, from: days.from, to: days.to, regions, verifications },
  }));

describe('the address of a view', () => {
  it('is read back unchanged for 10 000 random states', () => {
    fc.assert(
      fc.property(viewState, (state) => {
        const text = formatView(state, DEMO);
        expect(text.length).toBeLessThan(2000);
        expect(parseView(text, DEMO)).toEqual({ state, notices: [] });
      }),
      { numRuns: 10_000 },
    );
  });

  it('survives being escaped and pasted, as mail and chat programs do', () => {
    fc.assert(
      fc.property(viewState, (state) => {
        const pasted = new URL(
          `https://example.org/en?${formatView(state, DEMO)}`,
        ).searchParams.toString();
        expect(parseView(pasted, DEMO).state).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it('is empty where everything is as the installation opens', () => {
    expect(formatView(defaultViewState(DEMO), DEMO)).toBe('');
    expect(formatView(defaultViewState(REAL), REAL)).toBe('');
  });

  it('never throws, whatever the query, and reads its own answer back', () => {
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.tuple(
            fc.constantFrom(
              'k',
              'from',
              'to',
              'c',
              'r',
              'v',
              'scope',
              'theme',
              'hide',
              'record',
              'tab',
              'zz',
            ),
            fc.string(),
          ),
        )
        .map((pairs) => new URLSearchParams(pairs).toString()),
    );
    fc.assert(
      fc.property(query, (text) => {
        const { state } = parseView(text, REAL);
        expect(parseView(formatView(state, REAL), REAL)).toEqual({ state, notices: [] });
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a parameter that cannot be used', () => {
  it.each([
    ['k=murder', 'k', 'unreadable'],
    ['from=2026-02-30', 'from', 'unreadable'],
    ['c=4.3,91,8', 'c', 'unreadable'],
    ['c=4.3,50', 'c', 'unreadable'],
    ['r=../etc', 'r', 'unreadable'],
    ['theme=sepia', 'theme', 'unreadable'],
    ['year=23', 'year', 'unreadable'],
    ['record=0', 'record', 'unreadable'],
    ['record=12abc', 'record', 'unreadable'],
    ['record=99999999999', 'record', 'unreadable'],
    ['tab=settings', 'tab', 'unreadable'],
    ['zoom=8', 'zoom', 'unknown'],
    ['from=2026-03-02&to=2026-03-01', 'to', 'contradiction'],
  ])('%s is dropped and named', (query, key, problem) => {
    const { notices } = parseView(query, DEMO);
    expect(notices.map((notice) => [notice.key, notice.problem])).toEqual([[key, problem]]);
  });

  it('leaves the others standing', () => {
    const { state } = parseView('k=shooting&from=yesterday&v=single-source', DEMO);
    expect(state.filter).toMatchObject({
      kinds: ['shooting'],
      from: null,
      verifications: ['single source'],
    });
  });

  it('includes simulated records where the installation holds none', () => {
    const { state, notices } = parseView('scope=simulated', REAL);
    expect(state.filter.scope).toBe('real');
    expect(notices).toHaveLength(1);
  });

  it("of somebody's campaign is dropped without a word", () => {
    expect(parseView('utm_source=mail&fbclid=abc', DEMO).notices).toEqual([]);
  });
});
