import type { Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { ancestorsOf, REGIONS } from './gazetteer';
import { shortRegionName } from './region-label';

/** Narrows what a name may mean. */
export interface ResolveOptions {
  /** ISO 3166-1 alpha-2: only regions of this country. */
  country?: string | null | undefined;
  /** `YYYY-MM-DD`, or a month or year: only regions that existed then. Without it, those of today come first. */
  date?: string | null | undefined;
  types?: readonly RegionType[];
}

type Match = 'name' | 'short name' | 'alias' | 'beginning';
const MATCH_ORDER: readonly Match[] = ['name', 'short name', 'alias', 'beginning'];
const TYPE_ORDER: readonly RegionType[] = [
  'continent',
  'country',
  'municipality',
  'district',
  'province',
  'police zone',
  'port',
];
const BEGINNING_MIN_LENGTH = 3;
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** A file of a hundred thousand rows names a few hundred places. */
const MOST_REMEMBERED = 5_000;
const remembered = new Map<string, string>();

/** Lower case, no diacritics, one space between words, nothing but letters and digits: `Liège (ville)` is `liege ville`. */
export function normalisePlaceName(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const normalised = normalise(name);
  remembered.set(name, normalised);
  return normalised;
}

function normalise(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replace(/[łøđßæœı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/\bst[. ]+(?=\p{L})/gu, 'saint ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const index = buildIndex(REGIONS);

function buildIndex(regions: readonly Region[]): Map<string, Map<Region, Match>> {
  const entries = new Map<string, Map<Region, Match>>();
  const add = (name: string, region: Region, match: Match) => {
    const key = normalisePlaceName(name);
    const found = entries.get(key) ?? new Map<Region, Match>();
    if (!found.has(region)) found.set(region, match);
    entries.set(key, found);
  };
  for (const region of regions) {
    for (const name of Object.values(region.names)) add(name, region, 'name');
    for (const locale of ['nl', 'fr', 'en'] as const) {
      add(shortRegionName(region, locale), region, 'short name');
    }
    add(region.code, region, 'name');
    for (const alias of region.aliases) add(alias, region, 'alias');
  }
  return entries;
}

/**
 * The regions that a name may mean, best first: those that exist (on `date`, else today), then by full name, short name,
 * alias, and, only where nothing else fits, by the beginning of a name. Case and diacritics do not matter; Dutch, French and
 * English names, codes and aliases do. Empty where nothing fits: never a guess by distance or spelling.
 */
export function resolvePlace(name: string, options: ResolveOptions = {}): Region[] {
  const key = normalisePlaceName(name);
  if (key === '') return [];
  const exact = rank(index.get(key) ?? new Map(), options);
  return exact.length > 0 ? exact : rank(beginningWith(key), options);
}

function beginningWith(key: string): Map<Region, Match> {
  const found = new Map<Region, Match>();
  if (key.length < BEGINNING_MIN_LENGTH) return found;
  for (const [name, matches] of index) {
    if (!name.startsWith(key)) continue;
    for (const region of matches.keys()) found.set(region, 'beginning');
  }
  return found;
}

function rank(matches: ReadonlyMap<Region, Match>, options: ResolveOptions): Region[] {
  return [...matches]
    .filter(([region]) => isAllowed(region, options))
    .sort(
      ([a, matchA], [b, matchB]) =>
        Number(a.validTo !== null) - Number(b.validTo !== null) ||
        MATCH_ORDER.indexOf(matchA) - MATCH_ORDER.indexOf(matchB) ||
        TYPE_ORDER.indexOf(a.type) - TYPE_ORDER.indexOf(b.type) ||
        a.code.localeCompare(b.code),
    )
    .map(([region]) => region);
}

function isAllowed(region: Region, { country, date, types }: ResolveOptions): boolean {
  if (types && !types.includes(region.type)) return false;
  if (date && !existedOn(region, date)) return false;
  return !country || countryOf(region) === country;
}

/** A month or year counts as existing if any of its days does. */
function existedOn({ validFrom, validTo }: Region, date: string): boolean {
  const startsInTime = validFrom === null || validFrom.slice(0, date.length) <= date;
  const endsLater = validTo === null || date <= validTo.slice(0, date.length);
  return startsInTime && endsLater;
}

function countryOf(region: Region): string | null {
  if (region.type === 'country') return region.code;
  return ancestorsOf(region.code).find(({ type }) => type === 'country')?.code ?? null;
}
