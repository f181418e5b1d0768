import fc from 'fast-check';
import type { Figure } from '@/lib/domain/figure';
import {
  type IncidentInput,
  incidentInputSchema,
  type StoredIncident,
} from '@/lib/domain/incident';
import { FIGURE_UNITS, MEASURES } from '@/lib/domain/measure';
import { LONGEST_SPAN_MINUTES, MINUTE_MS } from '@/lib/domain/time';
import {
  CONTEXTS,
  KINDS,
  ORIGINS,
  PLACE_PRECISIONS,
  PLACE_ROLES,
  QUANTITY_BASES,
  QUANTITY_UNITS,
  SENSITIVITIES,
  STATUSES,
  SUBTYPES,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import { webAddress } from './web-address';

const EARLIEST_MS = Date.parse('1970-01-01T00:00:00Z');
const LATEST_MS = Date.parse('2196-01-01T00:00:00Z');

/** Any instant of the years that a record may have, whole milliseconds. */
export const instantMs = fc.integer({ min: EARLIEST_MS, max: LATEST_MS });

/** `[lng, lat]` anywhere that a record may lie, the borders of the range included. */
export const lngLat = fc.tuple(degrees(-180, 180), degrees(-85, 85));

function degrees(least: number, most: number): fc.Arbitrary<number> {
  const border = fc.constantFrom(least, most, 0, least + 1e-7, most - 1e-7);
  const anywhere = fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true });
  return fc.oneof({ arbitrary: anywhere, weight: 9 }, { arbitrary: border, weight: 1 });
}

function words(longest: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(60, longest) })
    .map((text) => `${text.replace(/\p{Cc}/gu, '')}x`.trim());
}

function localised(longest: number) {
  return fc
    .record({ nl: words(longest), fr: words(longest), en: words(longest) }, { requiredKeys: [] })
    .filter((texts) => Object.keys(texts).length > 0);
}

function orNull<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(arbitrary, { nil: null });
}

function range(amount: fc.Arbitrary<number>) {
  return fc
    .tuple(amount, amount, amount, fc.boolean(), fc.boolean())
    .map(([first, second, third, hasLow, hasHigh]) => {
      const [low = 0, best = 0, high = 0] = [first, second, third].sort((a, b) => a - b);
      return { low: hasLow ? low : null, best, high: hasHigh ? high : null };
    });
}

const isoInstant = instantMs.map((ms) => new Date(ms).toISOString());

const source = fc.record({
  publisher: words(200),
  label: words(300),
  url: webAddress,
  publishedAt: orNull(fc.constantFrom('2024', '2024-05', '2024-05-06', '2024-05-06T07:08:09Z')),
  archivedUrl: orNull(webAddress),
  language: orNull(fc.constantFrom('nl', 'fr', 'en', 'deu')),
});

const correction = fc.record({
  text: localised(1000),
  at: isoInstant,
  fields: fc.array(fc.constantFrom('killed', 'point', 'title'), { maxLength: 3 }),
});

const quantity = fc
  .tuple(
    range(fc.double({ min: 0, max: 4_000_000, noNaN: true })),
    fc.constantFrom(...QUANTITY_UNITS),
    fc.constantFrom(...QUANTITY_BASES),
  )
  .map(([amount, unit, basis]) => ({ ...amount, unit, basis }));

const classification = fc.constantFrom(...KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    subtype: orNull(fc.constantFrom(...SUBTYPES[kind])),
    quantity: kind === 'seizure' ? orNull(quantity) : fc.constant(null),
  }),
);

const time = fc.constantFrom(...TIME_PRECISIONS).chain((timePrecision) =>
  fc
    .tuple(instantMs, fc.integer({ min: 0, max: LONGEST_SPAN_MINUTES[timePrecision] }))
    .map(([from, span]) => ({
      timePrecision,
      occurredFrom: new Date(from).toISOString(),
      occurredTo: new Date(from + span * MINUTE_MS).toISOString(),
    })),
);

const place = fc.record({
  point: lngLat,
  placePrecision: fc.constantFrom(...PLACE_PRECISIONS),
  placeName: orNull(localised(200)),
  country: orNull(fc.constantFrom('BE', 'NL')),
  province: orNull(fc.constantFrom('BE-VAN', 'BE-BRU')),
  municipality: orNull(fc.constantFrom('21001', '11002')),
  district: orNull(fc.constantFrom('11002-merksem')),
  policeZone: orNull(fc.constantFrom('5340', '5345')),
  port: orNull(fc.constantFrom('BEANR', 'NLRTM')),
  quay: orNull(words(100)),
  sensitivity: fc.uniqueArray(fc.constantFrom(...SENSITIVITIES), { maxLength: 4 }),
});

const account = fc.record({
  announcedAt: orNull(isoInstant),
  killed: orNull(range(fc.integer({ min: 0, max: 60_000 }))),
  injured: orNull(range(fc.integer({ min: 0, max: 60_000 }))),
  placeRole: fc.constantFrom(...PLACE_ROLES),
  routeOrigin: orNull(words(200)),
  concealment: orNull(words(300)),
  context: fc.constantFrom(...CONTEXTS),
  contextBy: orNull(words(200)),
  title: localised(200),
  summary: orNull(localised(4000)),
  reply: orNull(fc.record({ text: localised(2000), by: localised(200), publishedAt: isoInstant })),
  verification: fc.constantFrom(...VERIFICATIONS),
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  corrections: fc.array(correction, { maxLength: 2 }),
  retractionReason: localised(1000),
  notes: orNull(words(20_000)),
  status: fc.constantFrom(...STATUSES),
  origin: fc.constantFrom(...ORIGINS),
});

/** Any record that passes `incidentInputSchema`. Its areas are known codes that need not fit each other. */
export const incidentInput: fc.Arbitrary<IncidentInput> = fc
  .tuple(classification, time, place, account)
  .map((parts) => incidentInputSchema.parse(Object.assign({}, ...parts)));

/** Any record as it is stored. */
export const storedIncident: fc.Arbitrary<StoredIncident> = fc
  .tuple(incidentInput, fc.uuid(), fc.integer({ min: 1, max: 0x7fff_ffff }))
  .map(([incident, id, rid]) => ({ ...incident, id, rid }));

/** Any published figure. */
export const figure: fc.Arbitrary<Figure> = fc.record({
  fid: fc.integer({ min: 1, max: 0x7fff_ffff }),
  key: words(200),
  measure: fc.constantFrom(...MEASURES),
  definition: localised(200),
  authority: words(200),
  area: orNull(fc.constantFrom('BE', '21004')),
  areaName: localised(200),
  periodFrom: fc.constant('2024-01-01'),
  periodTo: fc.constant('2024-12-31'),
  value: fc.double({ min: 0, max: 1e9, noNaN: true }),
  low: orNull(fc.double({ min: 0, max: 1e9, noNaN: true })),
  high: orNull(fc.double({ min: 0, max: 1e9, noNaN: true })),
  unit: fc.constantFrom(...FIGURE_UNITS),
  approximation: fc.constantFrom('exact', 'about', 'over', 'under'),
  provisional: fc.boolean(),
  note: orNull(localised(200)),
  source: fc.record({
    publisher: words(200),
    label: words(300),
    url: webAddress,
    publishedAt: orNull(fc.constantFrom('2024', '2024-05-06')),
  }),
});
