import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '@/lib/ingest/detect-format';
import { ImportFileError } from '@/lib/ingest/raw-row';
import { geojsonDriver } from '@/lib/ingest/read-geojson';
import { collectRows, onlyFaults, onlyRows } from './collect-rows';

const feature = (geometry: unknown, properties: unknown = { date: '2024' }) => ({
  type: 'Feature',
  geometry,
  properties,
});
const collection = (...features: unknown[]) =>
  JSON.stringify({ type: 'FeatureCollection', features });
const point = { type: 'Point', coordinates: [4.35, 50.85, 12] };

describe('reading GeoJSON', () => {
  test('takes points without their height, and features without geometry', async () => {
    const rows = await collectRows(geojsonDriver, collection(feature(point), feature(null)));
    expect(onlyRows(rows).map((row) => [row.row, row.point])).toEqual([
      [1, [4.35, 50.85]],
      [2, null],
    ]);
  });

  test('names a geometry that is no point by its row', async () => {
    const line = { type: 'LineString', coordinates: [] };
    const rows = await collectRows(geojsonDriver, collection(feature(point), feature(line)));
    expect(onlyFaults(rows)).toMatchObject([
      {
        row: 2,
        column: 'geometry',
        message: expect.stringContaining('"LineString" is not a Point'),
      },
    ]);
  });

  test('makes columns of nested properties', async () => {
    const properties = { title: { en: 'x' }, sources: [{ url: 'u' }], words: ['a', 'b'] };
    const [row] = onlyRows(await collectRows(geojsonDriver, collection(feature(null, properties))));
    expect(row!.cells).toEqual({ 'title.en': 'x', 'sources.0.url': 'u', words: 'a; b' });
  });

  test.each([
    ['one a line', '', '\n'],
    ['as a text sequence', '\u001e', '\n'],
  ])('reads Features %s, and names one that is broken', async (_, before, after) => {
    const texts = [JSON.stringify(feature(point)), '{"type":', JSON.stringify(feature(null))];
    const rows = await collectRows(
      geojsonDriver,
      texts.map((text) => before + text + after).join(''),
    );
    expect(onlyRows(rows).map(({ row }) => row)).toEqual([1, 3]);
    expect(onlyFaults(rows)).toMatchObject([{ row: 2, column: null }]);
  });

  test.each([
    ['[1, 2]', 'not GeoJSON'],
    ['{"type": "FeatureCollection"}', 'no list "features"'],
    ['{"type": "FeatureCollection", "features": [', 'not JSON'],
    [
      '{"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::31370"}}}',
      'convert it to WGS 84',
    ],
  ])('refuses %j with a sentence', async (text, sentence) => {
    await expect(collectRows(geojsonDriver, text)).rejects.toThrow(sentence);
  });

  test('any JSON and any text gives rows, faults or one sentence', async () => {
    const document = fc.oneof(
      fc.string().map((text) => `{${text}`),
      fc.json(),
      fc.array(fc.jsonValue()).map((features) => collection(...features)),
      fc.jsonValue().map((geometry) => collection(feature(geometry))),
      fc.jsonValue().map((coordinates) => collection(feature({ type: 'Point', coordinates }))),
    );
    await fc.assert(
      fc.asyncProperty(document, async (text) => {
        try {
          const rows = await collectRows(geojsonDriver, text);
          expect(rows.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(ImportFileError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('telling formats apart', () => {
  test('believes the content where it contradicts the extension', () => {
    expect(detectFormat('a.csv', '{"type":"Feature"}').name).toBe('GeoJSON');
    expect(detectFormat('a.json', 'date,kind\n').name).toBe('CSV');
    expect(detectFormat('a', '\u001e{"type":"Feature"}').name).toBe('GeoJSON');
  });

  test('says what to do with a spreadsheet and with XML', () => {
    expect(() => detectFormat('a.xlsx', 'PK')).toThrow('save the table as CSV');
    expect(() => detectFormat('a', '<?xml version="1.0"?>')).toThrow('give CSV or GeoJSON');
  });
});
