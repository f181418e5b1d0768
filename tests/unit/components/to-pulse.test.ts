import { describe, expect, it } from 'vitest';
import { toPulse } from '@/components/incidents/to-pulse';
import { arrivalsOf } from '@/lib/store/feed-arrivals';

type Batch = Parameters<typeof arrivalsOf>[0];
const OCCURRED = '2026-03-01T10:00:00.000Z';
const HOUR_MS = 3_600_000;

/** What arrives of a record that is published so many hours after it happened. */
function published(hoursLater: number, change: Partial<Batch> = {}) {
  const record = {
    rid: 7,
    status: 'published',
    kind: 'shooting',
    occurredFrom: OCCURRED,
    point: [4.33, 50.84],
    title: { en: 'Example' },
  };
  const committedAt = new Date(Date.parse(OCCURRED) + hoursLater * HOUR_MS).toISOString();
  const batch = { bulk: false, committedAt, texts: [{ fromSeq: 3, record }], ...change };
  const outcome = { added: [7], replaced: [], removed: [] };
  return arrivalsOf(
    batch as unknown as Batch,
    outcome as unknown as Parameters<typeof arrivalsOf>[1],
  );
}

const pulses = (hoursLater: number, freshHours: number) =>
  published(hoursLater).flatMap((arrival) => toPulse(arrival, 'en', freshHours)).length;

describe('a pulse', () => {
  it('is for records that are younger than the setting says when they are published', () => {
    expect([pulses(23.9, 24), pulses(24, 24)]).toEqual([1, 0]);
    expect([pulses(0.9, 1), pulses(1, 1), pulses(100, 200)]).toEqual([1, 0, 1]);
    expect(pulses(0, 0)).toBe(0);
  });

  it('goes without its words where a card beside the map has them', () => {
    const pulse = published(1).flatMap((arrival) => toPulse(arrival, 'en', 24));
    expect(pulse[0]?.properties.label).toBe('Example');
    const [ring] = published(1).flatMap((arrival) => toPulse(arrival, null, 24));
    expect(ring?.properties).toEqual({ kind: 'shooting', label: '' });
    expect(ring?.geometry).toEqual(pulse[0]?.geometry);
  });

  it('is not for what came in bulk, and what is too old for it still arrives', () => {
    expect(published(1, { bulk: true })).toEqual([]);
    expect(published(30)).toMatchObject([{ change: 'new', ageMs: 30 * HOUR_MS }]);
  });
});
