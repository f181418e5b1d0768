import type { AreaTuple, Region } from '../../../lib/domain/region';
import { areaOf, regionByCode } from '../../../lib/regions/gazetteer';
import { type Random, weightedPicker } from './random';

/** A place where simulated events happen: its codes, its name, and points around which they scatter. */
export interface DemoPlace {
  region: Region;
  area: AreaTuple;
  /** `[lng, lat]`; events scatter a few hundred metres around one of them. Empty: the place has no points. */
  anchors: readonly (readonly [number, number])[];
}

type Anchors = readonly (readonly [number, number])[];

const METRES_PER_DEGREE = 111_195;
const SPREAD_METRES = 170;
const FARTHEST_METRES = 420;

/** Squares, stops and quarters of the municipalities with most events; the others scatter around their label point. */
const BRUSSELS: readonly (readonly [nis: string, weight: number, anchors: Anchors | null])[] = [
  [
    '21001',
    26,
    [
      [4.3307, 50.8413],
      [4.328, 50.838],
      [4.3056, 50.8348],
      [4.3124, 50.8396],
      [4.2962, 50.8387],
      [4.2938, 50.8209],
      [4.3048, 50.8465],
    ],
  ],
  [
    '21012',
    22,
    [
      [4.333, 50.8572],
      [4.3368, 50.8552],
      [4.323, 50.8535],
      [4.3406, 50.8602],
      [4.3295, 50.8495],
      [4.3132, 50.853],
    ],
  ],
  [
    '21015',
    12,
    [
      [4.3625, 50.8622],
      [4.3742, 50.8655],
      [4.3843, 50.874],
      [4.3879, 50.853],
      [4.3731, 50.867],
    ],
  ],
  [
    '21004',
    11,
    [
      [4.3525, 50.8488],
      [4.3441, 50.8432],
      [4.3474, 50.8372],
      [4.3562, 50.8608],
      [4.3482, 50.8788],
      [4.3868, 50.8968],
    ],
  ],
  [
    '21013',
    8,
    [
      [4.3432, 50.8334],
      [4.3453, 50.8301],
      [4.3395, 50.8322],
      [4.3418, 50.8268],
    ],
  ],
  [
    '21007',
    7,
    [
      [4.3263, 50.8242],
      [4.3273, 50.8271],
      [4.3287, 50.8225],
      [4.3363, 50.8165],
    ],
  ],
  [
    '21009',
    5,
    [
      [4.3638, 50.8352],
      [4.3719, 50.8276],
      [4.3805, 50.8178],
    ],
  ],
  [
    '21014',
    3,
    [
      [4.3694, 50.8497],
      [4.3702, 50.8541],
    ],
  ],
  ['21005', 2, null],
  ['21010', 2, null],
  ['21006', 2, null],
  ['21011', 2, null],
  ['21003', 2, null],
  ['21016', 1, null],
  ['21018', 1, null],
  ['21008', 1, null],
  ['21002', 1, null],
  ['21019', 1, null],
  ['21017', 1, null],
];

const ANTWERP: readonly (readonly [code: string, weight: number, anchors: Anchors | null])[] = [
  [
    '11002-antwerpen',
    26,
    [
      [4.4262, 51.2278],
      [4.4212, 51.217],
      [4.4032, 51.213],
      [4.3915, 51.193],
      [4.4335, 51.2335],
      [4.3722, 51.222],
    ],
  ],
  [
    '11002-borgerhout',
    22,
    [
      [4.434, 51.2132],
      [4.4472, 51.2135],
    ],
  ],
  [
    '11002-deurne',
    20,
    [
      [4.4648, 51.2192],
      [4.4702, 51.2085],
    ],
  ],
  [
    '11002-merksem',
    9,
    [
      [4.4432, 51.2472],
      [4.4525, 51.2512],
    ],
  ],
  [
    '11002-wilrijk',
    9,
    [
      [4.394, 51.168],
      [4.4052, 51.1725],
    ],
  ],
  [
    '11002-berchem',
    9,
    [
      [4.428, 51.199],
      [4.4372, 51.1925],
    ],
  ],
  [
    '11002-hoboken',
    7,
    [
      [4.3562, 51.1772],
      [4.3662, 51.1802],
    ],
  ],
  ['11002-ekeren', 2, [[4.418, 51.279]]],
  ['11002-berendrecht-zandvliet-lillo', 1, []],
];

/** Known to the municipality only. */
const ELSEWHERE: readonly (readonly [nis: string, weight: number])[] = [
  ['12025', 4],
  ['44021', 5],
  ['52011', 7],
  ['62063', 7],
  ['71016', 2],
  ['34022', 2],
  ['35013', 2],
  ['11013', 1],
  ['11029', 1],
];

/** Container docks of the two largest ports; the others scatter around the gazetteer's dock point. */
const DOCKS: Readonly<Record<string, Anchors>> = {
  BEANR: [
    [4.26, 51.2885],
    [4.268, 51.294],
    [4.33, 51.345],
  ],
  NLRTM: [
    [4.01, 51.952],
    [4.045, 51.955],
    [4.43, 51.885],
  ],
};

/**
 * Tonnes of cocaine a year by port, of the order of the published figures, from 2022; the last value stands for every
 * later year.
 */
