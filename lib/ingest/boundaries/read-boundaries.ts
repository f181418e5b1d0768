import type { BoundaryShape } from '@/lib/regions/boundaries/boundary-shape';
import { mergedFault } from '@/lib/regions/boundaries/merged-region';
import { regionByCode } from '@/lib/regions/gazetteer';
import { BoundaryFileError, refuseFile } from './boundary-file-error';
import { codeOfValue, findCodeKey, textOf, valueAt } from './find-code-key';
import { type RawFeature, readFeatures } from './read-features';
import { type PolygonRings, readPolygons } from './read-polygons';

/** Read whole into memory, and several times as large there. */
export const MOST_FILE_BYTES = 128 * 1024 * 1024;
/** In all rings of a file. */
export const MOST_POSITIONS = 2_000_000;
/** A region's label stands in it or near it; farther from the polygon's box, the polygon is another's, or lies mirrored. */
const LABEL_MARGIN_DEGREES = 1;

export interface BoundaryFileOptions {
  /** The property that holds the codes, or null to find it. */
  key: string | null;
  /** Which object of a topology, or null where it has one. */
  object: string | null;
  /** Features with the same code are parts of one area, as statistical sectors are of their municipality. */
  isMerged: boolean;
}

/** What a file gives. */
export interface ReadBoundaries {
  format: 'GeoJSON' | 'TopoJSON';
  key: string;
  /** One for each feature that names a region; several of one code only where they are merged. */
  shapes: BoundaryShape[];
  /** Features whose key names no region here, in words. */
  skipped: string[];
}

/**
 * Reads the boundaries of regions from the text of a file.
 * @throws BoundaryFileError naming every feature that is wrong; then nothing of the file is taken
 */
export function readBoundaries(text: string, options: BoundaryFileOptions): ReadBoundaries {
  const { format, features } = readFeatures(parseJson(text), options.object);
  if (features.length === 0) refuseFile('The file has no features.');
  const key = findCodeKey(features, options.key);
  const skipped: string[] = [];
  const faults: string[] = [];
  const shapes: BoundaryShape[] = [];
  const numberByCode = new Map<string, number>();
  let positions = 0;
  for (const feature of features) {
    const code = codeOfValue(valueAt(feature, key));
    if (code === null) {
      skipped.push(`feature ${feature.number}: ${unknownKey(feature, key)}`);
      continue;
    }
    const before = numberByCode.get(code);
    if (before !== undefined && !options.isMerged) {
      faults.push(
        `Feature ${feature.number} (${code}) has the same "${key}" as feature ${before}: leave one out, or join the parts of an area with --merge.`,
      );
      continue;
    }
    numberByCode.set(code, before ?? feature.number);
    const merged = mergedFault(code);
    if (merged !== null) {
      if (before === undefined) faults.push(`Feature ${feature.number} (${code}) ${merged}.`);
      continue;
    }
    const polygons = readPolygons(feature.geometry);
    const fault = 'fault' in polygons ? polygons.fault : misplacedFault(code, polygons, options);
    if (fault !== null) faults.push(`Feature ${feature.number} (${code}) ${fault}.`);
    if (fault !== null || 'fault' in polygons) continue;
    positions += polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
    if (positions > MOST_POSITIONS) {
      refuseFile(
        `The file has more than ${MOST_POSITIONS} positions: simplify it first, for instance with "mapshaper".`,
      );
    }
    shapes.push({ code, polygons });
  }
  if (faults.length > 0) throw new BoundaryFileError(faults);
  if (shapes.length === 0) {
    refuseFile(
      `No "${key}" names a region of /api/v1/regions: say which property does with --key.`,
    );
  }
  return { format, key, shapes, skipped };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120) : 'it cannot be parsed';
    return refuseFile(`The file is not JSON: ${reason}.`);
  }
}

function unknownKey(feature: RawFeature, key: string): string {
  const text = textOf(valueAt(feature, key));
  return text === null ? `no "${key}"` : `"${text}" is no region here`;
}

/** Parts of an area that are merged may lie anywhere in it. */
function misplacedFault(
  code: string,
  polygons: readonly PolygonRings[],
  { isMerged }: BoundaryFileOptions,
): string | null {
  const region = regionByCode(code);
  if (!region?.point || isMerged) return null;
  const corners = polygons.flatMap(([outer]) => outer ?? []);
  const [lng, lat] = region.point;
  const isInside =
    isAround(
      corners.map(([x = 0]) => x),
      lng,
    ) &&
    isAround(
      corners.map(([, y = 0]) => y),
      lat,
    );
  if (isInside) return null;
  return `lies nowhere near ${region.names.en} [${lng}, ${lat}]; write [longitude, latitude], or correct its code`;
}

function isAround(values: readonly number[], wanted: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return wanted >= least - LABEL_MARGIN_DEGREES && wanted <= most + LABEL_MARGIN_DEGREES;
}
