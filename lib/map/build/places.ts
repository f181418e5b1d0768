import type { FeatureCollection, Geometry, Point } from 'geojson';
import type { GazetteerPlace } from './gazetteer-file';
import { collect, feature } from './geometry';
import {
  ANTWERP_DISTRICTS,
  BRUSSELS_MUNICIPALITIES,
  DISTRICTS_BY_HAND,
  EXONYMS,
  WOLUWE_SAINT_PIERRE_POINT,
} from './label-tables';

export interface PlaceProperties {
  name: string;
  /** Only where a language has a name of its own. */
  nl?: string;
  fr?: string;
  en?: string;
  population: number;
  /** 1 for a capital, else 0. */
  capital: number;
}

export interface MunicipalityProperties {
  code: string;
  nl: string;
  fr: string;
  en: string;
  /** The second official name in the order of a reader of French or English, and of Dutch; empty where it is the same. */
  second: string;
  secondNl: string;
  population: number;
}

const MAJOR_POPULATION = 100_000;
const MINOR_POPULATION = 15_000;
/** Beyond the countries around Belgium a town must be larger to be named before its region is looked at closely. */
const FAR_MINOR_POPULATION = 35_000;
/** Sections of places and abandoned places are not towns. */
const NOT_A_TOWN = new Set(['PPLX', 'PPLH', 'PPLQ', 'PPLW', 'PPLCH']);
/** North Africa's coast belongs to the picture of Europe's ports. */
const FRAME = { west: -26, south: 30, east: 42, north: 71 };
const DECIMALS = 4;

type Places = FeatureCollection<Geometry, PlaceProperties>;

/** In Brussels the labels of municipalities stand for these, so that no name is there twice. */
function isOwnLabel(place: GazetteerPlace): boolean {
  const isBrusselsMunicipality = place.country === 'BE' && place.municipality.startsWith('21');
  return (
    (isBrusselsMunicipality && place.featureCode !== 'PPLC') ||
    isAntwerpDistrict(place) ||
    (place.country === 'BE' && DISTRICTS_BY_HAND.some(([, name]) => name === place.name))
  );
}

function isAntwerpDistrict(place: GazetteerPlace): boolean {
  return place.name !== 'Antwerpen' && ANTWERP_DISTRICTS.includes(place.id);
}

function inFrame({ lng, lat }: GazetteerPlace): boolean {
  return lng > FRAME.west && lng < FRAME.east && lat > FRAME.south && lat < FRAME.north;
}

function pointOf(lng: number, lat: number): Point {
  return {
    type: 'Point',
    coordinates: [Number(lng.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))],
  };
}

function placeFeature(place: GazetteerPlace): Places['features'][number] {
  const exonyms = EXONYMS[place.id];
  const own = exonyms ? { nl: exonyms[0], fr: exonyms[1], en: exonyms[2] } : {};
  const capital = place.featureCode === 'PPLC' ? 1 : 0;
  const { name, population } = place;
  return feature(pointOf(place.lng, place.lat), { name, ...own, population, capital });
}

/** Places by the zoom at which they matter: everywhere from 100 000 inhabitants, from 15 000, and all of Belgium and the Netherlands. */
export function buildPlaces(gazetteer: readonly GazetteerPlace[]): {
  major: Places;
  minor: Places;
  local: Places;
} {
  const towns = gazetteer
    .filter((place) => inFrame(place) && !NOT_A_TOWN.has(place.featureCode) && !isOwnLabel(place))
    .sort((a, b) => b.population - a.population || a.id - b.id);
  const isMajor = (place: GazetteerPlace) =>
    place.population >= MAJOR_POPULATION || place.featureCode === 'PPLC';
  const isMinor = (place: GazetteerPlace) =>
    !isMajor(place) &&
    isNearby(place) &&
    place.population >= (isClose(place) ? MINOR_POPULATION : FAR_MINOR_POPULATION);
  const isLocal = (place: GazetteerPlace) =>
    !isMajor(place) && !isMinor(place) && (place.country === 'BE' || place.country === 'NL');
  return {
    major: collect(towns.filter(isMajor).map(placeFeature)),
    minor: collect(towns.filter(isMinor).map(placeFeature)),
    local: collect(towns.filter(isLocal).map(placeFeature)),
  };
}

/** Small towns are labelled where the product looks closely: western and southern Europe, not Anatolia or the Volga. */
function isNearby({ lng, lat }: GazetteerPlace): boolean {
  return lng < 30 && lat > 35;
}

function isClose({ lng, lat }: GazetteerPlace): boolean {
  return lng > 1 && lng < 8 && lat > 48.8 && lat < 53.6;
}

const NO_SECOND = { second: '', secondNl: '' };
/** Orders labels only: districts give way to municipalities. */
const DISTRICT_POPULATION = 10_000;

/** Brussels' 19 municipalities in both languages, Antwerp's districts and parts of both, as label points. */
export function buildMunicipalities(
  gazetteer: readonly GazetteerPlace[],
): FeatureCollection<Geometry, MunicipalityProperties> {
  const byCode = new Map(
    gazetteer.filter(({ country }) => country === 'BE').map((place) => [place.municipality, place]),
  );
  const brussels = BRUSSELS_MUNICIPALITIES.map(([code, fr, nl]) => {
    const place = byCode.get(code);
    const [lng, lat] = place ? [place.lng, place.lat] : WOLUWE_SAINT_PIERRE_POINT;
    const population = code === '21004' ? 200_000 : (place?.population ?? 42_000);
    const second = fr === nl ? '' : nl;
    const secondNl = fr === nl ? '' : fr;
    return feature(pointOf(lng, lat), { code, nl, fr, en: fr, second, secondNl, population });
  });
  const antwerp = gazetteer.filter(isAntwerpDistrict).map((place) => {
    const { name } = place;
    const code = `11002-${name.toLowerCase()}`;
    const names = { nl: name, fr: name, en: name, ...NO_SECOND };
    return feature(pointOf(place.lng, place.lat), { code, ...names, population: place.population });
  });
  const byHand = DISTRICTS_BY_HAND.map(([code, nl, fr, lng, lat]) => {
    const isInBrussels = code.startsWith('21004');
    const second = isInBrussels && nl !== fr ? { second: nl, secondNl: fr } : NO_SECOND;
    const population = DISTRICT_POPULATION;
    return feature(pointOf(lng, lat), { code, nl, fr, en: fr, ...second, population });
  });
  return collect([...brussels, ...antwerp, ...byHand]);
}
