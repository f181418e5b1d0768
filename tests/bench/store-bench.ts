import { cpus, totalmem } from 'node:os';
import type { Feature, Point } from 'geojson';
import Supercluster from 'supercluster';
import { EVERYTHING, type Filter, LAST_ZOOM } from '@/lib/domain/filter';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { clusterCells } from '@/lib/store/cluster-cells';
import { toClusterFeatures } from '@/lib/store/cluster-features';
import { compileFilter } from '@/lib/store/compile-filter';
import { facetQuestion } from '@/lib/store/facet-question';
import { Facets, withoutFacets } from '@/lib/store/facets';
import { fanOut } from '@/lib/store/fan-out';
import { HexTexture } from '@/lib/store/hex-texture';
import { Histogram } from '@/lib/store/histogram';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { decodePartition } from '@/lib/store/partition-codec';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import { frameView } from '@/lib/store/view-frame';
import { clumpedPartitions, clumpedTuple, seededRandom } from './clumped-incidents';
import { benchHotspots } from './hotspots-bench';
import { beside, type Measured, medianMs, megabytesOf } from './measure';
import { benchPage } from './page-bench';

/**
 * The engine beside `supercluster` on the same seeded records in one run. Medians; no gate. To the
 * peer's favour: it gets its features ready-made and counts points only, where ours also adds up kinds, casualties and grams.
 */

const SEED = 20260102;
const PEER_RUNS = 9;
const VIEWPORT = { width: 1440, height: 900 };
const CENTER: [number, number] = [4.4, 51.1];
const ZOOMS = [5, 8, 12];
const PEER_OPTIONS = { radius: 60, maxZoom: 16 };

interface Bench {
  name: string;
  columns: IncidentColumns;
  selection: Selection;
  peer: Supercluster;
  /** Features of the records that the filter of a run selects. */
  features: Feature<Point, Record<string, never>>[];
  peerLoadMs: number;
}

/** Shootings and seizures until the end of 2025, from another day every run. */
function filterOfRun(run: number): Filter {
  const from = `2022-02-${String(((run + 9) % 27) + 1).padStart(2, '0')}`;
  return { ...EVERYTHING, kinds: ['shooting', 'seizure'], from, to: '2025-12-31' };
}

/** The same days with another set of kinds every run, so that every row is looked at again. */
function otherKinds(run: number): Filter {
  const kinds: Filter['kinds'] = run % 2 === 0 ? ['shooting', 'seizure'] : ['seizure', 'incident'];
  return { ...EVERYTHING, kinds, from: '2022-02-10', to: '2025-12-31' };
}

/** Criteria that are looked at row by row, another every run. The peer is loaded with what the first filter leaves. */
const OTHER_CRITERIA: Record<string, (run: number) => Filter> = {
  casualties: (run) => ({ ...filterOfRun(run), casualties: ['killed', 'injured'] }),
  quantity: (run) => ({
    ...filterOfRun(run),
    quantity: { unit: 'kg', least: 1_000 * (run + 10), most: null },
  }),
  circle: (run) => ({
    ...filterOfRun(run),
    shape: { type: 'circle', center: CENTER, radiusMetres: 20_000 + run },
  }),
  polygon: (run) => ({
    ...filterOfRun(run),
    shape: {
      type: 'polygon',
      ring: Array.from({ length: 12 }, (_, corner): [number, number] => [
        CENTER[0] + 0.4 * Math.cos((corner + run / 50) * (Math.PI / 6)),
        CENTER[1] + 0.3 * Math.sin((corner + run / 50) * (Math.PI / 6)),
      ]),
    },
  }),
};

function compile(filter: Filter) {
  return compileFilter(filter, new Map(), () => false);
}

function cameraAt(zoom: number, shift = 0) {
  const center: [number, number] = [CENTER[0] + (shift * 0.05) / 2 ** (zoom - 8), CENTER[1]];
  return frameView({ center, zoom }, VIEWPORT.width, VIEWPORT.height);
}

function clustersAt({ columns, selection }: Bench, zoom: number, shift = 0): number {
  const frame = cameraAt(zoom, shift);
  const clusters = fanOut(clusterCells(columns, selection, frame), columns, selection, frame);
  return toClusterFeatures(clusters, columns).features.length;
}

function peerClustersMs({ peer }: Bench, zoom: number): number {
  return medianMs((run) => {
    const { box } = cameraAt(zoom, run % 5);
    peer.getClusters(
      [lngOfX(box.minX), latOfY(box.maxY), lngOfX(box.maxX), latOfY(box.minY)],
      zoom,
    );
  });
}

function loadAll(partitions: readonly Uint8Array[]): IncidentColumns {
  const columns = new IncidentColumns();
  for (const bytes of partitions) columns.putAll(decodePartition(bytes));
  return columns;
}

function selectedFeatures(
  columns: IncidentColumns,
  selection: Selection,
): Feature<Point, Record<string, never>>[] {
  const features: Feature<Point, Record<string, never>>[] = [];
  for (const row of columns.rows()) {
    if (selection.markOf(row) !== SELECTED) continue;
    const coordinates = [lngOfX(columns.valueAt(row, 'x')), latOfY(columns.valueAt(row, 'y'))];
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } });
  }
  return features;
}

