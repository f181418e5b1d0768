import type { PulseFeature } from '@/components/map/pulse-player';
import type { Locale } from '@/lib/domain/vocabulary';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { textIn } from '@/lib/words/record-words';

const HOUR_MS = 3_600_000;

/**
 * D8: the pulse of a record that is new, young and has a point; none for any other.
 * @param locale of its words; null for none, where they stand beside the map already, and larger
 */
export function toPulse(
  { record, change, ageMs }: Arrival,
  locale: Locale | null,
  freshHours: number,
): PulseFeature[] {
  const isYoung = ageMs < freshHours * HOUR_MS;
  if (!isYoung || change !== 'new' || !record.point) return [];
  const label = locale && record.title ? textIn(record.title, locale).text : '';
  return [
    {
      type: 'Feature',
      properties: { kind: record.kind, label },
      geometry: { type: 'Point', coordinates: record.point },
    },
  ];
}
