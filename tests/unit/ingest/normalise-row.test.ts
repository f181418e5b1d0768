import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IncidentInput, incidentInputSchema } from '@/lib/domain/incident';
import { mapColumns } from '@/lib/ingest/map-columns';
import { type Decision, type NormaliseOptions, normaliseRow } from '@/lib/ingest/normalise-row';
import { describeFault, type RawRow } from '@/lib/ingest/raw-row';
import { pointFault } from '@/lib/ingest/read-point';
import { often } from '../../support/breadth';

type Cells = RawRow['cells'];
interface Extra extends Partial<Omit<NormaliseOptions, 'mapping'>> {
  point?: [number, number] | null;
  set?: string[];
}

const BASE: Cells = {
  date: '2024-03-05',
  kind: 'shooting',
  municipality: '21004',
  title: 'Example: row',
};

function normalise(cells: Cells, { point = null, set = [], ...options }: Extra = {}) {
  const mapping = mapColumns(Object.keys(cells), { map: [], set });
  const raw: RawRow = { row: 17, cells, point };
  return normaliseRow(raw, { mapping, language: 'en', status: null, decimal: null, ...options });
}

function incidentOf(cells: Cells, extra: Extra = {}): IncidentInput {
  const outcome = normalise(cells, extra);
  if (outcome.faults) throw new Error(outcome.faults.map(describeFault).join('\n'));
  return incidentInputSchema.parse(outcome.incident);
}

function decisionsOf(cells: Cells, extra: Extra = {}): Decision[] {
  const outcome = normalise(cells, extra);
  return outcome.faults ? [] : outcome.decisions;
}

function faultsOf(cells: Cells, extra: Extra = {}): string[] {
  return normalise(cells, extra).faults?.map(describeFault) ?? [];
}

describe('faults', () => {
  test('name row, column, value and what to do', () => {
    expect(faultsOf({ ...BASE, date: '31/02/2024' })).toEqual([
      'row 17, column "date": "31/02/2024" is not a date (use YYYY-MM-DD or DD/MM/YYYY)',
    ]);
  });

  test('are all named at once', () => {
    const faults = faultsOf({
      ...BASE,
      date: 'x',
      kind: 'y',
      municipality: 'z',
      killed: '1.5',
      link: '',
    });
    expect(faults.map((fault) => /column "(\w+)"/.exec(fault)?.[1])).toEqual([
      'kind',
      'date',
      'municipality',
      'killed',
    ]);
  });

  test('that the record itself finds are named by the column', () => {
    expect(faultsOf({ ...BASE, link: 'javascript:alert(1)', publisher: 'Example' })).toEqual([
      'row 17, column "link": must be an http or https address without credentials',
    ]);
    expect(faultsOf(BASE, { status: 'published' })).toEqual([
      'row 17: sources: a published record needs at least one source',
    ]);
  });

  test('stop simulated records and records without a place', () => {
    expect(faultsOf({ ...BASE, origin: 'simulated' })[0]).toContain('column "origin"');
    expect(faultsOf({ ...BASE, municipality: '' })[0]).toContain('row 17: has no place');
  });

  test('name the field that a constant was set for', () => {
    expect(faultsOf({ date: '2024', municipality: '21004' }, { set: ['kind=ufo'] })[0]).toContain(
      'column "--set kind": "ufo" is not a kind',
    );
  });
});

describe('kinds', () => {
  test.each([
    ['schietpartij', 'shooting', null],
    ['Fusillade', 'shooting', null],
    ['Explosie', 'incident', 'explosion'],
    ['coups de couteau', 'incident', 'stabbing'],
    ['cocaïne', 'seizure', 'cocaine'],
    ['SAISIE', 'seizure', null],
  ])('%s is %s, %s', (word, kind, subtype) => {
    expect(incidentOf({ ...BASE, kind: word })).toMatchObject({ kind, subtype });
  });

  test("take a subtype of their own, and refuse another kind's", () => {
    expect(incidentOf({ ...BASE, subtype: 'person hit' }).subtype).toBe('person hit');
    expect(faultsOf({ ...BASE, subtype: 'cocaine' })).toEqual([
      'row 17, column "subtype": "cocaine" is not a subtype of shooting',
    ]);
  });
});

