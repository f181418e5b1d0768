import type { ImprintProps } from '@/components/explorer/imprint';
import type { Region } from '@/lib/domain/region';
import type { RegionPage } from '@/lib/domain/region-page';
import type { RegionType } from '@/lib/domain/region-type';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { regionPath } from '@/lib/url/page-paths';

interface Options {
  locale: Locale;
  publicUrl: string;
  imprint: ImprintProps;
  /** Of the dataset, in the page's language. */
  name: string;
  description: string;
}

const PLACE_TYPES: Record<RegionType, string> = {
  continent: 'Continent',
  country: 'Country',
  province: 'AdministrativeArea',
  municipality: 'AdministrativeArea',
  district: 'AdministrativeArea',
  'police zone': 'AdministrativeArea',
  port: 'Place',
};

/** What a region's page is about, in schema.org's words: the place, and the records of it as a dataset. */
export function regionJsonLd(content: RegionPage, options: Options): object {
  const region = regionByCode(content.code);
  if (!region) throw new Error(`no region has the code ${content.code}`);
  const place = placeOf(region, options);
  return {
    '@context': 'https://schema.org',
    '@graph': content.records > 0 ? [place, datasetOf(content, place['@id'], options)] : [place],
  };
}

function addressOf(code: string, { publicUrl, locale }: Options): string {
  return `${publicUrl}/${locale}${regionPath(code)}`;
}

function placeOf(region: Region, options: Options) {
  const { code, names, aliases, type, point, parent } = region;
  const name = names[options.locale];
  const others = new Set([...LOCALES.map((locale) => names[locale]), ...aliases]);
  others.delete(name);
  const url = addressOf(code, options);
  return {
    '@type': PLACE_TYPES[type],
    '@id': `${url}#place`,
    url,
    name,
    alternateName: [...others],
    identifier: code,
    // Where its label stands: of areas that is no measured centre, so only ports say it as their place.
    ...(point && type === 'port'
      ? { geo: { '@type': 'GeoCoordinates', longitude: point[0], latitude: point[1] } }
      : {}),
    ...(parent ? { containedInPlace: { '@id': `${addressOf(parent, options)}#place` } } : {}),
  };
}

function datasetOf(content: RegionPage, place: string, options: Options) {
  const { publicUrl, imprint, locale, name, description } = options;
  const years = content.years.map(({ year }) => year);
  return {
    '@type': 'Dataset',
    name,
    description,
    url: addressOf(content.code, options),
    inLanguage: locale,
    isAccessibleForFree: true,
    spatialCoverage: { '@id': place },
    temporalCoverage: `${Math.min(...years)}/${Math.max(...years)}`,
    distribution: {
      '@type': 'DataDownload',
      encodingFormat: 'application/geo+json',
      contentUrl: `${publicUrl}/api/v1/incidents?region=${encodeURIComponent(content.code)}`,
    },
    ...(imprint.publisher ? { creator: { '@type': 'Organization', name: imprint.publisher } } : {}),
    ...(imprint.dataLicence ? { license: licenceOf(imprint.dataLicence) } : {}),
  };
}

function licenceOf(text: string): string | object {
  return /^https?:\/\/\S+$/.test(text) ? text : { '@type': 'CreativeWork', name: text };
}

/** As the content of a script element: nothing in it can end the element or begin another. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
