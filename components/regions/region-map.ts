import type { RegionPage } from '@/lib/domain/region-page';
import type { Locale } from '@/lib/domain/vocabulary';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { mapOfRegion } from '@/lib/url/map-links';

/** A laptop's map; the page corrects itself to its own size. */
const VIEWPORT = { width: 1000, height: 700 };

/** Address of the map of a region's records. */
export function mapAddressOfRegion(
  { code, scope }: Pick<RegionPage, 'code' | 'scope'>,
  { locale, mode }: { locale: Locale; mode: 'demo' | 'real' },
): string {
  const camera = cameraOfRegions([code], VIEWPORT.width, VIEWPORT.height);
  return mapOfRegion(code, { locale, mode, scope, camera });
}
