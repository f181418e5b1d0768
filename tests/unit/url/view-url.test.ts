import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedDays } from '@/lib/domain/comparison';
import { CONCENTRATION_RADII_METRES, CONCENTRATION_RECORDS } from '@/lib/domain/concentration';
import { filterSchema } from '@/lib/domain/filter-schema';
import { CODE_ALPHABET, CODE_LENGTH } from '@/lib/domain/link-code';
import { LIST_ORDERS } from '@/lib/domain/list-order';
import { LONGEST_LABEL, MOST_LABELS, toLabelText } from '@/lib/domain/map-label';
import { MARKS } from '@/lib/domain/marks';
import { ROLLING_PERIODS, rolled } from '@/lib/domain/rolling-period';
import { roundLabel } from '@/lib/url/label-text';
import { formatView, parseView } from '@/lib/url/parse-view';
import {
  ADDED_LAYERS,
  defaultViewState,
  GRID_SIDES_KM,
  LAYERS,
  PANELS,
  roundCamera,
  THEMES,
  type ViewDefaults,
  type ViewState,
} from '@/lib/url/view-state';
import { anyCharacter } from '../../support/any-character';
import { anyDayOfYears, dayBetween, periodOn } from '../../support/bounds';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { criteria, question, shapeIn, WORLD } from '../../support/filters';

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

const NOW_MS = Date.parse('2026-11-26T14:00:00Z');

/** Of 200 characters and of five labels' 60 each may take twelve, and of 100 vertices each twelve: below what servers cut off. */
const LONGEST_ADDRESS = 8_000;

const period = periodOn(anyDayOfYears, dayBetween('2020-01-01', '2029-12-31'));
const closedPeriod = period.filter(
  (days): days is ClosedDays => days.from !== null && days.to !== null,
);
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
const label = fc
  .record({
    text: fc
      .string({ minLength: 1, maxLength: LONGEST_LABEL, unit: anyCharacter })
      .map(toLabelText),
    point: fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
    ),
  })
  .filter(({ text }) => text !== '')
  .map(roundLabel);
const asOf = fc.record({
  epoch: fc.uuid(),
  seq: fc.integer({ min: 0, max: 0xffff_fffe }),
});
const linkCode = fc
  .array(fc.constantFrom(...CODE_ALPHABET), { minLength: CODE_LENGTH, maxLength: CODE_LENGTH })
  .map((digits) => digits.join(''));
const viewState: fc.Arbitrary<ViewState> = fc
  .record({
    scope: fc.constantFrom('real' as const, 'simulated' as const),
    criteria: criteria(shapeIn(WORLD, { mostVertices: 8 }), 3),
    period,
    last: fc.option(fc.constantFrom(...ROLLING_PERIODS)),
    regions: fc.uniqueArray(regionCode),
    text: fc.option(question),
    camera,
    theme: fc.constantFrom(...THEMES),
    hidden: fc.subarray([...LAYERS]),
    shown: fc.subarray([...ADDED_LAYERS]),
    marks: fc.constantFrom(...MARKS),
    concentration: fc.record({
      radiusMetres: fc.constantFrom(null, ...CONCENTRATION_RADII_METRES),
      records: fc.constantFrom(...CONCENTRATION_RECORDS),
    }),
    gridSideKm: fc.constantFrom(null, ...GRID_SIDES_KM),
    figureYear: fc.option(fc.integer({ min: 1970, max: 2199 })),
    record: fc.option(fc.integer({ min: 1, max: 2 ** 27 })),
    tab: fc.constantFrom(...PANELS),
    order: fc.constantFrom(...LIST_ORDERS),
    asOf: fc.option(asOf),
    labels: fc.array(label, { maxLength: MOST_LABELS }),
    link: fc.option(linkCode),
    comparison: fc.oneof(fc.constantFrom(null, 'before' as const, 'year' as const), closedPeriod),
  })
  .map(({ scope, criteria: chosen, period: days, last, regions, text, ...rest }) => {
    const filter = { scope, ...days, last: null, ...chosen, regions, text };
    // A past state has fixed days.
    const isRolling = last !== null && rest.asOf === null;
    return { ...rest, filter: isRolling ? rolled({ ...filter, last }, NOW_MS) : filter };
  });