const PORT_TONNES: readonly (readonly [locode: string, tonnes: readonly number[]])[] = [
  ['BEANR', [110, 116, 44, 55, 40]],
  ['NLRTM', [47, 45, 26, 11.5, 14]],
  ['NLVLI', [4, 9, 9, 7, 5]],
  ['DEHAM', [10, 34, 5, 4, 4]],
  ['DEBRV', [1.2, 1.8, 1, 1, 1]],
  ['ESALG', [10, 14, 20, 9, 8]],
  ['ESVLC', [11.6, 11.5, 8.2, 8, 6]],
  ['ESBCN', [5, 19, 17, 4, 4]],
  ['FRLEH', [8, 6, 9.4, 7, 6]],
  ['FRDKK', [1, 1, 2, 10, 13]],
  ['FRFOS', [1.5, 1, 1, 1.2, 1]],
  ['ITGIT', [16, 4.8, 3, 3, 2]],
  ['ITGOA', [2, 2, 1.5, 2, 3]],
  ['ITLIV', [1, 1, 1, 3, 1]],
  ['PTSIE', [1.5, 1, 1, 1, 1]],
  ['PTLEI', [1.5, 1, 1, 1, 1]],
  ['GRPIR', [0.8, 1, 2, 1, 1]],
  ['GBSOU', [4, 1, 6, 1, 1]],
  ['GBLGP', [1, 1, 1, 2.5, 1]],
  ['IEDUB', [0.5, 0.5, 0.6, 0.5, 0.5]],
  ['SEGOT', [0.4, 0.5, 0.5, 0.6, 0.5]],
  ['BEGNE', [0.6, 0.6, 0.4, 0.4, 0.3]],
  ['BEZEE', [0.3, 5, 0.4, 0.3, 0.3]],
  ['ALDRZ', [0.2, 0.2, 0.3, 0.3, 0.2]],
  ['SIKOP', [0.4, 0.4, 0.6, 0.3, 0.3]],
  ['BGBOJ', [0.2, 0.3, 0.6, 0.3, 0.2]],
];
const FIRST_YEAR = 2022;

function requireRegion(code: string): Region {
  const region = regionByCode(code);
  if (!region)
    throw new Error(`demo places: region "${code}" is not in the gazetteer (correct the table)`);
  return region;
}

function toPlace(code: string, area: AreaTuple, anchors: Anchors | null): DemoPlace {
  const region = requireRegion(code);
  return { region, area, anchors: anchors ?? (region.point ? [region.point] : []) };
}

export const pickBrussels = weightedPicker(
  BRUSSELS.map(
    ([nis, weight, anchors]) =>
      [toPlace(nis, areaOf({ municipality: nis }), anchors), weight] as const,
  ),
);
export const pickAntwerp = weightedPicker(
  ANTWERP.map(
    ([code, weight, anchors]) =>
      [toPlace(code, areaOf({ district: code }), anchors), weight] as const,
  ),
);
export const pickElsewhere = weightedPicker(
  ELSEWHERE.map(
    ([nis, weight]) => [toPlace(nis, areaOf({ municipality: nis }), []), weight] as const,
  ),
);

/** A port in a year, with the mean weight of one of its finds. */
export interface DemoPort {
  place: DemoPlace;
  /** Kilograms of a mean find, so that a history of the default size sums to about the published tonnes. */
  meanKg: number;
}

/** Finds a year over all ports in a history of the default size. */
const SEIZURES_PER_YEAR = 300;

const portsByYear = new Map<number, (random: Random) => DemoPort>();

/** A port by how often it is in the news that year. */
export function pickPort(random: Random, year: number): DemoPort {
  const column = Math.min(Math.max(year - FIRST_YEAR, 0), 4);
  let pick = portsByYear.get(column);
  if (!pick) {
    pick = portPicker(column);
    portsByYear.set(column, pick);
  }
  return pick(random);
}

export const portOf = (locode: string): DemoPlace =>
  toPlace(locode, areaOf({ port: locode }), DOCKS[locode] ?? null);

/** Big ports have more finds and also bigger ones: the number of finds grows with the square root of the tonnes. */
function portPicker(column: number): (random: Random) => DemoPort {
  const rows = PORT_TONNES.map(([locode, tonnes]) => ({ locode, tonnes: tonnes[column] ?? 0 }));
  const roots = rows.reduce((sum, row) => sum + Math.sqrt(row.tonnes), 0);
  return weightedPicker(
    rows.map(({ locode, tonnes }) => {
      const finds = (SEIZURES_PER_YEAR * Math.sqrt(tonnes)) / roots;
      return [{ place: portOf(locode), meanKg: (tonnes * 1000) / finds }, finds] as const;
    }),
  );
}

/** A point near one of the place's anchors, or null where it has none; never far enough to leave the quarter. */
export function scatter(random: Random, place: DemoPlace): [number, number] | null {
  if (place.anchors.length === 0) return null;
  const [lng, lat] = random.pick(place.anchors);
  const north = clampMetres(random.normal() * SPREAD_METRES);
  const east = clampMetres(random.normal() * SPREAD_METRES);
  const lngStep = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return [round5(lng + east / lngStep), round5(lat + north / METRES_PER_DEGREE)];
}

function clampMetres(metres: number): number {
  return Math.min(Math.max(metres, -FARTHEST_METRES), FARTHEST_METRES);
}

function round5(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
