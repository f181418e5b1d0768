import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeGeoJson } from '@/lib/publish/write-geojson';
import { often } from '../../support/breadth';
import { asJson, inBatches, LABEL, selectedRecord, textOf } from '../../support/selected-records';

const OGRINFO = '/usr/bin/ogrinfo';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'havenwacht-geojson-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a FeatureCollection', () => {
  it('has any record whole, with a null geometry where it has no point', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(selectedRecord, { maxLength: 6 }), async (selected) => {
        const read = JSON.parse(await textOf(writeGeoJson(inBatches(selected, 4), LABEL)));
        expect(read).toMatchObject({ type: 'FeatureCollection', numberReturned: selected.length });
        expect(read.features.length).toBe(selected.length);
        for (const [index, { record, fromSeq }] of selected.entries()) {
          const { geometry, properties, id } = read.features[index];
          const { seq, updatedAt, url, ...rest } = properties;
          expect({ ...rest, point: geometry?.coordinates ?? null }).toEqual(asJson(record));
          expect({ id, seq }).toEqual({ id: record.id, seq: fromSeq });
          expect(url).toBe(`https://map.example.org/fr/incident/${record.id}`);
          expect(updatedAt).toBe(selected[index]?.committedAt);
        }
        const points = selected.flatMap(({ record }) => (record.point ? [record.point] : []));
        const isWhole = points.length > 0 && points.length === selected.length;
        expect(read.bbox !== undefined).toBe(isWhole);
        for (const [lng, lat] of isWhole ? points : []) {
          expect(read.bbox[0] <= lng && lng <= read.bbox[2]).toBe(true);
          expect(read.bbox[1] <= lat && lat <= read.bbox[3]).toBe(true);
        }
      }),
      { numRuns: often(25, 60) },
    );
  });

  it.skipIf(!existsSync(OGRINFO))('is read by GDAL, with its dates', async () => {
    const selected = fc.sample(selectedRecord, { numRuns: 50, seed: 9 });
    const path = join(folder, 'selection.geojson');
    writeFileSync(path, await textOf(writeGeoJson(inBatches(selected, 20), LABEL)));
    const { stdout } = spawnSync(OGRINFO, ['-ro', '-al', '-so', path], { encoding: 'utf8' });
    expect(stdout).toContain("using driver `GeoJSON' successful");
    expect(stdout).toContain('Feature Count: 50');
    expect(stdout).toMatch(/occurredFrom: DateTime/);
  });
});