describe('time', () => {
  test('is as precise as it is written', () => {
    const precision = (cells: Cells) => incidentOf({ ...BASE, ...cells }).timePrecision;
    expect(precision({ date: '2024' })).toBe('year');
    expect(precision({ date: '2024-03' })).toBe('month');
    expect(precision({ date: '05/03/2024' })).toBe('day');
    expect(precision({ date: '05/03/2024', time: '21h40' })).toBe('exact');
  });

  test('of a clock column is Brussels time', () => {
    const { occurredFrom, occurredTo } = incidentOf({ ...BASE, date: '2024-07-01', uur: '00:30' });
    expect([occurredFrom, occurredTo]).toEqual([
      '2024-06-30T22:30:00.000Z',
      '2024-06-30T22:30:00.000Z',
    ]);
  });

  test('is never claimed finer than the date, and a night fits the longest day of the year', () => {
    expect(faultsOf({ ...BASE, timeprecision: 'exact' })[0]).toContain('"exact" needs a time');
    expect(faultsOf({ ...BASE, date: '2024', timeprecision: 'day' })[0]).toContain(
      'needs a finer date',
    );
    expect(incidentOf({ ...BASE, date: '2024-10-27', timeprecision: 'nacht' }).timePrecision).toBe(
      'night',
    );
  });

  test('of a span takes the finest precision that may span so long', () => {
    const spanTo = (enddate: string) => incidentOf({ ...BASE, enddate }).timePrecision;
    expect([spanTo('2024-03-06'), spanTo('2024-03-12'), spanTo('2024-04-30')]).toEqual([
      'day',
      'week',
      'month',
    ]);
    expect(faultsOf({ ...BASE, enddate: '2024-03-01' })[0]).toContain(
      'column "enddate": must not be before',
    );
  });

  test('at midnight is a day unless the file says that it is a time', () => {
    const cells = { ...BASE, date: '2024-03-05 00:00:00' };
    expect(incidentOf(cells).timePrecision).toBe('day');
    expect(decisionsOf(cells)).toContain('midnight is a day');
    expect(incidentOf({ ...cells, timeprecision: 'exact' }).occurredTo).toBe(
      '2024-03-04T23:00:00.000Z',
    );
  });
});

describe('place', () => {
  test.each([
    [
      { municipality: 'Molenbeek' },
      { municipality: '21012', province: 'BE-BRU', policeZone: '5340' },
    ],
    [{ municipality: 'Deurne' }, { municipality: '11002', district: '11002-deurne' }],
    [
      { municipality: '', port: 'BE ANR' },
      { port: 'BEANR', country: 'BE', municipality: null },
    ],
    [
      { municipality: '', place: 'port of Rotterdam' },
      { port: 'NLRTM', country: 'NL' },
    ],
    [
      { municipality: '', province: 'Henegouwen' },
      { province: 'BE-WHT', municipality: null },
    ],
    [{ municipality: '', place: 'Antwerp (Kiel)' }, { municipality: '11002' }],
  ])('%j is %j', (cells, area) => {
    expect(incidentOf({ ...BASE, ...cells })).toMatchObject(area);
  });

  test('is as precise as the area, and a point without precision is shown on a 1 km grid', () => {
    const precision = (cells: Cells, point?: [number, number]) =>
      incidentOf({ ...BASE, ...cells }, { point: point ?? null }).placePrecision;
    expect(precision({})).toBe('municipality');
    expect(precision({ municipality: '', country: 'België' })).toBe('country');
    expect(precision({ municipality: '', province: 'BE-VAN' })).toBe('province');
    expect(precision({}, [4.3517, 50.8466])).toBe('locality');
    expect(precision({ precision: 'omgeving' }, [4.3517, 50.8466])).toBe('vicinity');
    expect(precision({}, [4.4, 50.8])).toBe('municipality');
  });

  test('outside Belgium keeps the name where there is no code', () => {
    const incident = incidentOf({ ...BASE, municipality: 'Marseille', country: 'FR' });
    expect(incident).toMatchObject({
      country: 'FR',
      municipality: null,
      placePrecision: 'country',
      placeName: { en: 'Marseille' },
    });
  });

  test('is not guessed from half a name, nor between two municipalities of one name', () => {
    expect(faultsOf({ ...BASE, municipality: 'Schaar' })[0]).toContain(
      '"Schaar" is not in the gazetteer',
    );
    expect(faultsOf({ ...BASE, municipality: 'Saint-Nicolas' })[0]).toContain(
      '46021 Sint-Niklaas or 62093',
    );
  });

  test('parts that contradict each other are a fault', () => {
    expect(faultsOf({ ...BASE, place: 'Gent' })[0]).toContain(
      '"21004" is 21004, but another column gives 44021',
    );
    expect(faultsOf({ ...BASE, province: 'BE-VAN' })[0]).toContain(
      'but another part of the area gives',
    );
  });

  test('a point with latitude and longitude exchanged is said to be so, for any place in Belgium', () => {
    const belgium = fc.tuple(
      fc.double({ min: 2.5, max: 6.4, noNaN: true }),
      fc.double({ min: 49.5, max: 51.5, noNaN: true }),
    );
    fc.assert(
      fc.property(belgium, ([lng, lat]) => {
        expect(pointFault([lng, lat])).toBeNull();
        expect(pointFault([lat, lng])).toContain('look swapped');
      }),
    );
  });

  test.each([
    [[0, 0], 'placeholder'],
    [[150_000, 170_000], 'Lambert'],
  ] as const)('%j is refused', (point, word) => expect(pointFault(point)).toContain(word));

  test('half a point is a fault', () => {
    expect(faultsOf({ ...BASE, lat: '50.8', lng: '' })[0]).toContain(
      'column "lat": has no counterpart',
    );
  });
});

