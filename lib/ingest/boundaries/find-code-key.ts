import { regionByCode } from '@/lib/regions/gazetteer';
import { refuseFile } from './boundary-file-error';
import type { RawFeature } from './read-features';

/** How a feature's own `id`, beside its properties, is called on the command line. */
const ID_KEY = 'id';
/** A property works if at least this share of its values names a region. */
const LEAST_KNOWN_SHARE = 0.5;

/** Statbel's REFNIS codes of what the gazetteer has under ISO 3166. */
const CODE_OF_NIS: Readonly<Record<string, string>> = {
  '01000': 'BE',
  '04000': 'BE-BRU',
  '10000': 'BE-VAN',
  '20001': 'BE-VBR',
  '20002': 'BE-WBR',
  '30000': 'BE-VWV',
  '40000': 'BE-VOV',
  '50000': 'BE-WHT',
  '60000': 'BE-WLG',
  '70000': 'BE-VLI',
  '80000': 'BE-WLX',
  '90000': 'BE-WNA',
};

/** Without polygons: a continent is no area to shade, and a port has no border. */
const WITHOUT_POLYGON = new Set(['continent', 'port']);

/** The region that a value names, or null. */
export function codeOfValue(value: unknown): string | null {
  const text = textOf(value);
  if (text === null) return null;
  const code = CODE_OF_NIS[text] ?? text;
  const region = regionByCode(code);
  return region && !WITHOUT_POLYGON.has(region.type) ? code : null;
}

/** A key as a file writes it; null where it is nothing that could be one. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  if (typeof value !== 'string') return null;
  return value.trim().slice(0, 60) || null;
}

export function valueAt(feature: RawFeature, key: string): unknown {
  return key === ID_KEY && !Object.hasOwn(feature.properties, ID_KEY)
    ? feature.id
    : Object.hasOwn(feature.properties, key)
      ? feature.properties[key]
      : undefined;
}

/**
 * The property that holds the codes: the one that was named, else the only one that works. Several that say the same of
 * every feature are one.
 * @throws BoundaryFileError naming the properties that there are
 */
export function findCodeKey(features: readonly RawFeature[], wanted: string | null): string {
  const keys = keysOf(features);
  if (wanted !== null) {
    if (keys.includes(wanted)) return wanted;
    refuseFile(`--key "${wanted}": no feature has it. ${listKeys(features, keys)}`);
  }
  const working = keys.filter((key) => doesWork(features, key));
  const [first] = working;
  if (first === undefined) {
    refuseFile(
      `No property holds NIS codes or the codes of /api/v1/regions: say which with --key. ${listKeys(features, keys)}`,
    );
  }
  const isOne = working.every((key) => isEqual(features, first, key));
  if (!isOne) {
    refuseFile(
      `Several properties name regions: say which with --key (${working.map((key) => `"${key}"`).join(', ')}).`,
    );
  }
  return first;
}

function keysOf(features: readonly RawFeature[]): string[] {
  const keys = new Set(features.flatMap(({ properties }) => Object.keys(properties)));
  if (features.some(({ id }) => id !== undefined)) keys.add(ID_KEY);
  return [...keys];
}

function doesWork(features: readonly RawFeature[], key: string): boolean {
  const known = features.filter((feature) => codeOfValue(valueAt(feature, key)) !== null).length;
  return known > 0 && known >= features.length * LEAST_KNOWN_SHARE;
}

function isEqual(features: readonly RawFeature[], one: string, other: string): boolean {
  return features.every(
    (feature) => codeOfValue(valueAt(feature, one)) === codeOfValue(valueAt(feature, other)),
  );
}

function listKeys(features: readonly RawFeature[], keys: readonly string[]): string {
  if (keys.length === 0) return 'The features have no properties.';
  const shown = keys.slice(0, 20).map((key) => {
    const holder = features.find((feature) => textOf(valueAt(feature, key)) !== null);
    const example = holder ? ` (${String(textOf(valueAt(holder, key))).slice(0, 30)})` : '';
    return `"${key}"${example}`;
  });
  return `The features have: ${shown.join(', ')}.`;
}
