import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  Feature,
  FeatureCollection,
  Geometry,
  MultiPolygon,
  Polygon,
  Position,
} from 'geojson';
import { collect, feature, polygonsOf, roundLine } from './geometry';

export interface ProvinceProperties {
  /** ISO 3166-2. */
  code: string;
  nl: string;
  fr: string;
  en: string;
}

const NAMES: Readonly<Record<string, readonly [string, string, string]>> = {
  'BE-BRU': [
    'Brussels Hoofdstedelijk Gewest',
    'Région de Bruxelles-Capitale',
    'Brussels-Capital Region',
  ],
  'BE-VAN': ['Antwerpen', 'Anvers', 'Antwerp'],
  'BE-VBR': ['Vlaams-Brabant', 'Brabant flamand', 'Flemish Brabant'],
  'BE-VLI': ['Limburg', 'Limbourg', 'Limburg'],
  'BE-VOV': ['Oost-Vlaanderen', 'Flandre-Orientale', 'East Flanders'],
  'BE-VWV': ['West-Vlaanderen', 'Flandre-Occidentale', 'West Flanders'],
  'BE-WBR': ['Waals-Brabant', 'Brabant wallon', 'Walloon Brabant'],
  'BE-WHT': ['Henegouwen', 'Hainaut', 'Hainaut'],
  'BE-WLG': ['Luik', 'Liège', 'Liège'],
  'BE-WLX': ['Luxemburg', 'Luxembourg', 'Luxembourg'],
  'BE-WNA': ['Namen', 'Namur', 'Namur'],
};
/** Where a province's name reads well, set by eye; none for the Brussels Region, which its city's name fills. */
const LABEL_POINTS: Readonly<Record<string, readonly [number, number]>> = {
  'BE-VAN': [4.78, 51.25],
  'BE-VBR': [4.72, 50.94],
  'BE-VLI': [5.42, 51.0],
  'BE-VOV': [3.83, 50.93],
  'BE-VWV': [3.03, 51.0],
  'BE-WBR': [4.62, 50.66],
  'BE-WHT': [3.93, 50.5],
  'BE-WLG': [5.85, 50.5],
  'BE-WLX': [5.5, 49.95],
  'BE-WNA': [4.85, 50.28],
};
const DECIMALS = 4;

interface NamedFeature extends Feature<Polygon | MultiPolygon> {
  id: string;
}

/** Belgium's ten provinces and the Brussels Region, from name-suggestion-index (outlines after OpenStreetMap). */
export function buildProvinces(): FeatureCollection<Geometry, ProvinceProperties> {
  const script = createRequire(import.meta.url).resolve('name-suggestion-index');
  const path = join(dirname(script), '..', 'json', 'featureCollection.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as { features: NamedFeature[] };
  const provinces = Object.entries(NAMES).map(([code, [nl, fr, en]]) => {
    const found = all.features.find(({ id }) => id === `${code.toLowerCase()}.geojson`);
    if (!found) {
      throw new Error(
        `name-suggestion-index has no outline "${code.toLowerCase()}.geojson"; install the version that package.json pins`,
      );
    }
    const coordinates = polygonsOf(found.geometry).map((rings) =>
      rings.map((ring) => roundLine(ring, DECIMALS)),
    );
    return feature({ type: 'MultiPolygon', coordinates }, { code, nl, fr, en });
  });
  return collect(provinces);
}

export function buildProvinceLabels(): FeatureCollection<Geometry, ProvinceProperties> {
  const labels = Object.entries(LABEL_POINTS).map(([code, point]) => {
    const [nl = code, fr = code, en = code] = NAMES[code] ?? [];
    return feature({ type: 'Point' as const, coordinates: [...point] }, { code, nl, fr, en });
  });
  return collect(labels);
}

/** Neighbours' outlines differ by less than this; a border or a coast is further from any other province. */
const SHARED_WITHIN_DEGREES = 0.02;

/** Distance of a point from a side, with a degree of longitude scaled to a degree of latitude at 50.5° north. */
function distanceToSide(point: Position, from: Position, to: Position): number {
  const scale = Math.cos((50.5 * Math.PI) / 180);
  const [px, py] = [(point[0] ?? 0) * scale, point[1] ?? 0];
  const [ax, ay] = [(from[0] ?? 0) * scale, from[1] ?? 0];
  const [bx, by] = [(to[0] ?? 0) * scale, to[1] ?? 0];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
}

function isNearAny(point: Position, rings: readonly Position[][]): boolean {
  return rings.some((ring) =>
    ring.some((to, index) => {
      const from = ring[index - 1];
      return from !== undefined && distanceToSide(point, from, to) < SHARED_WITHIN_DEGREES;
    }),
  );
}

/**
 * Inner outlines only, each once. The outlines run over the territorial sea and along the national border, which the map
 * draws from another source, so a side is kept where a later province of the list lies along it.
 */
export function buildProvinceLines(
  provinces: FeatureCollection<Geometry, ProvinceProperties>,
): FeatureCollection<Geometry, { code: string }> {
  const rings = provinces.features.map(({ geometry }) =>
    polygonsOf(geometry as MultiPolygon).flat(),
  );
  const lines = provinces.features.map(({ properties }, index) => {
    const later = rings.slice(index + 1).flat();
    const coordinates = (rings[index] ?? []).flatMap((ring) => sharedRuns(ring, later));
    return feature({ type: 'MultiLineString', coordinates }, { code: properties.code });
  });
  return collect(lines.filter(({ geometry }) => geometry.coordinates.length > 0));
}

/** Runs of a ring's sides whose middle lies along one of the other rings. */
function sharedRuns(ring: Position[], others: readonly Position[][]): Position[][] {
  const runs: Position[][] = [];
  let run: Position[] = [];
  ring.slice(1).forEach((to, index) => {
    const from = ring[index] ?? to;
    const middle = [((from[0] ?? 0) + (to[0] ?? 0)) / 2, ((from[1] ?? 0) + (to[1] ?? 0)) / 2];
    if (isNearAny(middle, others)) {
      run = run.length > 0 ? [...run, to] : [from, to];
      return;
    }
    if (run.length > 1) runs.push(run);
    run = [];
  });
  return run.length > 1 ? [...runs, run] : runs;
}