function prepare(count: number, name: string, result: Record<string, Measured>): Bench {
  const partitions = clumpedPartitions(count, seededRandom(SEED));
  let columns = new IncidentColumns();
  const loadMs = medianMs(() => {
    columns = loadAll(partitions);
  });
  const selection = new Selection().update(columns, compile(filterOfRun(0)));
  const features = selectedFeatures(columns, selection);
  let peer = new Supercluster(PEER_OPTIONS);
  const peerLoadMs = medianMs(
    () => {
      peer = new Supercluster(PEER_OPTIONS);
      peer.load(features);
    },
    PEER_RUNS,
    1,
  );
  const everything = selectedFeatures(
    columns,
    new Selection().update(columns, compile(EVERYTHING)),
  );
  const peerLoadAllMs = medianMs(
    () => new Supercluster(PEER_OPTIONS).load(everything),
    PEER_RUNS,
    1,
  );
  result[`load ${name}`] = beside(loadMs, peerLoadAllMs);
  result[`memory ${name} (MB)`] = beside(
    megabytesOf(() => {
      const held = loadAll(partitions.map((bytes) => bytes.slice()));
      return [held, new Selection().update(held, compile(EVERYTHING))];
    }),
    megabytesOf(() => {
      const index = new Supercluster(PEER_OPTIONS);
      index.load(everything);
      return index;
    }),
  );
  return { name, columns, selection, peer, features, peerLoadMs };
}

function benchFilter(bench: Bench, result: Record<string, Measured>): void {
  const { name, columns, selection, peerLoadMs } = bench;
  for (const zoom of ZOOMS) {
    const oursMs = medianMs((run) => {
      selection.update(columns, compile(otherKinds(run)));
      clustersAt(bench, zoom);
    });
    result[`filter ${name} z${zoom}`] = beside(oursMs, peerLoadMs + peerClustersMs(bench, zoom));
  }
  for (const [what, filterOf] of Object.entries(OTHER_CRITERIA)) {
    const oursMs = medianMs((run) => {
      selection.update(columns, compile(filterOf(run)));
      clustersAt(bench, 8);
    });
    result[`filter ${name} z8, ${what}`] = beside(oursMs, peerLoadMs + peerClustersMs(bench, 8));
  }
}

function benchBrush(bench: Bench, result: Record<string, Measured>): void {
  const { name, columns, selection, peerLoadMs } = bench;
  const anyDay = new Selection({ sums: false });
  const histogram = new Histogram();
  const step = (run: number): void => {
    selection.update(columns, compile(filterOfRun(run)));
    clustersAt(bench, 8);
    totalsOf(columns, selection, []);
    anyDay.update(columns, compile({ ...filterOfRun(run), from: null, to: null, kinds: [] }));
    histogram.update(columns, anyDay, 'day', filterOfRun(run).kinds);
  };
  result[`brush ${name} z8`] = beside(medianMs(step), peerLoadMs + peerClustersMs(bench, 8));
  const random = seededRandom(7);
  const change = (run: number): void => {
    const rid = 1 + Math.floor(random() * columns.size);
    columns.put(clumpedTuple(rid, 10_000_000 + run, random));
    step(0);
  };
  result[`live ${name} z8`] = beside(medianMs(change), peerLoadMs + peerClustersMs(bench, 8));
}

/** What every choice of a filter would give, with another choice made every run; without the timeline's bars. */
function benchFacets({ name, columns }: Bench, result: Record<string, Measured>): void {
  const choosable = new Selection({ sums: false });
  const facets = new Facets();
  const count = (run: number): void => {
    const filter = otherKinds(run);
    const question = facetQuestion(
      filter,
      new Map(),
      () => false,
      () => false,
    );
    const steps = facets.update(
      columns,
      choosable.update(columns, compile(withoutFacets(filter))),
      question,
    );
    while (!steps.next().done);
    facets.counts(filter);
  };
  result[`choices ${name}`] = beside(medianMs(count), null);
}

/** The ground's tones: no peer counts in hexagons. The lattice is there, as it is while a view is panned within it. */
function benchGrid({ name, columns, selection }: Bench, result: Record<string, Measured>): void {
  const texture = new HexTexture();
  selection.update(columns, compile(filterOfRun(0)));
  for (const zoom of ZOOMS) {
    const ms = medianMs(() => void texture.count(columns, selection, cameraAt(zoom)));
    result[`grid ${name} z${zoom}`] = beside(ms, null);
  }
}

function benchCamera(bench: Bench, result: Record<string, Measured>): void {
  const { name, columns, selection } = bench;
  selection.update(columns, compile(filterOfRun(0)));
  for (const zoom of [...ZOOMS, LAST_ZOOM]) {
    const oursMs = medianMs((run) => clustersAt(bench, zoom, run % 5));
    result[`pan ${name} z${zoom}`] = beside(oursMs, peerClustersMs(bench, zoom));
  }
  const zoomOf = (run: number): number => 5 + ((run + 8) % 8) + 0.25;
  const oursMs = medianMs((run) => clustersAt(bench, zoomOf(run)), 16);
  const peerMs = [...Array(8).keys()].reduce(
    (sum, step) => sum + peerClustersMs(bench, 5 + step),
    0,
  );
  result[`zoom ${name}`] = beside(oursMs, peerMs / 8);
}

function benchSize(count: number, name: string, result: Record<string, Measured>): void {
  const bench = prepare(count, name, result);
  benchFilter(bench, result);
  benchBrush(bench, result);
  benchFacets(bench, result);
  benchGrid(bench, result);
  benchCamera(bench, result);
}

const result: Record<string, Measured> = {};
process.stdout.write(
  `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
    `Node ${process.versions.node}, seed ${SEED}\n`,
);
benchSize(100_000, '100 k', result);
benchSize(1_000_000, '1 M', result);
Object.assign(result, benchHotspots(SEED));
Object.assign(result, await benchPage());
for (const [name, { ours_ms, peer_ms, ratio }] of Object.entries(result)) {
  process.stdout.write(
    `${name.padEnd(34)} ${String(ours_ms).padStart(8)}  ${String(peer_ms).padStart(8)}  x${ratio}\n`,
  );
}
process.stdout.write(`${JSON.stringify(result)}\n`);
