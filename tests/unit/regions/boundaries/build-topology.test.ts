import { area as areaOf } from '@turf/turf';
import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { boundaryTopologySchema } from '@/lib/protocol/boundaries';
import { boundaryFeatures } from '@/lib/regions/boundaries/boundary-features';
import type { BoundaryShape } from '@/lib/regions/boundaries/boundary-shape';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { levelsOf, topologyFaults } from '@/lib/regions/boundaries/check-topology';
import { squareRing } from '../../../support/boundary-files';

const shape = (code: string, ring: Position[]): BoundaryShape => ({ code, polygons: [[ring]] });

/** Two areas whose common border wanders, with so many corners and by so much. */
function wandering(corners: number, degrees: number): BoundaryShape[] {
  const border = Array.from({ length: corners }, (_, index): Position => {
    const share = index / (corners - 1);
    return [4.34 + degrees * Math.sin(index * 1.7), 50.8 + 0.06 * share];
  });
  const [bottom, top] = [border[0] ?? [], border.at(-1) ?? []];
  return [
    shape('21001', [[4.28, 50.8], ...border, [4.28, 50.86], [4.28, 50.8]]),
    shape('21004', [bottom, [4.4, 50.8], [4.4, 50.86], top, ...[...border].reverse().slice(1)]),
  ];
}

