import { z } from 'zod';
import type { AreaTuple, Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { dutchPlaces } from './data/dutch-places';
import { type AreaKey, ancestorsOf, areaOf, descendantsOf, regionByCode } from './gazetteer';
import { normalisePlaceName, resolvePlace } from './resolve-place';

/** A place as sourced facts write it. */
export interface WrittenPlace {
  /** `Antwerp (Kiel)`, `port of Rotterdam`, `Waarloos (Kontich)`, `at sea off Dunkirk`. */
  area: string;
  /** Unknown levels and null are resolved from the words alone. */
  level?: string | null | undefined;
  /** ISO 3166-1 alpha-2. */
  country?: string | null | undefined;
  /** UN/LOCODE; used where the level says that the place is a port, or public ground inside one. */
  portLocode?: string | null | undefined;
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: chooses between municipalities before and after a merger. */
  date?: string | null | undefined;
}

const PORT_LEVELS = new Set(['port', 'vicinity']);
const KEY_OF_REGION_TYPE: Partial<Record<RegionType, AreaKey>> = {
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  'police zone': 'policeZone',
  port: 'port',
};

const WITHOUT_LEVEL: readonly RegionType[] = [
  'continent',
  'country',
  'municipality',
  'district',
  'province',
  'police zone',
  'port',
];

/** Words for several ports, or all, of one country. */
const COUNTRY_OF_ADJECTIVE: Readonly<Record<string, string>> = {
  belgian: 'BE',
  british: 'GB',
  danish: 'DK',
  dutch: 'NL',
  french: 'FR',
  german: 'DE',
  greek: 'GR',
  irish: 'IE',
  italian: 'IT',
  polish: 'PL',
  portuguese: 'PT',
  spanish: 'ES',
  swedish: 'SE',
  eu: 'EU-ROPE',
};
/** Regions and ports below a country for which the gazetteer has no code. */
const COUNTRY_OF_REGION: Readonly<Record<string, string>> = {
  calabria: 'IT',
  sicily: 'IT',
  andalusia: 'ES',
  galicia: 'ES',
  'gran canaria': 'ES',
  normandy: 'FR',
  azores: 'PT',
  'villa san giovanni': 'IT',
};

const provinceOfDutchPlace: ReadonlyMap<string, string> = new Map(
  z
    .array(z.tuple([z.string(), z.string()]))
    .parse(dutchPlaces)
    .map(([name, province]) => [normalisePlaceName(name), province]),
);

/**
 * The area of a written place, with every ancestor filled in, or null where not even the country is known. A place at sea
 * lies in no region: its tuple has only the country that the source files it under. Where the gazetteer has no
 * code as fine as the level says (municipalities outside Belgium), the area is the next coarser one: a Dutch province, else
 * the country.
 */
export function resolveArea(place: WrittenPlace): AreaTuple | null {
  const region = resolveRegion(place);
  if (!region) return place.level === 'sea' ? areaOf({}) : null;
  const key = KEY_OF_REGION_TYPE[region.type];
  return key ? areaOf({ [key]: region.code }) : areaOf({});
}

/** The finest region of a written place, as {@link resolveArea}; `EU-ROPE` for Europe and the EU. */
export function resolveRegion(place: WrittenPlace): Region | null {
  return regionByLevel(place) ?? (place.country ? regionByCode(place.country) : null);
}

/**
 * Whether the words name this region itself, and not a part of it, several regions, or a place for which the gazetteer has
 * no code of its own. Figures are comparable only where both are named: `Dutch sea ports` resolves to the Netherlands but is
 * another area, and so is the EU within Europe.
 */
export function isNamedBy(region: Region, { area }: Pick<WrittenPlace, 'area'>): boolean {
  return namesWhole(region, area) || namesWhole(region, area.replace(/^port of /i, ''));
}

function regionByLevel(place: WrittenPlace): Region | null {
  const { level, portLocode } = place;
  if (portLocode && PORT_LEVELS.has(level ?? 'port')) return regionByCode(portLocode);
  switch (level) {
    case 'sea':
    case 'country':
      return null;
    case 'port':
      return firstOf(withoutPortWords(place.area), place, ['port']);
    case 'province':
      return byParts(place, ['province']);
    case 'municipality':
      return byParts(place, ['municipality', 'district']) ?? dutchProvince(place);
    case 'district':
    case 'vicinity':
      return districtOrMunicipality(place);
    default:
      return byWords(place);
  }
}

/** `outer (inner)` in its two halves; inner is empty where there are no parentheses. */
function halves(area: string): { outer: string; inner: string } {
  const match = /^([^(]*)\(([^)]*)\)/.exec(area);
  return match
    ? { outer: (match[1] ?? '').trim(), inner: (match[2] ?? '').trim() }
    : { outer: area, inner: '' };
}

function firstOf(name: string, place: WrittenPlace, types: readonly RegionType[]): Region | null {
  const { country, date } = place;
  const found = resolvePlace(name, { country, date, types }).find((region) =>
    namesWhole(region, name),
  );
  return found ?? successorOf(name, place, types);
}

/** A municipality that had merged away by the date: the district of its name in the successor, else the successor. */
function successorOf(
  name: string,
  { country, date }: WrittenPlace,
  types: readonly RegionType[],
): Region | null {
  if (!date || !types.includes('municipality')) return null;
  const ended = resolvePlace(name, { country, types: ['municipality'] }).find((region) =>
    namesWhole(region, name),
  );
  if (!ended?.successor) return null;
  const district = resolvePlace(name, {
    country,
    date,
    types: ['district'],
  })[0];
  return district?.parent === ended.successor ? district : regionByCode(ended.successor);
}

/** False for regions that only begin with the name: an area is never filled in from half a word. */
function namesWhole(region: Region, name: string): boolean {
  const key = normalisePlaceName(name);
  const spellings = [region.code, ...Object.values(region.names), ...region.aliases];
  return spellings.some(
    (spelling) =>
      normalisePlaceName(spelling) === key || normalisePlaceName(halves(spelling).outer) === key,
  );
}

function byParts(place: WrittenPlace, types: readonly RegionType[]): Region | null {
  const { outer, inner } = halves(place.area);
  return (
    firstOf(place.area, place, types) ??
    firstOf(outer, place, types) ??
    (inner ? firstOf(inner, place, types) : null)
  );
}

/** `Antwerp (Kiel)` is a municipality and a part of it; `Zandvliet (Antwerp)` a district and where it lies. */
function districtOrMunicipality(place: WrittenPlace): Region | null {
  const { outer, inner } = halves(place.area);
  const whole = firstOf(place.area, place, ['district']);
  if (whole) return whole;
  const region =
    firstOf(outer, place, ['municipality', 'district']) ?? firstOf(inner, place, ['municipality']);
  if (!region) return place.level === 'vicinity' ? dutchProvince(place) : null;
  return (region.type === 'municipality' ? districtWithin(region, inner) : null) ?? region;
}

/** The district of this municipality whose name or neighbourhood stands as whole words in the text. */
function districtWithin(municipality: Region, text: string): Region | null {
  const padded = ` ${normalisePlaceName(text)} `;
  const districts = descendantsOf(municipality.code).filter(({ type }) => type === 'district');
  return (
    districts.find((district) =>
      [...Object.values(district.names), ...district.aliases].some((name) =>
        padded.includes(` ${normalisePlaceName(name)} `),
      ),
    ) ?? null
  );
}

function dutchProvince({ area, country }: WrittenPlace): Region | null {
  if (country && country !== 'NL') return null;
  const { outer, inner } = halves(area);
  const code =
    provinceOfDutchPlace.get(normalisePlaceName(outer)) ??
    provinceOfDutchPlace.get(normalisePlaceName(inner));
  return code ? regionByCode(code) : null;
}

function withoutPortWords(area: string): string {
  return halves(area).outer.replace(/^ports? of /i, '');
}

/** Without a level, as figures write areas: one port, several ports (their country), a country, Europe. */
function byWords(place: WrittenPlace): Region | null {
  const { outer } = halves(place.area);
  if (/^ports of /i.test(outer)) return commonCountry(outer.replace(/^ports of /i, ''), place);
  const isPort = /^port of /i.test(outer);
  const name = withoutPortWords(outer);
  const words = normalisePlaceName(name);
  const region = firstOf(name, place, isPort ? ['port'] : WITHOUT_LEVEL);
  if (region) return region;
  const country = COUNTRY_OF_ADJECTIVE[words.split(' ')[0] ?? ''] ?? COUNTRY_OF_REGION[words];
  return country ? regionByCode(country) : null;
}

function commonCountry(list: string, place: WrittenPlace): Region | null {
  const ports = list.split(/, | and /).map((name) => firstOf(name, place, ['port']));
  const countries = new Set(
    ports.map((port) => (port ? ancestorsOf(port.code)[0]?.code : undefined)),
  );
  const [only] = countries;
  return countries.size === 1 && only ? regionByCode(only) : null;
}