describe('the address of a view', () => {
  it('is read back unchanged for 10 000 random states', () => {
    fc.assert(
      fc.property(viewState, (state) => {
        const text = formatView(state, DEMO);
        expectEqual(text.length < LONGEST_ADDRESS, true);
        expectEqual(parseView(text, DEMO, NOW_MS), { state, notices: [] });
        expectEqual(filterSchema.parse(state.filter), state.filter);
      }),
      { numRuns: often(2_500, 10_000) },
    );
  });

  it('survives being escaped and pasted, as mail and chat programs do', () => {
    fc.assert(
      fc.property(viewState, (state) => {
        const pasted = new URL(
          `https://example.org/en?${formatView(state, DEMO)}`,
        ).searchParams.toString();
        expectEqual(parseView(pasted, DEMO, NOW_MS).state, state);
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
      fc.string({ unit: anyCharacter }),
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
              'sub',
              'drug',
              'ctx',
              'harm',
              'amount',
              'shape',
              'q',
              'from',
              'last',
              'asOf',
              'label',
              'link',
              'zz',
            ),
            fc.string(),
          ),
        )
        .map((pairs) => new URLSearchParams(pairs).toString()),
    );
    fc.assert(
      fc.property(query, (text) => {
        const { state } = parseView(text, REAL, NOW_MS);
        expectEqual(parseView(formatView(state, REAL), REAL, NOW_MS), { state, notices: [] });
      }),
      { numRuns: often(1_000, 3_000) },
    );
  });
});

describe('the period of an address', () => {
  it.each([
    ['from=2026-03-01T13&to=2026-03-01T14', 'from=2026-03-01T13&to=2026-03-01T14'],
    ['from=2026-03-01T00&to=2026-03-01T23', 'from=2026-03-01&to=2026-03-01'],
    ['from=2026-03-01T13&to=2026-03-01', 'from=2026-03-01T13&to=2026-03-01'],
    ['from=2026-03-01&to=2026-03-01T00', 'from=2026-03-01&to=2026-03-01T00'],
    ['from=2026-10-25T02', 'from=2026-10-25T02'],
    ['vs=2026-03-01T00.2026-03-02T13', 'vs=2026-03-01.2026-03-02T13'],
    ['last=24h', 'last=24h'],
    ['last=2d', 'last=2d'],
  ])('%s is written as %s, so that equal periods have one', (written, canonical) => {
    const { state, notices } = parseView(written, REAL, NOW_MS);
    expect(notices).toEqual([]);
    expect(formatView(state, REAL)).toBe(canonical);
  });
});

