import type { BasemapManifest } from '@/lib/map/basemap-manifest';

const file = (name: string) => ({ file: `${name}.0123456789ab.json`, bytes: 1, gzipBytes: 1 });
/** A manifest with one file of each kind, none of which exists. */
export const EXAMPLE_MANIFEST: BasemapManifest = {
  version: 1,
  files: {
    world: file('world'),
    countryLabels: file('country-labels'),
    countries: file('countries'),
    provinces: file('provinces'),
    provinceLabels: file('province-labels'),
    provinceLines: file('province-lines'),
    placesMajor: file('places-major'),
    placesMinor: file('places-minor'),
    placesLocal: file('places-local'),
    municipalities: file('municipalities'),
  },
  detail: [{ ...file('detail-2-49'), bbox: [2, 49, 11, 56] }],
  fonts: [
    {
      name: 'Noto Sans Regular',
      unicodeRange: ['U+0000-00FF'],
      file: 'a.woff2',
      bytes: 1,
      gzipBytes: 1,
    },
  ],
  attribution: { land: 'Natural Earth', places: 'GeoNames', provinces: 'OpenStreetMap' },
};
