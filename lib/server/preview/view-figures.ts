import { lastHiding, resolvePast } from '@/db/as-of';
import { readHead } from '@/db/read-log';
import type { Camera, Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { AreaTuple } from '@/lib/domain/region';
import { ROW_GONE, WIRE_COLUMNS, type WireTuple } from '@/lib/protocol/columns';
import type { HistogramBin, Totals, ViewResponse } from '@/lib/protocol/engine-requests';
import { MAP_VIEWPORT } from '@/lib/publish/preview/preview-scene';
import { areaMatches } from '@/lib/regions/gazetteer';
import { areaCountsOf } from '@/lib/store/area-counts';
import { compileFilter, type FoundRecords } from '@/lib/store/compile-filter';
import { Histogram } from '@/lib/store/histogram';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import { frameView } from '@/lib/store/view-frame';
import { viewMarks } from '@/lib/store/view-marks';
import { withPast } from '../api/past-query';
import { findPastText } from '../search-past-state';
import type { Services } from '../services';
import {
  findText,
  MOST_ATTEMPTS,
  notWhole,
  type WholeState,
  wayBack,
  wholeState,
} from '../state-of-columns';

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');

/** A state by name. While all of it is the same, what is counted in it is too. */
export interface StateName {
  epoch: string;
  seq: number;
  /** ISO instant at which it was committed. */
  committedAt: string;
  /** The last change that hid anything; a past state is another one after it. Null at the head, whose seq says it. */
  hiding: number | null;
}

/** What the map and the numbers of a view show. */
export interface ViewFigures {
  state: StateName;
  totals: Totals;
  clusters: ViewResponse['clusters'];
  areas: ViewResponse['areas'];
  zoom: number;
  /** By day; of a day that the filter's hours cut, what they leave of it. */
  bins: readonly HistogramBin[];
}

/** @throws a 400, 404 or 410 problem where that past cannot be had */
export async function readStateName(
  { database }: Services,
  asOf: PastName | null,
): Promise<StateName> {
  if (asOf === null) {
    const { epoch, seq, committedAt } = await readHead(database);
    return { epoch, seq, committedAt, hiding: null };
  }
  const past = await withPast('asOf', () => resolvePast(database.orm, asOf));
  const { epoch, seq, committedAt } = past;
  return { epoch, seq, committedAt, hiding: await lastHiding(database.orm) };
}

/**
 * What a screen with that filter and camera shows, counted in the server's own columns by the engine's own code. Of the
 * past, of the rows alone that the filter selects, so that no copy of all columns is made.
 * @throws a 503 problem while the columns are not whole
 */
export async function readViewFigures(
  services: Services,
  { filter, camera, asOf }: { filter: Filter; camera: Camera; asOf: PastName | null },
): Promise<ViewFigures> {
  return atState(services, filter, asOf, (columns) => countView({ ...columns, filter, camera }));
}

/** What is counted of, at one moment. */
interface Columns {
  columns: IncidentColumns;
  areas: ReadonlyMap<number, AreaTuple>;
  found: FoundRecords | null;
}

type Count<T> = (columns: Columns) => T;

function atState<T>(
  services: Services,
  filter: Filter,
  asOf: PastName | null,
  count: Count<T>,
): Promise<T & { state: StateName }> {
  return asOf === null ? atHead(services, filter, count) : inPast(services, filter, asOf, count);
}

async function atHead<T>(
  services: Services,
  filter: Filter,
  count: Count<T>,
): Promise<T & { state: StateName }> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const text = await findText(services, filter);
    const store = await wholeState(services);
    if (store === 'moved' || (text && text.epoch !== store.epoch)) continue;
    // After some attempts a text's findings may be a little older than the columns, as on every screen.
    if (text && text.seq !== store.seq && attempt < MOST_ATTEMPTS) continue;
    const { epoch, seq, columns, areas } = store;
    const committedAt = store.committedAt ?? new Date(0).toISOString();
    const state = { epoch, seq, committedAt, hiding: null };
    return { ...count({ columns, areas, found: text?.found ?? null }), state };
  }
  throw notWhole();
}

interface Counted extends Columns {
  filter: Filter;
  camera: Camera;
}

function countView({ columns, areas, filter, camera, found }: Counted): Omit<ViewFigures, 'state'> {
  const select = (asked: Filter) =>
    new Selection().update(columns, compileFilter(asked, areas, areaMatches, found));
  const selection = select(filter);
  const counts = areaCountsOf(columns, selection, areas);
  const frame = frameView(camera, MAP_VIEWPORT.width, MAP_VIEWPORT.height);
  const anyKind = select({ ...filter, kinds: [] });
  return {
    totals: totalsOf(columns, selection, counts),
    clusters: viewMarks(columns, selection, frame, 'clusters').clusters,
    areas: counts,
    zoom: frame.zoom,
    bins: new Histogram().update(columns, anyKind, 'day', filter.kinds).bins,
  };
}

async function inPast<T>(
  services: Services,
  filter: Filter,
  asked: PastName,
  count: Count<T>,
): Promise<T & { state: StateName }> {
  const { orm } = services.database;
  const past = await withPast('asOf', () => resolvePast(orm, asked));
  const { epoch, seq, committedAt } = past;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(orm);
    const found = (await findPastText(services, filter, past))?.found ?? null;
    const store = await wholeState(services);
    if (store === 'moved' || store.epoch !== epoch) continue;
    const at = store.seq;
    // Copied before anything is awaited: the columns go on with every record that is written.
    const columns = copySelected(store, filter, found);
    const areas = new Map(store.areas);
    const rows: WireTuple[] = [];
    for await (const page of wayBack(services, past, at)) {
      for (const { code, area } of page.areas) areas.set(code, area);
      for (const rid of page.removed) drop(columns, rid);
      for (const row of page.rows) drop(columns, row[RID] ?? 0);
      rows.push(...page.rows);
    }
    // Else two pages may be of different pasts.
    if ((await lastHiding(orm)) !== hiding) continue;
    columns.forgetTombstones();
    for (const row of rows) columns.put(row);
    const state = { epoch, seq, committedAt, hiding };
    return { ...count({ columns, areas, found }), state };
  }
  throw notWhole();
}

/** The rows that a filter selects of any days and kinds. */
function copySelected(
  store: WholeState,
  filter: Filter,
  found: FoundRecords | null,
): IncidentColumns {
  const asked = { ...filter, from: null, to: null, kinds: [] };
  const compiled = compileFilter(asked, store.areas, areaMatches, found);
  const selection = new Selection({ sums: false }).update(store.columns, compiled);
  const columns = new IncidentColumns();
  store.columns.segments.forEach(({ arrays, size }, index) => {
    const sources = WIRE_COLUMNS.map(({ name }) => arrays[name]);
    const marks = selection.parts[index]?.marks;
    for (let place = 0; marks && place < size; place += 1) {
      if (marks[place] === SELECTED) columns.put(sources.map((source) => source[place] ?? 0));
    }
  });
  return columns;
}

const LAST_SEQ = 0xffff_ffff;

function drop(columns: IncidentColumns, rid: number): void {
  if (columns.rowOf(rid) < 0) return;
  const values: Partial<Record<string, number>> = { rid, fromSeq: LAST_SEQ, state: ROW_GONE };
  columns.put(WIRE_COLUMNS.map(({ name }) => values[name] ?? 0));
}
