import { describe, expect, it } from 'vitest';
import { jsonForScript, regionJsonLd } from '@/components/regions/region-json-ld';
import type { RegionPage } from '@/lib/domain/region-page';
import { REGIONS } from '@/lib/regions/gazetteer';

const IMPRINT = { publisher: null, responsibleEditor: null, contact: null, dataLicence: null };

function jsonLd(code: string, content: Partial<RegionPage> = {}, imprint = {}) {
  const page: RegionPage = {
    code,
    scope: 'real',
    years: [
      { year: 2025, kinds: { shooting: 1, seizure: 1, incident: 0 } },
      { year: 2021, kinds: { shooting: 1, seizure: 0, incident: 0 } },
    ],
    records: 3,
    retracted: 0,
    latest: [],
    parents: [],
    children: [],
    figures: [],
    rates: [],
    ...content,
  };
  return regionJsonLd(page, {
    locale: 'en',
    publicUrl: 'https://map.example',
    imprint: { ...IMPRINT, ...imprint },
    name: 'Records',
    description: 'What they are',
  }) as { '@graph': Record<string, unknown>[] };
}

describe('what the page of a region says to machines', () => {
  it('is its place, with its names and where it belongs, and its records as a dataset', () => {
    const [place, dataset] = jsonLd('BE-BRU')['@graph'];
    expect(place).toMatchObject({
      '@type': 'AdministrativeArea',
      name: 'Brussels (Region)',
      identifier: 'BE-BRU',
      containedInPlace: { '@id': 'https://map.example/en/region/BE#place' },
    });
    expect(place?.alternateName).not.toContain('Brussels (Region)');
    expect(dataset).toMatchObject({
      '@type': 'Dataset',
      temporalCoverage: '2021/2025',
      spatialCoverage: { '@id': place?.['@id'] },
      distribution: { contentUrl: 'https://map.example/api/v1/incidents?region=BE-BRU' },
    });
    expect(dataset).not.toHaveProperty('license');
    expect(dataset).not.toHaveProperty('creator');
  });

  it('names licence and publisher as the operator set them', () => {
    const set = { publisher: 'Example', dataLicence: 'https://example.org/licence' };
    expect(jsonLd('BEANR', {}, set)['@graph'][1]).toMatchObject({
      creator: { name: 'Example' },
      license: 'https://example.org/licence',
    });
    expect(jsonLd('BEANR', {}, { dataLicence: 'CC BY 4.0' })['@graph'][1]).toMatchObject({
      license: { '@type': 'CreativeWork', name: 'CC BY 4.0' },
    });
  });

  it('promises no dataset where there is no record, and works for every region', () => {
    for (const { code } of REGIONS) {
      const graph = jsonLd(code, { records: 0, years: [] })['@graph'];
      expect(graph.map((part) => part.identifier)).toEqual([code]);
    }
  });
});

describe('JSON in a script element', () => {
  it('reads back as it was, and cannot end the element or begin another', () => {
    const hostile = { name: '</script><!--<script>&\u2028\u2029' };
    const text = jsonForScript(hostile);
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(hostile);
  });
});
