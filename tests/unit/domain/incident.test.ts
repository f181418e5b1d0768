import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type IncidentBody,
  incidentInputSchema,
  incidentPatchSchema,
  PRIVATE_FIELDS,
} from '@/lib/domain/incident';
import { faultsOf } from '@/lib/domain/problem';
import { LONGEST_SPAN_MINUTES, MINUTE_MS } from '@/lib/domain/time';
import { TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { exampleIncident } from '../../support/api-client';
import { incidentInput } from '../../support/arbitraries';

/** The names of the wrong fields of a body, or an empty list. */
function wrongFields(body: unknown): string[] {
  const parsed = incidentInputSchema.safeParse(body);
  return parsed.success ? [] : faultsOf(parsed.error).map(({ field }) => field);
}

function faultsWith(change: Partial<IncidentBody> | Record<string, unknown>): string[] {
  return wrongFields({ ...exampleIncident(), ...change });
}

describe('a record', () => {
  it('is taken in its simplest form, with defaults for what is left out', () => {
    const { subtype, ...simplest } = exampleIncident();
    expect(subtype).toBe('shots fired');
    expect(incidentInputSchema.parse(simplest)).toMatchObject({
      subtype: null,
      killed: null,
      sensitivity: [],
      context: 'not stated',
      origin: 'recorded',
      corrections: [],
    });
  });

  it('is the same after a second parse', () => {
    fc.assert(
      fc.property(incidentInput, (incident) => {
        expect(incidentInputSchema.parse(incident)).toEqual(incident);
      }),
    );
  });

  it.each([
    ['occurredTo', { occurredFrom: '2026-01-02T21:40:00Z', occurredTo: '2026-01-02T21:39:59Z' }],
    ['subtype', { kind: 'shooting', subtype: 'cocaine' }],
    ['subtype', { kind: 'seizure', subtype: 'person hit' }],
    ['quantity', { kind: 'shooting', quantity: { best: 2, unit: 'kg' } }],
    ['point', { placePrecision: 'exact', point: null }],
    ['point', { placePrecision: 'vicinity', point: null }],
    ['point', { placePrecision: 'locality', point: null }],
    ['sources', { status: 'published', sources: [] }],
    ['retractionReason', { status: 'retracted' }],
  ] satisfies [string, Partial<IncidentBody>][])(
    'names %s where the fields contradict: %j',
    (field, change) => {
      expect(faultsWith(change)).toEqual([field]);
    },
  );

  it.each(TIME_PRECISIONS)(
    'may span as long as precision "%s" allows and not a minute more',
    (precision) => {
      const from = Date.parse('2024-03-01T00:00:00Z');
      const spanning = (minutes: number) =>
        faultsWith({
          timePrecision: precision,
          occurredFrom: new Date(from).toISOString(),
          occurredTo: new Date(from + minutes * MINUTE_MS).toISOString(),
        });
      expect(spanning(LONGEST_SPAN_MINUTES[precision])).toEqual([]);
      expect(spanning(LONGEST_SPAN_MINUTES[precision] + 1)).toEqual(['occurredTo']);
    },
  );

  it('needs no point where its place is an area, and no source while it is a draft', () => {
    expect(faultsWith({ placePrecision: 'municipality', point: null })).toEqual([]);
    expect(faultsWith({ status: 'draft', sources: [] })).toEqual([]);
    expect(
      faultsWith({ status: 'retracted', retractionReason: { en: 'It did not happen.' } }),
    ).toEqual([]);
  });

  it.each([
    ['occurredFrom', { occurredFrom: '2026-01-02 21:40' }],
    ['occurredFrom', { occurredFrom: '1969-12-31T23:59:59Z' }],
    ['occurredTo', { occurredTo: '2200-01-01T00:00:00Z' }],
    ['occurredFrom', { occurredFrom: '2026-01-02T21:40:00+01:00' }],
    ['point.0', { point: [180.1, 50] }],
    ['point.1', { point: [4, 85.1] }],
    ['killed', { killed: { low: 3, best: 2 } }],
    ['killed.best', { killed: { best: 1.5 } }],
    ['injured', { injured: { best: 5, high: 4 } }],
    ['quantity', { kind: 'seizure', subtype: null, quantity: { best: 5, high: 4, unit: 'kg' } }],
    ['title', { title: {} }],
    ['title.en', { title: { en: '   ' } }],
    ['title.en', { title: { en: 'a\u0000b' } }],
    ['title.en', { title: { en: 'a\ud800b' } }],
    ['title.en', { title: { en: 'x'.repeat(201) } }],
    ['title.de', { title: { en: 'x', de: 'y' } }],
    ['sources.0.url', { sources: [{ publisher: 'p', label: 'l', url: 'javascript:alert(1)' }] }],
    [
      'sources.0.url',
      { sources: [{ publisher: 'p', label: 'l', url: 'https://a:b@example.org/' }] },
    ],
    ['sources.0.publisher', { sources: [{ label: 'l', url: 'https://example.org/' }] }],
    ['reply.by', { reply: { text: { en: 'x' }, publishedAt: '2026-01-05T09:00:00Z' } }],
    ['reply.publishedAt', { reply: { text: { en: 'x' }, by: { en: 'y' } } }],
    [
      'reply.text.en',
      {
        reply: {
          text: { en: 'x'.repeat(2001) },
          by: { en: 'y' },
          publishedAt: '2026-01-05T09:00:00Z',
        },
      },
    ],
    ['person', { person: 'Nobody' }],
  ])('names %s where a value is wrong: %j', (field, change) => {
    expect(faultsWith(change)).toContain(field);
  });

  it.each(['title', 'notes', 'sources', 'corrections'] as const)(
    'refuses in %s the character that no database takes',
    (field) => {
      const nul = 'a\u0000b';
      const poisoned = {
        title: { en: nul },
        notes: nul,
        sources: [{ publisher: 'p', label: 'l', url: `https://example.org/${nul}` }],
        corrections: [{ text: { en: 'x' }, at: '2026-01-02T00:00:00Z', fields: [nul] }],
      };
      expect(faultsWith({ [field]: poisoned[field] })[0]).toMatch(new RegExp(`^${field}`));
    },
  );
});

describe('a change of a record', () => {
  it('may be empty and fills in no defaults', () => {
    expect(incidentPatchSchema.parse({})).toEqual({});
  });

  it('takes any field of a valid record', () => {
    fc.assert(
      fc.property(incidentInput, (incident) => {
        expect(incidentPatchSchema.parse(incident)).toEqual(incident);
      }),
      { numRuns: 50 },
    );
  });

  it('names an unknown field', () => {
    const parsed = incidentPatchSchema.safeParse({ colour: 'red' });
    expect(parsed.success ? [] : faultsOf(parsed.error)).toMatchObject([{ field: 'colour' }]);
  });
});

describe('private fields', () => {
  it('are the exact point, the notes and the sensitivities', () => {
    expect([...PRIVATE_FIELDS]).toEqual(['point', 'notes', 'sensitivity']);
  });
});