describe('a parameter that cannot be used', () => {
  it.each([
    ['k=murder', 'k', 'unreadable'],
    ['from=2026-02-30', 'from', 'unreadable'],
    ['from=2026-02-30T12', 'from', 'unreadable'],
    ['from=2026-03-01T24', 'from', 'unreadable'],
    ['to=2026-03-01T13:30', 'to', 'unreadable'],
    // Clocks skip it.
    ['to=2026-03-29T02', 'to', 'unreadable'],
    ['vs=2026-03-01T13', 'vs', 'unreadable'],
    ['vs=2026-03-01T13.2026-03-01T12', 'vs', 'unreadable'],
    ['last=24', 'last', 'unreadable'],
    ['c=4.3,91,8', 'c', 'unreadable'],
    ['c=4.3,50', 'c', 'unreadable'],
    ['r=../etc', 'r', 'unreadable'],
    ['theme=sepia', 'theme', 'unreadable'],
    ['year=23', 'year', 'unreadable'],
    ['record=0', 'record', 'unreadable'],
    ['asOf=120', 'asOf', 'unreadable'],
    ['asOf=an epoch:120', 'asOf', 'unreadable'],
    ['asOf=a1b2:99999999999', 'asOf', 'unreadable'],
    ['asOf=a1b2:4294967295', 'asOf', 'unreadable'],
    ['link=abc', 'link', 'unreadable'],
    ['link=..%2F..%2Fetc%2Fp', 'link', 'unreadable'],
    ['label=4.4,51.2', 'label', 'unreadable'],
    ['label=4.4,51.2,%20', 'label', 'unreadable'],
    ['label=4.4,91,Dock', 'label', 'unreadable'],
    [`label=4.4,51.2,${'x'.repeat(61)}`, 'label', 'unreadable'],
    ['label=4.4,51.2,a%0Ab', 'label', 'unreadable'],
    ['label=4.4,51.2,%E2%80%AEkcod', 'label', 'unreadable'],
    ['record=12abc', 'record', 'unreadable'],
    ['record=99999999999', 'record', 'unreadable'],
    ['tab=settings', 'tab', 'unreadable'],
    ['sub=cocaine', 'sub', 'unreadable'],
    ['drug=aspirin', 'drug', 'unreadable'],
    ['harm=some', 'harm', 'unreadable'],
    ['amount=kg.5', 'amount', 'unreadable'],
    ['amount=g.5.1', 'amount', 'unreadable'],
    ['amount=g.1.2.3', 'amount', 'unreadable'],
    ['amount=g.99999999999', 'amount', 'unreadable'],
    ['shape=circle,4.35,50.85', 'shape', 'unreadable'],
    ['shape=circle,4.35,50.85,0', 'shape', 'unreadable'],
    ['shape=circle,4.35,91,500', 'shape', 'unreadable'],
    ['shape=polygon,', 'shape', 'unreadable'],
    ['shape=polygon,AAAA', 'shape', 'unreadable'],
    ['shape=polygon,_____________', 'shape', 'unreadable'],
    ['shape=square,1,2', 'shape', 'unreadable'],
    ['q=%20%26', 'q', 'unreadable'],
    ['q=a+b+c+d+e+f+g+h+i', 'q', 'unreadable'],
    ['zoom=8', 'zoom', 'unknown'],
    ['from=2026-03-02&to=2026-03-01', 'to', 'contradiction'],
    ['from=2026-03-01T13&to=2026-03-01T12', 'to', 'contradiction'],
    ['last=24h&from=2026-03-01T13', 'last', 'fixed'],
    ['last=8d', 'last', 'unreadable'],
    ['last=7d&from=2026-03-02', 'last', 'fixed'],
    ['to=2026-03-02&last=year', 'last', 'fixed'],
    ['asOf=some-epoch:12&last=7d', 'last', 'past'],
  ])('%s is dropped and named', (query, key, problem) => {
    const { notices } = parseView(query, DEMO, NOW_MS);
    expect(notices.map((notice) => [notice.key, notice.problem])).toEqual([[key, problem]]);
  });

  it('of every criterion can be written by hand', () => {
    const query =
      'sub=person-hit.stabbing&drug=mixed-drugs.cocaine&ctx=not-stated&harm=killed.not-stated' +
      '&amount=g..5000&shape=circle,4.35,50.85,2000&q=haven+antwerpen';
    const { state, notices } = parseView(query, DEMO, NOW_MS);
    expect(notices).toEqual([]);
    expect(state.filter).toMatchObject({
      subtypes: ['person hit', 'stabbing'],
      drugs: ['cocaine', 'mixed drugs'],
      contexts: ['not stated'],
      casualties: ['killed', 'not stated'],
      quantity: { unit: 'kg', least: null, most: 5000 },
      shape: { type: 'circle', center: [4.35, 50.85], radiusMetres: 2000 },
      text: 'haven antwerpen',
    });
  });

  it('that draws any polygon reads as it was written', () => {
    fc.assert(
      fc.property(shapeIn(WORLD), (shape) => {
        const state = defaultViewState(DEMO);
        const drawn = { ...state, filter: { ...state.filter, shape } };
        const text = formatView(drawn, DEMO);
        expect(text.length).toBeLessThan(100 * 12 + 20);
        expectEqual(parseView(text, DEMO, NOW_MS), { state: drawn, notices: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('that draws a polygon in a town takes six characters a vertex', () => {
    const ring = Array.from({ length: 100 }, (_, index): [number, number] => [
      Number((4.4 + 0.03 * Math.cos(index / 16)).toFixed(5)),
      Number((51.2 + 0.03 * Math.sin(index / 16)).toFixed(5)),
    ]);
    const state = defaultViewState(DEMO);
    const filter = { ...state.filter, shape: { type: 'polygon' as const, ring } };
    expect(formatView({ ...state, filter }, DEMO).length).toBeLessThan(100 * 6 + 20);
  });

  it('leaves the others standing', () => {
    const { state } = parseView('k=shooting&from=yesterday&v=single-source', DEMO, NOW_MS);
    expect(state.filter).toMatchObject({
      kinds: ['shooting'],
      from: null,
      verifications: ['single source'],
    });
  });

  it('includes simulated records where the installation holds none', () => {
    const { state, notices } = parseView('scope=simulated', REAL, NOW_MS);
    expect(state.filter.scope).toBe('real');
    expect(notices).toHaveLength(1);
  });

  it("of somebody's campaign is dropped without a word", () => {
    expect(parseView('utm_source=mail&fbclid=abc', DEMO, NOW_MS).notices).toEqual([]);
  });
});

describe('labels in an address', () => {
  const [a, b] = ['label=4.4,51.2,Dock', 'label=4.5,51,%3Cb%3E'];

  it('are plain text, each in a parameter of its own', () => {
    const { state, notices } = parseView(`${a}&${b}`, REAL, NOW_MS);
    expect(state.labels).toEqual([
      { text: 'Dock', point: [4.4, 51.2] },
      { text: '<b>', point: [4.5, 51] },
    ]);
    expect(notices).toEqual([]);
    expect(formatView(state, REAL)).toBe(`${a}&${b}`);
  });

  it('take no other with them where one is broken or there are too many', () => {
    const broken = parseView(`${a}&label=here&${b}`, REAL, NOW_MS);
    expect(broken.state.labels).toHaveLength(2);
    expect(broken.notices).toEqual([{ key: 'label', text: 'here', problem: 'unreadable' }]);
    const many = parseView(
      Array(MOST_LABELS + 2)
        .fill(a)
        .join('&'),
      REAL,
      NOW_MS,
    );
    expect(many.state.labels).toHaveLength(MOST_LABELS);
    expect(many.notices).toHaveLength(2);
  });
});