describe('quantities and people', () => {
  const seizure = { ...BASE, kind: 'cocaine' };

  test.each([
    [{ quantity: '2,28 t' }, { best: 2280, unit: 'kg' }],
    [
      { quantity: '613', unit: 'kg' },
      { best: 613, unit: 'kg' },
    ],
    [{ kg: '1 500' }, { best: 1500, unit: 'kg' }],
    [{ quantity: '€ 25.000,00' }, { best: 25_000, unit: 'euro' }],
    [
      { quantity: 0.1 + 0.2, unit: 't' },
      { best: 300, unit: 'kg' },
    ],
  ])('%j is %j', (cells, quantity) => {
    expect(incidentOf({ ...seizure, ...cells }).quantity).toMatchObject(quantity);
  });

  test('without a unit are refused, and without a seizure too', () => {
    expect(faultsOf({ ...seizure, quantity: '5' })[0]).toContain('has no unit');
    expect(faultsOf({ ...BASE, kg: '5' })[0]).toContain('only a seizure has a quantity');
    expect(incidentOf({ ...BASE, kg: '0' }).quantity).toBeNull();
  });

  test('people are whole numbers; an empty cell is not zero', () => {
    const { killed, injured } = incidentOf({ ...BASE, killed: '0', injured: '' });
    expect([killed?.best, injured]).toEqual([0, null]);
  });
});

describe('what the file does not say', () => {
  const sourced = {
    ...BASE,
    source: 'Example Gazette',
    url: 'https://news.example/1',
    sourcedate: '06/03/2024',
  };

  test('a row with a source is published, another a draft, and --status wins', () => {
    expect(incidentOf(sourced)).toMatchObject({
      status: 'published',
      origin: 'imported',
      sources: [
        {
          publisher: 'Example Gazette',
          label: 'Example Gazette (2024-03-06)',
          publishedAt: '2024-03-06',
        },
      ],
    });
    expect(incidentOf(BASE).status).toBe('draft');
    expect(decisionsOf(BASE)).toContain('draft without source');
    expect(incidentOf(sourced, { status: 'draft' }).status).toBe('draft');
  });

  test('an address without a publisher is named by its host; a publisher without an address goes to the notes', () => {
    expect(incidentOf({ ...BASE, url: 'https://www.news.example/1' }).sources[0]?.publisher).toBe(
      'news.example',
    );
    expect(incidentOf({ ...BASE, source: 'Example Gazette' })).toMatchObject({
      sources: [],
      notes: 'Source without address: Example Gazette',
    });
  });

  test('a missing title is composed in three languages and counted', () => {
    const cells = { ...BASE, title: '', injured: '2' };
    expect(Object.keys(incidentOf(cells).title)).toEqual(['nl', 'fr', 'en']);
    expect(decisionsOf(cells)).toContain('title composed');
  });

  test('text of a column without a language is in the language of the command', () => {
    expect(incidentOf(BASE, { language: 'nl' }).title).toEqual({ nl: 'Example: row' });
  });

  test('a constant fills empty cells only', () => {
    const set = ['verification=official'];
    expect(incidentOf({ ...BASE, verification: '' }, { set }).verification).toBe('official');
    expect(incidentOf({ ...BASE, verification: 'disputed' }, { set }).verification).toBe(
      'disputed',
    );
  });
});

test('any cells give a record that the schema takes, or faults that name the row', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constant(null),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(
      '2024-03-05',
      'shooting',
      'cocaine',
      '21004',
      'Brussel',
      '50.8',
      '4.3',
      '5 kg',
      'BE',
    ),
  );
  const names = [
    'date',
    'time',
    'kind',
    'subtype',
    'municipality',
    'port',
    'lat',
    'lng',
    'killed',
    'quantity',
    'title',
    'url',
    'sensitivity',
  ];
  const row = fc.record(Object.fromEntries(names.map((name) => [name, cell])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(row, (cells) => {
      const outcome = normalise(cells as Cells);
      if (outcome.faults) {
        expect(outcome.faults.length).toBeGreaterThan(0);
        expect(outcome.faults.every((fault) => fault.row === 17)).toBe(true);
      } else expect(incidentInputSchema.safeParse(outcome.incident).success).toBe(true);
    }),
    { numRuns: often(700, 2_000) },
  );
});

describe('a published reply', () => {
  test('is a text, who says it and since when, and without one of them a fault', () => {
    const reply = {
      wederwoord: 'Wij waren dicht.',
      'reply by': 'the owner of the café',
      'reply date': '2026-01-05',
    };
    expect(incidentOf({ ...BASE, ...reply }).reply).toEqual({
      text: { nl: 'Wij waren dicht.' },
      by: { en: 'the owner of the café' },
      publishedAt: '2026-01-04T23:00:00.000Z',
    });
    expect(incidentOf(BASE).reply).toBeNull();
    expect(faultsOf({ ...BASE, wederwoord: 'Wij waren dicht.' })).toEqual([
      'row 17: say who replies, by what they are and not by name',
      'row 17: say when the reply was published',
    ]);
  });
});
