import { AREA_KEYS, type AreaTuple, labelRegionOf, type Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';

export type AreaKey = (typeof AREA_KEYS)[number];

const TYPE_OF_KEY: Record<AreaKey, RegionType> = {
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  policeZone: 'police zone',
  port: 'port',
};

const KEY_OF_TYPE: Record<RegionType, AreaKey | null> = {
  continent: null,
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  'police zone': 'policeZone',
  port: 'port',
};

const FINEST_FIRST = [
  'district',
  'municipality',
  'policeZone',
  'province',
  'port',
  'country',
] as const satisfies readonly AreaKey[];

/** What is known of regions; a page begins with those of its address, and has all of them with the gazetteer. */
interface Known {
  /** Parents before children. */
  all: readonly Region[];
  isWhole: boolean;
  byCode: Map<string, Region | null>;
  childrenOf: ReadonlyMap<string, readonly Region[]>;
  policeZoneByMunicipality: ReadonlyMap<string, string>;
}

let known: Known = {
  all: [],
  isWhole: false,
  byCode: new Map(),
  childrenOf: new Map(),
  policeZoneByMunicipality: new Map(),
};

/** Takes what somebody else looked up: by code, null for a code that names no region. */
export function knowRegions(found: Readonly<Record<string, Region | null>>): void {
  if (known.isWhole) return;
  for (const [code, region] of Object.entries(found)) known.byCode.set(code, region);
}

/** Takes every region, parents before children. `lib/regions/gazetteer` does so when it is loaded. */
export function knowAllRegions(
  regions: readonly Region[],
  policeZoneByMunicipality: ReadonlyMap<string, string>,
): void {
  known = {
    all: regions,
    isWhole: true,
    byCode: new Map(regions.map((region) => [region.code, region])),
    childrenOf: groupByParent(regions),
    policeZoneByMunicipality,
  };
}

/** Whether it is not known yet if a code names a region: then a page says neither its name nor that it has none. */
export function isRegionPending(code: string): boolean {
  return !known.isWhole && !known.byCode.has(code);
}

/** Every region, parents before children; none before the gazetteer has loaded. */
export function allRegions(): readonly Region[] {
  return known.all;
}

/** An area that names an unknown code, a code of another type, or two regions that exclude each other. */
export class AreaError extends Error {
  override readonly name = 'AreaError';
  /** The part of the area that was wrong. */
  readonly field: AreaKey;

  constructor(field: AreaKey, message: string) {
    super(message);
    this.field = field;
  }
}

function groupByParent(regions: readonly Region[]): Map<string, Region[]> {
  const groups = new Map<string, Region[]>();
  for (const region of regions) {
    if (region.parent === null) continue;
    const siblings = groups.get(region.parent);
    if (siblings) siblings.push(region);
    else groups.set(region.parent, [region]);
  }
  return groups;
}

/** The region with this code, or null. */
export function regionByCode(code: string): Region | null {
  return known.byCode.get(code) ?? null;
}

/** The police zone of a municipality, or null where the gazetteer knows none. */
export function policeZoneOf(municipality: string): string | null {
  return known.policeZoneByMunicipality.get(municipality) ?? null;
}

/**
 * The chain of parents, nearest first, ending at `EU-ROPE`; without the region itself. Police zones stand beside
 * municipalities, so a municipality's chain goes on to its province: ask {@link policeZoneOf} for the zone.
 *
 * @throws where the code is unknown
 */
export function ancestorsOf(code: string): Region[] {
  const chain: Region[] = [];
  let parent = requireRegion(code).parent;
  while (parent !== null) {
    const region = requireRegion(parent);
    chain.push(region);
    parent = region.parent;
  }
  return chain;
}

/**
 * Every region below this one, coarse to fine; a police zone's are its municipalities and their districts. Regions that
 * have ended are included: records before a merger carry their codes.
 *
 * @throws where the code is unknown
 */
export function descendantsOf(code: string): Region[] {
  const found = [...childrenOfRegion(code)];
  for (let index = 0; index < found.length; index += 1) {
    const region = found[index];
    if (region && region.type !== 'police zone') found.push(...childrenOfRegion(region.code));
  }
  return found;
}

/**
 * The regions that are directly below this one; a police zone's are its municipalities.
 *
 * @throws where the code is unknown
 */
export function childrenOfRegion(code: string): readonly Region[] {
  const region = requireRegion(code);
  if (region.type !== 'police zone') return known.childrenOf.get(region.code) ?? [];
  return known.all.filter(
    (below) => below.type === 'municipality' && policeZoneOf(below.code) === region.code,
  );
}

/**
 * The whole tuple of an area from whatever part of it is known: a district gives its municipality; a municipality its
 * province, country and police zone; a port its country only, since docks lie across municipalities.
 *
 * @throws AreaError for an unknown code, a code of another type, or parts that contradict each other
 */
export function areaOf(
  parts: { readonly [Key in AreaKey]?: string | null | undefined },
): AreaTuple {
  const area: AreaTuple = {
    country: null,
    province: null,
    municipality: null,
    district: null,
    policeZone: null,
    port: null,
  };
  for (const key of FINEST_FIRST) {
    const code = parts[key];
    if (code) fillIn(area, key, code);
  }
  refuseForeignPoliceZone(area);
  return area;
}

function fillIn(area: AreaTuple, field: AreaKey, code: string): void {
  for (const [key, implied] of impliedBy(field, code)) {
    const present = area[key];
    if (present !== null && present !== implied) {
      throw new AreaError(
        field,
        `area: ${field} "${code}" gives ${key} "${implied}", but another part of the area gives ${key} "${present}" (leave one out or correct it)`,
      );
    }
    area[key] = implied;
  }
}

function impliedBy(field: AreaKey, code: string): [AreaKey, string][] {
  const region = known.byCode.get(code);
  if (!region) {
    throw new AreaError(
      field,
      `area: ${field} "${code}" is not in the gazetteer (see the list of regions)`,
    );
  }
  if (region.type !== TYPE_OF_KEY[field]) {
    throw new AreaError(
      field,
      `area: "${code}" is a ${region.type} and not a ${TYPE_OF_KEY[field]} (give it as ${KEY_OF_TYPE[region.type] ?? 'no part of an area'})`,
    );
  }
  return [region, ...ancestorsOf(code)].flatMap(({ code: implied, type }) => {
    const key = KEY_OF_TYPE[type];
    const zone = type === 'municipality' ? policeZoneOf(implied) : null;
    const own: [AreaKey, string][] = key ? [[key, implied]] : [];
    return zone ? [...own, ['policeZone', zone] as [AreaKey, string]] : own;
  });
}

function refuseForeignPoliceZone({ municipality, policeZone }: AreaTuple): void {
  if (municipality === null || policeZone === null) return;
  if (policeZoneOf(municipality) === policeZone) return;
  throw new AreaError(
    'policeZone',
    `area: municipality "${municipality}" does not belong to police zone "${policeZone}" (leave one out or correct it)`,
  );
}

/**
 * Whether an area lies in a region. `EU-ROPE` holds every area with a country; an unknown code holds none. A region holds
 * what was recorded in those that merged into it, under their codes of then.
 */
export function areaMatches(area: AreaTuple, code: string): boolean {
  const region = known.byCode.get(code);
  if (!region) return false;
  const key = KEY_OF_TYPE[region.type];
  return key === null ? area.country !== null : isOrBecame(area[key], code);
}

/**
 * Whether a record of an area that does not lie in a region may have happened there all the same: the finest region that the
 * area names lies around that one, or it names none. False for an unknown code.
 */
export function mayLieIn(area: AreaTuple, code: string): boolean {
  if (!known.byCode.get(code) || areaMatches(area, code)) return false;
  const finest = labelRegionOf(area);
  if (finest === null) return true;
  if (area.policeZone !== null && zoneAround(code) !== area.policeZone) return false;
  let around = requireRegion(code).parent;
  while (around !== null && around !== finest) around = requireRegion(around).parent;
  return around !== null;
}

/** The police zone that a municipality or a district lies in. */
function zoneAround(code: string): string | null {
  const region = requireRegion(code);
  return policeZoneOf(region.type === 'district' ? (region.parent ?? code) : code);
}

function isOrBecame(recorded: string | null, code: string): boolean {
  let current = recorded;
  while (current !== null && current !== code)
    current = known.byCode.get(current)?.successor ?? null;
  return current !== null;
}

/** Every region that an area lies in: those for which {@link areaMatches} holds. */
export function regionsOf(area: AreaTuple): string[] {
  const found = new Set<string>();
  for (const key of AREA_KEYS) {
    for (let code = area[key]; code !== null; code = known.byCode.get(code)?.successor ?? null) {
      if (known.byCode.has(code)) found.add(code);
    }
  }
  if (area.country !== null)
    for (const { code, type } of known.all) if (type === 'continent') found.add(code);
  return [...found];
}

function requireRegion(code: string): Region {
  const region = known.byCode.get(code);
  if (!region)
    throw new Error(`region "${code}" is not in the gazetteer (see the list of regions)`);
  return region;
}
