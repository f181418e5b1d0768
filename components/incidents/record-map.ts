import type { PublicIncident } from '@/lib/domain/incident';
import type { PastName } from '@/lib/domain/past-name';
import { labelRegionOf } from '@/lib/domain/region';
import type { Locale } from '@/lib/domain/vocabulary';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { mapOfRecord } from '@/lib/url/map-links';

/** A laptop's map; the page corrects itself to its own size. */
const VIEWPORT = { width: 1000, height: 700 };
const POINT_ZOOM = 13;

/** Address of the map where a record lies, with its card open. */
export function mapAddressOf(
  record: PublicIncident,
  { locale, mode, asOf = null }: { locale: Locale; mode: 'demo' | 'real'; asOf?: PastName | null },
): string {
  const area = labelRegionOf(record);
  const ofArea = () => (area ? cameraOfRegions([area], VIEWPORT.width, VIEWPORT.height) : null);
  return mapOfRecord(record.rid, {
    locale,
    mode,
    asOf,
    scope: record.origin === 'simulated' ? 'simulated' : 'real',
    camera: record.point ? { center: record.point, zoom: POINT_ZOOM } : ofArea(),
  });
}
