import type { AreaTuple, Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { AreaError, type AreaKey, areaOf } from '../regions/gazetteer';
import { shortRegionName } from '../regions/region-label';
import { resolveRegion } from '../regions/resolve-area';
import { normalisePlaceName, resolvePlace } from '../regions/resolve-place';
import type { RowReader } from './row-reader';

/** The area that a row names. */
export interface RowArea {
  area: AreaTuple;
  /** The finest region, for a title. */
  region: Region | null;
  /** A place outside Belgium for which the gazetteer has no code as fine: kept as the place's name. */
  unlistedPlace: string | null;
}

const KEY_OF_TYPE: Partial<Record<RegionType, AreaKey>> = {
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  'police zone': 'policeZone',
  port: 'port',
};

/** Coarse to fine, so that the last region found is the finest. */
const FIELDS = ['place', 'province', 'policeZone', 'municipality', 'district', 'port'] as const;
type AreaField = (typeof FIELDS)[number];

const EXAMPLES: Record<AreaField | 'country', string> = {
  place: 'a place such as "Antwerp" or "port of Rotterdam"',
  country: 'a country; write its name or a code such as BE',
  province: 'a province; write its name or a code such as BE-VAN',
  policeZone: 'a police zone; write its name or a number such as 5340',
  municipality: 'a municipality; write its name or an NIS code such as 21004',
  district: 'a district; write its name or a code such as 11002-merksem',
  port: 'a port; write its name or a UN/LOCODE such as BEANR',
};

/** Resolves the row's area columns by code or name. `date` chooses between municipalities before and after a merger. */
export function readRowArea(reader: RowReader, date: string | null): RowArea {
  const country = readCountry(reader);
  const found: RowArea = { area: areaOf({}), region: country, unlistedPlace: null };
  const parts: Partial<Record<AreaKey, string>> = country ? { country: country.code } : {};
  for (const field of FIELDS) {
    const text = reader.text(field);
    if (text === null) continue;
    const region = readRegion(reader, field, text, country?.code ?? null, date);
    const key = region ? KEY_OF_TYPE[region.type] : undefined;
    if (!region || !key) continue;
    if (isCoarser(region, field)) found.unlistedPlace = text;
    const other = parts[key];
    if (other !== undefined && other !== region.code) {
      reader.fault(field, `"${text}" is ${region.code}, but another column gives ${other}`);
    }
    found.region = region;
    parts[key] = region.code;
  }
  try {
    found.area = areaOf(parts);
  } catch (error) {
    if (!(error instanceof AreaError)) throw error;
    reader.fault(reader.columnOf(error.field) === null ? 'place' : error.field, error.message);
  }
  return found;
}

function readCountry(reader: RowReader): Region | null {
  const text = reader.text('country');
  if (text === null) return null;
  const region = wholeMatches(text, ['country'])[0] ?? null;
  if (!region) reader.fault('country', `"${text}" is not in the gazetteer as ${EXAMPLES.country}`);
  return region;
}

function readRegion(
  reader: RowReader,
  field: AreaField,
  text: string,
  country: string | null,
  date: string | null,
): Region | null {
  const twins = field === 'municipality' ? wholeMatches(text, ['municipality'], country, date) : [];
  if (twins.length > 1 && !twins.some(({ code }) => code === text)) {
    const choices = twins.map(({ code, names }) => `${code} ${names.nl}`).join(' or ');
    reader.fault(field, `"${text}" can be ${choices} (write the code)`);
    return null;
  }
  const region = lookUp(field, text, country, date);
  const isOnlyCountry = region?.type === 'country' && field !== 'place';
  const isForeign = country !== null && country !== 'BE';
  if (region && (!isOnlyCountry || isForeign)) return region;
  const hint = country === null ? ' (outside Belgium, add a country)' : '';
  reader.fault(field, `"${text}" is not in the gazetteer as ${EXAMPLES[field]}${hint}`);
  return null;
}

function lookUp(
  field: AreaField,
  text: string,
  country: string | null,
  date: string | null,
): Region | null {
  if (field === 'policeZone') return wholeMatches(text, ['police zone'])[0] ?? null;
  const level = field === 'place' ? null : field;
  const area = field === 'port' ? text.replace(/^([A-Z]{2}) ([A-Z]{3})$/i, '$1$2') : text;
  return resolveRegion({ area, level, country, date }) ?? resolveRegion({ area, level, country });
}

function isCoarser(region: Region, field: AreaField): boolean {
  if (field === 'place') return region.type === 'country';
  if (field === 'municipality' || field === 'district') {
    return region.type === 'country' || region.type === 'province';
  }
  return region.type === 'country';
}

/** Regions whose name is the text, not regions that only begin with it or list it as an alias of a part. */
function wholeMatches(
  text: string,
  types: readonly RegionType[],
  country: string | null = null,
  date: string | null = null,
): Region[] {
  const key = normalisePlaceName(text);
  const candidates = resolvePlace(text, { types, country, date });
  const named = candidates.filter((region) =>
    [region.code, ...namesOf(region)].some((name) => normalisePlaceName(name) === key),
  );
  const current = named.filter(({ validTo }) => validTo === null);
  if (current.length > 0) return current;
  const byAlias = candidates.filter(({ aliases }) =>
    aliases.some((alias) => normalisePlaceName(alias) === key),
  );
  return named.length > 0 ? named : byAlias.slice(0, 1);
}

function namesOf(region: Region): string[] {
  return (['nl', 'fr', 'en'] as const).flatMap((locale) => [
    region.names[locale],
    shortRegionName(region, locale),
  ]);
}
