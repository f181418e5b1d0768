import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  BASEMAP_MANIFEST_FILE,
  type BasemapFile,
  type BasemapManifest,
  basemapManifestSchema,
} from './basemap-manifest';
import { buildCountries, buildCountryLabels, buildDetail, buildWorld } from './build/countries';
import { readFonts, readPictureFonts } from './build/fonts';
import { readGazetteer } from './build/gazetteer-file';
import { buildMunicipalities, buildPlaces } from './build/places';
import { buildProvinceLabels, buildProvinceLines, buildProvinces } from './build/provinces';

const ATTRIBUTION = {
  land: '<a href="https://www.naturalearthdata.com/">Natural Earth</a>',
  places:
    '<a href="https://www.geonames.org/">GeoNames</a> (<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>)',
  provinces: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a>',
};

/** Writes content under a name that carries its hash, so that it may be served as immutable. */
function writeHashed(
  folder: string,
  name: string,
  extension: string,
  content: string | Buffer,
): BasemapFile {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const file = `${name}.${hash}.${extension}`;
  writeFileSync(join(folder, file), content);
  const isCompressed = extension === 'woff2';
  const bytes = Buffer.byteLength(content);
  return { file, bytes, gzipBytes: isCompressed ? bytes : gzipSync(content).length };
}

/**
 * Builds the basemap from installed packages alone. It is written beside the folder and takes its place at the end, so
 * that a server which reads the folder meanwhile never finds half of it.
 */
export function buildBasemap(folder: string): BasemapManifest {
  const draft = `${folder}.${process.pid}.draft`;
  mkdirSync(draft, { recursive: true });
  const manifest = writeBasemap(draft);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return manifest;
}

function writeBasemap(folder: string): BasemapManifest {
  const write = (name: string, data: unknown) =>
    writeHashed(folder, name, 'json', JSON.stringify(data));
  const gazetteer = readGazetteer();
  const places = buildPlaces(gazetteer);
  const provinces = buildProvinces();
  const manifest = basemapManifestSchema.parse({
    version: 1,
    files: {
      world: write('world', buildWorld()),
      countryLabels: write('country-labels', buildCountryLabels()),
      countries: write('countries', buildCountries()),
      provinces: write('provinces', provinces),
      provinceLabels: write('province-labels', buildProvinceLabels()),
      provinceLines: write('province-lines', buildProvinceLines(provinces)),
      placesMajor: write('places-major', places.major),
      placesMinor: write('places-minor', places.minor),
      placesLocal: write('places-local', places.local),
      municipalities: write('municipalities', buildMunicipalities(gazetteer)),
    },
    detail: buildDetail().map(({ bbox, data }) => ({
      bbox,
      ...write(`detail-${bbox[0]}-${bbox[1]}`, data),
    })),
    fonts: readFonts().map(({ name, unicodeRange, slug, content }) => ({
      name,
      unicodeRange,
      ...writeHashed(folder, slug, 'woff2', content),
    })),
    attribution: ATTRIBUTION,
  } satisfies BasemapManifest);
  writeFileSync(join(folder, BASEMAP_MANIFEST_FILE), JSON.stringify(manifest, null, 1));
  for (const { file, content } of readPictureFonts()) writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, 'provinces.json'), JSON.stringify(provinces));
  return manifest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(process.cwd(), '.build', 'basemap');
  const manifest = buildBasemap(folder);
  const count = Object.keys(manifest.files).length + manifest.detail.length + manifest.fonts.length;
  process.stdout.write(`basemap: ${count} files in ${folder}\n`);
}
