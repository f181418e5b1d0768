import { lastHiding, type Past, readAsOfPage, resolvePast } from '@/db/as-of';
import { readHead } from '@/db/read-log';
import { searchIncidents } from '@/db/search-incidents';
import type { Camera, Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { AreaTuple } from '@/lib/domain/region';
import { searchWords } from '@/lib/domain/search-words';
import type { AsOfPage } from '@/lib/protocol/as-of';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import type { HistogramBin, Totals, ViewResponse } from '@/lib/protocol/engine-requests';
import { PAGE_ROWS } from '@/lib/protocol/version';
import { MAP_VIEWPORT } from '@/lib/publish/preview/preview-scene';
import { areaMatches } from '@/lib/regions/gazetteer';
import { regionsNamed } from '@/lib/regions/region-words';
import { areaCountsOf } from '@/lib/store/area-counts';
import { compileFilter, type FoundRecords } from '@/lib/store/compile-filter';
import { Histogram } from '@/lib/store/histogram';
import { IncidentColumns } from '@/lib/store/incident-columns';
import type { IncidentStore } from '@/lib/store/incident-store';
import { ridSetOf } from '@/lib/store/rid-set';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import { frameView } from '@/lib/store/view-frame';
import { viewMarks } from '@/lib/store/view-marks';
import { withPast } from '../api/past-query';
import { problem } from '../http/answers';
import { originsOf } from '../scope';
import type { Services } from '../services';

const PATIENCE_MS = 1_000;
/** So often the log moves, or something is hidden, in just the moment that an answer is made of. */
const MOST_ATTEMPTS = 4;
/** As many as a screen asks for, so that both find the same. */
const MOST_FOUND = 10_000;
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
  /** By day, whatever days the filter names. */
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

/** How many records a view shows: the number in the title of its picture, without all else that is on that. */
export async function readViewCount(
  services: Services,
  { filter, asOf }: { filter: Filter; asOf: PastName | null },
): Promise<number> {
  const { totals } = await atState(services, filter, asOf, ({ columns, areas, found }) => {
    const compiled = compileFilter(filter, areas, areaMatches, found);
    return { totals: totalsOf(columns, new Selection().update(columns, compiled), []) };
  });
  return totals.count;
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
  const anyDay = select({ ...filter, from: null, to: null, kinds: [] });
  return {
    totals: totalsOf(columns, selection, counts),
    clusters: viewMarks(columns, selection, frame, 'clusters').clusters,
    areas: counts,
    zoom: frame.zoom,
    bins: new Histogram().update(columns, anyDay, 'day', filter.kinds).bins,
  };
}

async function findText(
  { database, settings }: Services,
  { text, scope }: Filter,
): Promise<{ epoch: string; seq: number; found: FoundRecords } | null> {
  if (text === null) return null;
  const { epoch, seq, rids } = await searchIncidents(database, {
    words: searchWords(text),
    regionsOf: regionsNamed,
    limit: MOST_FOUND,
    origins: originsOf(scope, settings),
  });
  return { epoch, seq, found: { number: 1, rids: ridSetOf(rids) } };
}

type WholeState = IncidentStore & { epoch: string };

/** The server's columns at the head or later; nothing may be awaited while they are read. */
async function wholeState({ database, tail, partitions }: Services): Promise<WholeState | 'moved'> {
  const head = await readHead(database);
  if (!(await tail.reached(head.seq, PATIENCE_MS))) throw notWhole();
  const { state } = partitions;
  if (state.epoch !== head.epoch || state.seq < head.seq || state.hasDigestFault) throw notWhole();
  return state.verifiable ? (state as WholeState) : 'moved';
}

async function inPast<T>(
  services: Services,
  filter: Filter,
  asked: PastName,
  count: Count<T>,
): Promise<T & { state: StateName }> {
  if (filter.text !== null) throw noPastSearch();
  const { orm } = services.database;
  const past = await withPast('asOf', () => resolvePast(orm, asked));
  const { epoch, seq, committedAt } = past;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const hiding = await lastHiding(orm);
    const store = await wholeState(services);
    if (store === 'moved' || store.epoch !== epoch) continue;
    const at = store.seq;
    const pages = await readWayBack(services, past, at);
    // Else two pages may be of different pasts, or the rows of another present.
    if ((await lastHiding(orm)) !== hiding || store.seq !== at) continue;
    const selected = selectPast(store, pages, filter);
    const state = { epoch, seq, committedAt, hiding };
    return { ...count({ ...selected, found: null }), state };
  }
  throw notWhole();
}

async function readWayBack({ database }: Services, past: Past, at: number): Promise<AsOfPage[]> {
  const pages: AsOfPage[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const request = { past, at, after, limit: PAGE_ROWS };
    const page: AsOfPage = await withPast('asOf', () => readAsOfPage(database, request));
    pages.push(page);
    after = page.next;
  }
  return pages;
}

/** The rows that a filter selects of any days and kinds, as they were then. */
function selectPast(
  store: WholeState,
  pages: readonly AsOfPage[],
  filter: Filter,
): Pick<Columns, 'columns' | 'areas'> {
  const areas = new Map(store.areas);
  const dropped = new Set<number>();
  for (const page of pages) {
    for (const { code, area } of page.areas) areas.set(code, area);
    for (const rid of page.removed) dropped.add(rid);
    for (const row of page.rows) dropped.add(row[RID] ?? 0);
  }
  const asked = { ...filter, from: null, to: null, kinds: [] };
  const compiled = compileFilter(asked, areas, areaMatches);
  const selection = new Selection({ sums: false }).update(store.columns, compiled);
  const columns = new IncidentColumns();
  store.columns.segments.forEach(({ arrays, size }, index) => {
    const sources = WIRE_COLUMNS.map(({ name }) => arrays[name]);
    const marks = selection.parts[index]?.marks;
    for (let place = 0; marks && place < size; place += 1) {
      if (marks[place] !== SELECTED || dropped.has(arrays.rid[place] ?? 0)) continue;
      columns.put(sources.map((source) => source[place] ?? 0));
    }
  });
  for (const page of pages) for (const row of page.rows) columns.put(row);
  return { columns, areas };
}

/** Words are looked for in what is public now; its answer would change with every correction. */
function noPastSearch() {
  const message = 'a past state cannot be searched for words: leave out q, or asOf';
  return problem(400, 'query', 'A parameter is wrong', { errors: [{ field: 'q', message }] });
}

function notWhole() {
  const detail = 'The server is reading the log. Try again in a second.';
  return problem(503, 'building', 'Not ready yet', { detail }, { 'retry-after': '1' });
}
