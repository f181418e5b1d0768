import { cpus } from 'node:os';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { brusselsToUtcMs, MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NOT_STATED, toTuple, type WireTuple } from '@/lib/protocol/columns';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { clusterCells } from '@/lib/store/cluster-cells';
import { toClusterFeatures } from '@/lib/store/cluster-features';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { decodePartition, encodePartition } from '@/lib/store/partition-codec';
import { selectRows } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import { frameView } from '@/lib/store/view-frame';

/** Medians of the engine's work on seeded data clumped like cities and ports. No gate: the numbers are for reading. */

const SEED = 20260102;
const RUNS = 11;
const VIEWPORT = { width: 1440, height: 900 };
/** `[lng, lat, weight]` of places around which records fall. */
const PLACES: readonly (readonly [number, number, number])[] = [
  [4.35, 50.85, 30],
  [4.4, 51.23, 25],
  [4.1, 51.95, 12],
  [9.97, 53.53, 8],
  [-5.44, 36.13, 8],
  [0.1, 49.48, 6],
  [15.9, 38.45, 6],
  [3.72, 51.05, 5],
];

type Result = Record<string, { ours_ms: number }>;

function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A place by weight, for a number in [0, 1). */
function pickPlace(share: number): readonly [number, number, number] {
  let left = share * PLACES.reduce((sum, place) => sum + place[2], 0);
  for (const place of PLACES) {
    left -= place[2];
    if (left < 0) return place;
  }
  return [4.35, 50.85, 1];
}

function clumpedTuple(rid: number, random: () => number): WireTuple {
  const place = pickPlace(random());
  const reach = 0.25 * random() ** 2;
  const angle = random() * 2 * Math.PI;
  const begins = brusselsToUtcMs(2022, 1, 1) / MINUTE_MS + Math.floor(random() * 5 * 365 * 1440);
  return toTuple({
    rid,
    fromSeq: rid,
    x: mercatorX(place[0] + Math.cos(angle) * reach),
    y: mercatorY(place[1] + Math.sin(angle) * reach * 0.6),
    occurredFrom: begins,
    occurredTo: begins,
    announcedAt: 0,
    area: 0,
    incidentClass: Math.floor(random() * INCIDENT_CLASSES.length),
    timePrecision: 0,
    placePrecision: 0,
    verification: 3,
    state: 0,
    origin: 0,
    context: 0,
    killed: NOT_STATED,
    injured: Math.floor(random() * 3),
    quantity: Math.floor(random() * 1e6),
    quantityUnit: 1,
  });
}

function medianMs(work: (run: number) => void): number {
  const times: number[] = [];
  for (let run = -3; run < RUNS; run += 1) {
    const begins = performance.now();
    work(run);
    if (run >= 0) times.push(performance.now() - begins);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}

/** A filter of all kinds but one over most of the years; another one every run. */
function filterOfRun(run: number): Filter {
  const from = `2022-02-${String(((run + 9) % 27) + 1).padStart(2, '0')}`;
  return { ...EVERYTHING, kinds: ['shooting', 'seizure'], from, to: '2025-12-31' };
}

function benchSize(count: number, name: string, result: Result): void {
  const random = seededRandom(SEED);
  const columns = new IncidentColumns();
  for (let rid = 1; rid <= count; rid += 1) columns.put(clumpedTuple(rid, random));
  const bytes = encodePartition(
    columns,
    Uint32Array.from({ length: count }, (_, row) => row),
    { epoch: 'bench', seq: count, year: 2024 },
  );
  let loaded = new IncidentColumns();
  result[`load ${name}`] = {
    ours_ms: medianMs(() => {
      loaded = new IncidentColumns();
      loaded.putAll(decodePartition(bytes));
    }),
  };
  const select = (run: number) =>
    selectRows(
      loaded,
      compileFilter(filterOfRun(run), new Map(), () => false),
    );
  for (const zoom of [5, 8, 12]) {
    const frame = frameView({ center: [4.4, 51.1], zoom }, VIEWPORT.width, VIEWPORT.height);
    result[`filter ${name} z${zoom}`] = {
      ours_ms: medianMs((run) => {
        toClusterFeatures(clusterCells(loaded, select(run), frame), loaded);
      }),
    };
    const selection = select(0);
    result[`pan ${name} z${zoom}`] = {
      ours_ms: medianMs(() => {
        toClusterFeatures(clusterCells(loaded, selection, frame), loaded);
      }),
    };
  }
  result[`brush ${name} z8`] = {
    ours_ms: medianMs((run) => {
      const selection = select(run);
      const frame = frameView({ center: [4.4, 51.1], zoom: 8 }, VIEWPORT.width, VIEWPORT.height);
      clusterCells(loaded, selection, frame);
      totalsOf(loaded, selection, new Map());
    }),
  };
}

const result: Result = {};
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, seed ${SEED}\n`,
);
benchSize(100_000, '100 k', result);
benchSize(1_000_000, '1 M', result);
for (const entry of Object.values(result)) entry.ours_ms = Math.round(entry.ours_ms * 100) / 100;
for (const [name, { ours_ms }] of Object.entries(result)) {
  process.stdout.write(`${name.padEnd(20)} ${ours_ms} ms\n`);
}
process.stdout.write(`${JSON.stringify(result)}\n`);