describe('a topology of boundaries', () => {
  it('has what its own schema and checks ask for, and one arc for a border of two', () => {
    const { topology, toleranceMetres } = buildTopology(wandering(50, 0.001));
    expect(boundaryTopologySchema.parse(topology)).toEqual(topology);
    expect(topologyFaults(topology)).toEqual([]);
    expect(toleranceMetres).toBe(0);
    expect(topology.arcs).toHaveLength(3);
    expect(levelsOf(topology)).toEqual({ municipality: 2 });
  });

  it('says how large each area is before it is simplified', () => {
    const [west, east] = wandering(50, 0.001);
    const { topology } = buildTopology([west, east].flatMap((one) => one ?? []));
    for (const { properties } of topology.objects.regions.geometries) {
      const whole = [west, east].find((one) => one?.code === properties.code);
      const square = areaOf({ type: 'MultiPolygon', coordinates: whole?.polygons ?? [] });
      expect(properties.km2).toBeCloseTo(square / 1e6, 3);
    }
  });

  it('keeps a shared border shared, however far it has to be simplified', () => {
    const { topology, toleranceMetres, byteLength } = buildTopology(
      wandering(2_000, 0.00004),
      5_000,
    );
    expect(byteLength).toBeLessThanOrEqual(5_000);
    expect(toleranceMetres).toBeGreaterThan(0);
    expect(topology.arcs).toHaveLength(3);
    const [west, east] = boundaryFeatures(topology).map(
      ({ geometry }) => new Set(geometry.coordinates.flat(2).map(String)),
    );
    const shared = [...(west ?? [])].filter((corner) => east?.has(corner));
    // Every corner of the border lies on both sides: all but the two outer corners of each.
    expect(shared).toHaveLength((west?.size ?? 0) - 2);
    expect(shared).toHaveLength((east?.size ?? 0) - 2);
  });

  it('has no ring without an area, whatever its shapes', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(fc.array(corner, { minLength: 1, maxLength: 6 }), (corners) => {
        const shapes = corners.map(([x, size], index) =>
          shape(
            ['21001', '21004', '21009', '21013', '21005', '21010'][index] ?? '',
            squareRing(4 + x * 1e-5, 50, 4 + (x + size) * 1e-5, 50 + size * 1e-5),
          ),
        );
        const { topology } = buildTopology(shapes);
        expect(topologyFaults(topology)).toEqual([]);
        for (const feature of boundaryFeatures(topology))
          expect(areaOf(feature)).toBeGreaterThan(0);
      }),
    );
  });

  it('is refused where nothing is left of a region, or where it is too large', () => {
    const speck = squareRing(4, 50, 4.000001, 50.000001);
    expect(() => buildTopology([shape('21001', speck)])).toThrow(/21001 is smaller than a metre/);
    const noise = wandering(2_000, 0.02);
    expect(() => buildTopology(noise, 1_000)).toThrow(/more than 1000 bytes/);
  });

  it('with a code, an arc or a place that cannot be has it named', () => {
    const { topology } = buildTopology(wandering(5, 0.001));
    const [first, ...rest] = topology.objects.regions.geometries;
    const changed = (change: object) =>
      topologyFaults({
        ...topology,
        objects: {
          regions: {
            type: 'GeometryCollection',
            geometries: [{ ...first, ...change } as never, ...rest],
          },
        },
      }).map(({ message }) => message);
    expect(changed({ properties: { code: 'BEANR', km2: 1 } })).toEqual([
      expect.stringContaining('"BEANR"'),
    ]);
    expect(changed({ properties: { code: '21004', km2: 1 } })).toEqual(['"21004" is there twice']);
    expect(changed({ arcs: [[[99]]] })).toEqual(['there is no arc 99']);
    const moved = {
      ...topology,
      arcs: topology.arcs.map((arc) => arc.map(([x, y]): [number, number] => [x * 100, y])),
    };
    expect(topologyFaults(moved)[0]?.message).toMatch(/no longitude and latitude/);
  });

  it('that names a long arc again and again is refused as too large', () => {
    const { topology } = buildTopology(wandering(2_000, 0.001));
    const longest = topology.arcs.findIndex((arc) => arc.length >= 2_000);
    const back = Array.from({ length: 2_000 }, (_, index) => (index % 2 ? ~longest : longest));
    const [first, ...rest] = topology.objects.regions.geometries;
    const geometries = [{ ...first, arcs: [[back]] } as never, ...rest];
    const regions = { type: 'GeometryCollection' as const, geometries };
    const faults = topologyFaults({ ...topology, objects: { regions } });
    expect(faults).toEqual([
      { field: 'topology.objects.regions', message: expect.stringContaining('more than 600000') },
    ]);
  });

  it.each<[string, [number, number][][], number[], string]>([
    [
      'a gap between its arcs',
      [
        [
          [0, 0],
          [5, 0],
          [0, 5],
        ],
        [
          [6, 6],
          [-6, -6],
        ],
      ],
      [0, 1],
      'do not join',
    ],
    [
      'its end elsewhere than its start',
      [
        [
          [0, 0],
          [5, 0],
          [0, 5],
        ],
      ],
      [0],
      'where it began',
    ],
    [
      'an arc walked the wrong way',
      [
        [
          [0, 0],
          [5, 0],
          [0, 5],
        ],
        [
          [0, 0],
          [5, 5],
        ],
      ],
      [0, 1],
      'do not join',
    ],
    [
      'two corners alone',
      [
        [
          [0, 0],
          [5, 0],
          [-5, 0],
        ],
      ],
      [0],
      'fewer than three corners',
    ],
    [
      'one corner alone',
      [
        [
          [0, 0],
          [0, 0],
        ],
      ],
      [0],
      'fewer than three corners',
    ],
  ])('with %s is refused by its region', (_, arcs, ring, message) => {
    const properties = { code: '21001', km2: 1 };
    const geometries = [{ type: 'Polygon' as const, arcs: [ring], properties }];
    const { topology } = buildTopology(wandering(5, 0.001));
    const objects = { regions: { type: 'GeometryCollection' as const, geometries } };
    const faults = topologyFaults({ ...topology, arcs, objects });
    expect(faults.map((fault) => fault.message)).toEqual([expect.stringContaining(message)]);
    const joined: [number, number][][] = [
      [
        [0, 0],
        [5, 0],
        [0, 5],
      ],
      [
        [0, 0],
        [5, 5],
      ],
    ];
    geometries[0] = { type: 'Polygon', arcs: [[0, -2]], properties };
    expect(topologyFaults({ ...topology, arcs: joined, objects })).toEqual([]);
  });
});
