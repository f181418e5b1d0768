import type { FigureInput } from '@/lib/domain/figure';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import { type IncidentBody, type IncidentInput, incidentInputSchema } from '@/lib/domain/incident';

/** A valid published shooting at an invented place and time; `changes` replace fields. */
export function incidentInput(changes: Partial<IncidentBody> = {}): IncidentInput {
  return incidentInputSchema.parse({
    kind: 'shooting',
    subtype: 'shots fired',
    occurredFrom: '2025-06-01T20:00:00Z',
    occurredTo: '2025-06-01T20:00:00Z',
    timePrecision: 'exact',
    point: [4.330612, 50.838711],
    placePrecision: 'vicinity',
    country: 'BE',
    municipality: '21001',
    title: { en: 'Shots fired in the street' },
    verification: 'official',
    sources: [
      { publisher: 'Prosecutor', label: 'Statement', url: 'https://example.org/statement' },
    ],
    status: 'published',
    ...changes,
  });
}

/** A published figure under a key that its number gives, and a value that may be any. */
export function figureInput(number: number, value: number): FigureInput {
  return figureInputSchema.parse({
    key: `example ${number}`,
    measure: 'shootings',
    definition: { en: 'Shootings that were recorded' },
    authority: 'Prosecutor',
    area: 'BE',
    areaName: { en: 'Belgium' },
    periodFrom: '2025-01-01',
    periodTo: '2025-12-31',
    value,
    low: null,
    high: null,
    unit: 'count',
    approximation: 'exact',
    provisional: false,
    note: null,
    source: {
      publisher: 'Prosecutor',
      label: 'Statement',
      url: 'https://example.org/figures',
      publishedAt: '2026',
    },
  });
}

/** A generator of pseudo-random numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** UUIDs in a row: the same for the same prefix. */
export function countingIds(prefix = 1): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${String(prefix).padStart(8, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}
