import fc from 'fast-check';
import type { FeatureCollection, Polygon, Position } from 'geojson';
import { topology } from 'topojson-server';
import { describe, expect, it } from 'vitest';
import { BoundaryFileError } from '@/lib/ingest/boundaries/boundary-file-error';
import { type BoundaryFileOptions, readBoundaries } from '@/lib/ingest/boundaries/read-boundaries';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { topologyFaults } from '@/lib/regions/boundaries/check-topology';
import { square, squareRing, twoSquares } from '../../../support/boundary-files';

const PLAIN: BoundaryFileOptions = { key: null, object: null, isMerged: false };

const read = (document: unknown, options: Partial<BoundaryFileOptions> = {}) =>
  readBoundaries(JSON.stringify(document), { ...PLAIN, ...options });

function refusal(document: unknown, options: Partial<BoundaryFileOptions> = {}): string {
  try {
    read(document, options);
  } catch (error) {
    expect(error).toBeInstanceOf(BoundaryFileError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

/** Two squares of which the second is replaced. */
function withSecond(change: object): unknown {
  const [first, second] = twoSquares().features;
  return { type: 'FeatureCollection', features: [first, { ...second, ...change }] };
}

const shaped = (coordinates: unknown, type = 'Polygon') =>
  withSecond({ geometry: { type, coordinates } });

describe('a file of boundaries', () => {
  it('is read by the property that names regions, which is found', () => {
    const { key, format, shapes, skipped } = read(twoSquares());
    expect([key, format, skipped]).toEqual(['nis', 'GeoJSON', []]);
    expect(shapes.map(({ code }) => code)).toEqual(['21001', '21004']);
  });

  it('may write NIS codes as numbers, and Statbel’s codes of provinces', () => {
    const ring = squareRing(4.3, 50.8, 4.4, 50.9);
    const { features } = twoSquares();
    const numbers = features.map((feature, index) =>
      square(21_001 + 3 * index, feature.geometry.coordinates[0] ?? ring),
    );
    expect(
      read({ type: 'FeatureCollection', features: numbers }).shapes.map(({ code }) => code),
    ).toEqual(['21001', '21004']);
    expect(read(square('04000', ring)).shapes[0]?.code).toBe('BE-BRU');
  });

  it('from before a merger is refused by the name of what was merged, with the day to take', () => {
    const words =
      'is Borsbeek, which became part of 11002 Antwerp (municipality): take boundaries of 2025-01-01 or later';
    const borsbeek = square('11007', squareRing(4.45, 51.18, 4.52, 51.24));
    const document = { type: 'FeatureCollection', features: [...twoSquares().features, borsbeek] };
    expect(refusal(document)).toBe(`Feature 3 (11007) ${words}.`);
    document.features.push(borsbeek);
    expect(refusal(document, { isMerged: true })).toBe(`Feature 3 (11007) ${words}.`);
    const { topology: old } = buildTopology([
      { code: '11007', polygons: [borsbeek.geometry.coordinates] },
    ]);
    expect(topologyFaults(old).map(({ message }) => message)).toEqual([`11007 ${words}`]);
  });

  it('with several that differ is refused until one is named; of several that agree the first is taken', () => {
    const both = (other: (nis: string) => string) => ({
      type: 'FeatureCollection',
      features: twoSquares().features.map((feature) => ({
        ...feature,
        properties: { ...feature.properties, other: other(feature.properties?.nis) },
      })),
    });
    const swapped = both((nis) => (nis === '21001' ? '21004' : '21001'));
    expect(refusal(swapped)).toBe(
      'Several properties name regions: say which with --key ("nis", "other").',
    );
    expect(read(swapped, { key: 'other' }).shapes.map(({ code }) => code)).toEqual([
      '21004',
      '21001',
    ]);
    expect(read(both((nis) => nis)).key).toBe('nis');
  });

  it('without one is refused with the properties that there are', () => {
    const unnamed = {
      type: 'FeatureCollection',
      features: [
        { ...square('x', squareRing(4, 50, 5, 51)), properties: { name: 'Example', shape: 4 } },
      ],
    };
    expect(refusal(unnamed)).toMatch(
      /--key\. The features have: "name" \(Example\), "shape" \(4\)\.$/,
    );
    expect(refusal(twoSquares(), { key: 'NIS' })).toMatch(
      /^--key "NIS": no feature has it\. The features have: "nis"/,
    );
  });

  it('has what names no region here listed and skipped', () => {
    const third = square('99999', squareRing(4, 50, 5, 51));
    const none = { ...third, properties: { nis: null } };
    const { features } = twoSquares();
    const { shapes, skipped } = read({
      type: 'FeatureCollection',
      features: [...features, third, none],
    });
    expect(shapes).toHaveLength(2);
    expect(skipped).toEqual(['feature 3: "99999" is no region here', 'feature 4: no "nis"']);
  });

  it('names a code that comes twice, unless its features are parts of one area', () => {
    const twice = withSecond({ properties: { nis: '21001' } });
    expect(refusal(twice)).toBe(
      'Feature 2 (21001) has the same "nis" as feature 1: leave one out, or join the parts of an area with --merge.',
    );
    const { topology: joined } = buildTopology(read(twice, { isMerged: true }).shapes);
    const [only, ...more] = joined.objects.regions.geometries;
    expect(more).toEqual([]);
    // The border between the parts is gone: one ring, and no arc but its own.
    expect(only?.arcs).toHaveLength(1);
    expect(joined.arcs).toHaveLength(1);
  });

  it.each([
    ['has no geometry', withSecond({ geometry: null })],
    [
      'is a Point; only a Polygon',
      withSecond({ geometry: { type: 'Point', coordinates: [4, 50] } }),
    ],
    ['has no coordinates', shaped([])],
    ['has no coordinates', shaped([[[4, 'x']]])],
    [
      'fewer than three corners',
      shaped([
        [
          [4, 50],
          [4, 51],
          [4, 50],
        ],
      ]),
    ],
    [
      'without an area',
      shaped([
        [
          [4, 50],
          [4, 51],
          [4, 52],
          [4, 50],
        ],
      ]),
    ],
    [
      '[148000, 170000], which is no longitude and latitude',
      shaped([
        [
          [148_000, 170_000],
          [149_000, 170_000],
          [149_000, 171_000],
          [148_000, 170_000],
        ],
      ]),
    ],
    [
      'crosses itself at [4.37, 50.83]',
      shaped([
        [
          [4.34, 50.8],
          [4.4, 50.86],
          [4.4, 50.8],
          [4.34, 50.86],
          [4.34, 50.8],
        ],
      ]),
    ],
    ['lies nowhere near ', shaped([squareRing(50.8, 4.3, 50.9, 4.4)])],
  ])('names the feature that %s', (fault, document) => {
    const message = refusal(document);
    expect(message).toMatch(/^Feature 2 \(21004\) /);
    expect(message).toContain(fault);
  });

  it('takes rings in the wrong direction, a hole before its outer ring, and ends that do not meet', () => {
    const ring = squareRing(4.34, 50.8, 4.4, 50.86);
    const hole = squareRing(4.36, 50.82, 4.38, 50.84);
    const good = read(shaped([ring, [...hole].reverse()]));
    expect(read(shaped([[...ring].reverse(), hole])).shapes).toEqual(good.shapes);
    expect(read(shaped([hole, ring])).shapes).toEqual(good.shapes);
    expect(read(shaped([ring.slice(0, -1), hole])).shapes).toEqual(good.shapes);
  });

  it('in another reference system is refused by name', () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::31370' } };
    expect(refusal({ ...twoSquares(), crs })).toMatch(
      /"urn:ogc:def:crs:EPSG::31370": convert it to WGS84/,
    );
    const degrees = { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } };
    expect(read({ ...twoSquares(), crs: degrees }).shapes).toHaveLength(2);
  });

  it('of TopoJSON with several objects is refused until one is named', () => {
    const both = topology({ one: twoSquares(), two: twoSquares() });
    expect(refusal(both)).toBe(
      'The topology has several objects: say which with --object ("one", "two").',
    );
    expect(read(both, { object: 'two' }).shapes).toHaveLength(2);
    expect(refusal(both, { object: 'three' })).toMatch(/no such object, but "one", "two"/);
    expect(refusal(twoSquares(), { object: 'one' })).toMatch(/only TopoJSON has named objects/);
    const [lost] = [{ ...topology({ one: twoSquares() }), arcs: [] }];
    expect(refusal(lost)).toMatch(/^Feature 1 names arcs that the topology does not have/);
  });

  it('gives the same by GeoJSON and by TopoJSON of the same shapes', () => {
    fc.assert(
      fc.property(gridCells(), (cells) => {
        const collection = cellsAsFeatures(cells);
        const byTopology = read(topology({ areas: collection }));
        expect(byTopology.format).toBe('TopoJSON');
        expect(byTopology.shapes).toEqual(read(collection).shapes);
      }),
    );
  });

  it('whatever JSON it is, is read or refused with words', () => {
    const keys = fc.constantFrom(
      'type',
      'features',
      'geometry',
      'coordinates',
      'properties',
      'nis',
      'arcs',
      'objects',
      'id',
      'transform',
    );
    const words = fc.constantFrom(
      'FeatureCollection',
      'Feature',
      'Topology',
      'Polygon',
      'MultiPolygon',
      'GeometryCollection',
      '21001',
      '21004',
    );
    const leaf = fc.oneof(words, fc.double(), fc.constant(null), fc.boolean(), fc.string());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.oneof(tree, damaged(tree)), (document) => {
        try {
          expect(read(document).shapes.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BoundaryFileError);
          expect((error as Error).message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that is no JSON, or has nothing in it, says so', () => {
    expect(() => readBoundaries('{', PLAIN)).toThrow(/^The file is not JSON: /);
    expect(refusal({ type: 'FeatureCollection', features: [] })).toBe('The file has no features.');
    expect(refusal([1])).toMatch(/neither GeoJSON nor TopoJSON: its "type" is missing/);
  });
});

const CODES = ['21001', '21004', '21009', '21013'];

/** Which of four cells of a 4 by 4 grid around Brussels are areas, each of another size. */
function gridCells() {
  return fc.uniqueArray(fc.record({ x: fc.nat(3), y: fc.nat(3) }), {
    minLength: 1,
    maxLength: CODES.length,
    selector: ({ x, y }) => `${x},${y}`,
  });
}

function cellsAsFeatures(cells: readonly { x: number; y: number }[]): FeatureCollection<Polygon> {
  const at = (steps: number, origin: number) => origin + steps / 16;
  return {
    type: 'FeatureCollection',
    features: cells.map(({ x, y }, index) => {
      const ring: Position[] = squareRing(
        at(x, 4.25),
        at(y, 50.75),
        at(x + 1, 4.25),
        at(y + 1, 50.75),
      );
      return square(CODES[index] ?? '', ring);
    }),
  };
}

/** A good file of which one value is replaced. */
function damaged(tree: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(), tree, fc.boolean()).map(([place, value, isTopology]) => {
    const whole: unknown = isTopology ? topology({ areas: twoSquares() }) : twoSquares();
    let count = 0;
    const size = JSON.stringify(whole, (_key, entry) => {
      count += 1;
      return entry;
    });
    expect(size).not.toBe('');
    let at = 0;
    return JSON.parse(
      JSON.stringify(whole, (_key, entry) => {
        at += 1;
        return at === (place % count) + 1 ? value : entry;
      }) ?? 'null',
    );
  });
}
