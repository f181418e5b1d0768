type Names = [nl: string, fr: string, en: string];
type Point = [lng: number, lat: number];
type Aliases = string[];

/** Of a country without a numeric code none is drawn. */
export type CountryRow = [
  iso: string,
  numeric: string | null,
  ...Names,
  ...Point,
  Aliases,
  source: string,
];
export type ProvinceRow = [
  iso: string,
  country: string,
  ...Names,
  ...Point,
  Aliases,
  source: string,
];
/** First and last day as ISO dates, null for unbounded; `successor` is the NIS code that it merged into. */
export type MunicipalityRow = [
  nis: string,
  province: string,
  ...Names,
  ...Point,
  validFrom: string | null,
  validTo: string | null,
  successor: string | null,
  Aliases,
  source: string,
];
export type DistrictRow = [
  code: string,
  municipality: string,
  ...Names,
  ...Point,
  validFrom: string | null,
  Aliases,
  source: string,
];
export type PoliceZoneRow = [
  number: string,
  province: string,
  ...Names,
  Aliases,
  members: string[],
];
export type PortRow = [locode: string, ...Names, ...Point, docks: string, Aliases];
