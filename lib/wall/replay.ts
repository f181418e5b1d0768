import type { FeatureCollection, Point } from 'geojson';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import type { AreaCount, ClusterProperties, Totals } from '@/lib/protocol/engine-requests';
import { recordMark } from '@/lib/protocol/record-mark';

const DAY_MS = 24 * 3_600_000;
/** Of a scene, the time after the last hour in which all of it stands. */
const REST_SHARE = 0.15;

/** The 24 hours that a scene tells, and how far it has come. */
export interface ReplayHead {
  fromMs: number;
  toMs: number;
  headMs: number;
}

/** The last 24 hours before a scene began, told over the scene; at its end all of them stand for a while. */
export function replayHead(atMs: number, startedAtMs: number, endsAtMs: number): ReplayHead {
  const toldMs = Math.max(1, (endsAtMs - startedAtMs) * (1 - REST_SHARE));
  const share = Math.max(0, Math.min(1, (atMs - startedAtMs) / toldMs));
  return {
    fromMs: startedAtMs - DAY_MS,
    toMs: startedAtMs,
    headMs: startedAtMs - DAY_MS * (1 - share),
  };
}

/** Records of the 24 hours, in order of time, and how many are known to the day only, which no hour can tell. */
export interface ReplayRecords {
  timed: readonly PublicIncident[];
  withoutHour: number;
}

/** Sorts out what a replay can tell of records: those that are known to the hour, or to the night. */
export function replayRecords(
  records: readonly PublicIncident[],
  { fromMs, toMs }: Pick<ReplayHead, 'fromMs' | 'toMs'>,
): ReplayRecords {
  const known = records.filter(({ status }) => status !== 'retracted');
  const isTimed = ({ timePrecision }: PublicIncident) =>
    timePrecision === 'exact' || timePrecision === 'hour' || timePrecision === 'night';
  const atMs = ({ occurredFrom }: PublicIncident) => Date.parse(occurredFrom);
  const timed = known
    .filter((record) => isTimed(record) && atMs(record) >= fromMs && atMs(record) <= toMs)
    .sort((a, b) => atMs(a) - atMs(b) || a.rid - b.rid);
  const withoutHour = known.filter(
    (record) => !isTimed(record) && atMs(record) <= toMs && Date.parse(record.occurredTo) >= fromMs,
  ).length;
  return { timed, withoutHour };
}

/** What the map shows of records one by one: each at its spot, or counted on the finest area that it names. */
export function replayScene(records: readonly PublicIncident[]): {
  clusters: FeatureCollection<Point, ClusterProperties>;
  areas: AreaCount[];
  totals: Totals;
} {
  const areas = new Map<string, AreaCount>();
  const totals: Totals = { ...NOTHING };
  const features: FeatureCollection<Point, ClusterProperties>['features'] = [];
  for (const record of records) {
    totals.count += 1;
    totals[record.kind] += 1;
    totals.killed += record.killed?.best ?? 0;
    totals.injured += record.injured?.best ?? 0;
    const code = labelRegionOf(record);
    if (record.point) features.push(recordMark(record, record.point));
    else if (code !== null) count(areas, code, record);
    if (record.point) totals.symbols += 1;
    else if (code !== null) totals.inAreas += 1;
    else totals.unlocated += 1;
  }
  return { clusters: { type: 'FeatureCollection', features }, areas: [...areas.values()], totals };
}

const NOTHING: Totals = {
  count: 0,
  symbols: 0,
  inAreas: 0,
  unlocated: 0,
  retracted: 0,
  killed: 0,
  injured: 0,
  seizedGrams: 0,
  coarserThanDay: 0,
  unplaced: 0,
  shooting: 0,
  seizure: 0,
  incident: 0,
};

function count(areas: Map<string, AreaCount>, code: string, { kind }: PublicIncident): void {
  const known = areas.get(code) ?? { code, count: 0, shooting: 0, seizure: 0, incident: 0 };
  areas.set(code, { ...known, count: known.count + 1, [kind]: known[kind] + 1 });
}
