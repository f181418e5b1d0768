import type { ClosedDays } from '@/lib/domain/comparison';
import { USUAL_CONCENTRATION } from '@/lib/domain/concentration';
import type { Filter } from '@/lib/domain/filter';
import { windowBefore } from '@/lib/domain/window-before';
import { MOST_CHANGED } from '@/lib/protocol/changed-since';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import type {
  ChangedSinceRequest,
  ComparisonRequest,
  ComparisonResponse,
  FacetsResponse,
  FiguresResponse,
  GridRequest,
  GridResponse,
  HistogramRequest,
  HistogramResponse,
  HistogramUnit,
  HotspotsRequest,
  HotspotsResponse,
  HoursRequest,
  HoursResponse,
  ListPage,
  ListRequest,
  ListResponse,
  MapRequest,
  MembersRequest,
  NumbersResponse,
  RegionTotalsResponse,
  SelectionAnswer,
  ViewResponse,
} from '@/lib/protocol/engine-requests';
import { areaCountsOf } from './area-counts';
import { boxOfCell } from './cell-number';
import { changedRows } from './changed-rows';
import { compareSelections } from './compare-regions';
import { type AreaMatches, type CompiledFilter, compileFilter } from './compile-filter';
import { type Concentrations, concentrationSteps } from './concentrations';
import { facetQuestion } from './facet-question';
import { Facets, withoutFacets } from './facets';
import { HexTexture } from './hex-texture';
import { type Bars, Histogram, yearsOf } from './histogram';
import { hourCounts } from './hour-counts';
import {
  type BatchOutcome,
  IncidentStore,
  type PartitionOutcome,
  type StateLabel,
} from './incident-store';
import {
  countsOfParts,
  type LabelPoint,
  type ListParts,
  noParts,
  pageOfParts,
  partsOfView,
  rowsInside,
  toListItem,
} from './list-rows';
import { recordNumbersOf } from './record-numbers';
import { regionTotalsOf } from './region-totals';
import { Selection } from './select-rows';
import { type FindText, NOT_SEARCHED, type TextFinding } from './text-finding';
import { totalsOf } from './totals';
import { frameView } from './view-frame';
import { viewMarks } from './view-marks';
import { countSelectedPoints } from './walk-selection';

/** What the engine must know of regions. */
export interface RegionFunctions {
  areaMatches: AreaMatches;
  /** Whether a record of an area may have happened in the region of that code though the area does not say so. */
  mayLieIn?: AreaMatches;
  /** Where a region's count stands; without it, records without a point are in every view's list. */
  labelPoint?: LabelPoint;
}

const MOST_ITEMS = 1_000;

/**
 * The engine of a screen, without DOM and network: a store, and answers that are functions of the store, the request and,
 * where a filter has a text, the records that it was found in. One selection is kept, and brought up to date for each
 * question.
 */
export class Engine {
  #store: IncidentStore;
  #regions: RegionFunctions;
  #findText: FindText;
  #selection = new Selection();
  /** The same for the histogram, which leaves a filter's days out of account and needs no sums. */
  #anyDay = new Selection({ sums: false });
  #histogram = new Histogram();
  /** What a filter selects by scope, days, text and shape: the rows among which its choices are counted. */
  #choosable = new Selection({ sums: false });
  #facets = new Facets();
  /** Of regions, whose filter is not that of the view: a list of them leaves its own criterion out. */
  #ofRegions = new Selection({ sums: false });
  #selected: { store: IncidentStore; version: number; filter: string } | null = null;
  /** What the filter would select in the window before its own. */
  #before = new Selection();
  /** Both sides of a comparison. */
  #compared = [new Selection({ sums: false }), new Selection({ sums: false })] as const;
  #keptConcentrations: { store: IncidentStore; key: string; found: Concentrations } | null = null;
  #lastFilter: Filter | null = null;
  #texture = new HexTexture();

  constructor(
    regions: RegionFunctions,
    store: IncidentStore = new IncidentStore(),
    findText: FindText = NOT_SEARCHED,
  ) {
    this.#regions = regions;
    this.#store = store;
    this.#findText = findText;
  }

  get store(): IncidentStore {
    return this.#store;
  }

  /** Answers from another store from now on, as after a reset. */
  adopt(store: IncidentStore): void {
    this.#store = store;
  }

  /** See `IncidentStore.beginSnapshot`. */
  loadManifest(manifest: Manifest): void {
    this.#store.beginSnapshot(manifest);
  }

  /** See `IncidentStore.addPartition`. */
  loadPartition(bytes: Uint8Array): PartitionOutcome {
    return this.#store.addPartition(bytes);
  }

  /** See `IncidentStore.loadState`. */
  loadState(label: StateLabel, rows: Iterable<ArrayLike<number>>): { digestFault: boolean } {
    return this.#store.loadState(label, rows);
  }

  /** See `IncidentStore.applyBatch`. */
  applyBatch(batch: ChangeBatch, after?: number): BatchOutcome {
    return this.#store.applyBatch(batch, after);
  }

  /** Everything the map and the counters show for a filter and a camera. */
  view(request: MapRequest): ViewResponse {
    const { columns, areas, digest } = this.#store;
    const selection = this.select(request.filter);
    this.#lastFilter = request.filter;
    const frame = frameView(request.camera, request.width, request.height);
    const counts = areaCountsOf(columns, selection, areas);
    return {
      ...this.#answerOn(request.filter),
      digest,
      ...viewMarks(columns, selection, frame, request.marks ?? 'clusters'),
      areas: counts,
      totals: totalsOf(columns, selection, counts),
      inView: countSelectedPoints(columns, selection, frame.box),
      zoom: frame.zoom,
    };
  }

  /** Concentrations of the selected records in view. */
  hotspots(request: HotspotsRequest): HotspotsResponse {
    return runToEnd(this.hotspotsSteps(request));
  }

  /** The same in steps of some milliseconds. The store may change in between: the first step reads all that is needed. */
  *hotspotsSteps(request: HotspotsRequest): Generator<void, HotspotsResponse> {
    const store = this.#store;
    const { columns, areas } = store;
    const trueFor = this.#answerOn(request.filter);
    const frame = frameView(request.camera, request.width, request.height);
    const selection = this.select(request.filter);
    const window = windowBefore(request.filter);
    const before = window
      ? this.#before.update(columns, this.#compile(window.filter, this.#find(window.filter)))
      : null;
    const rule = request.rule ?? USUAL_CONCENTRATION;
    const key = JSON.stringify([frame, rule, selection.revision, before?.revision ?? null]);
    const kept = this.#keptConcentrations;
    const isKept = kept?.store === store && kept.key === key;
    const found = isKept
      ? kept.found
      : yield* concentrationSteps({ columns, areas, selection, before, frame, rule });
    this.#keptConcentrations = { store, key, found };
    return {
      ...trueFor,
      concentrations: { type: 'FeatureCollection', features: found.features },
      rule,
      radiusMetres: found.radiusMetres,
      tooUncertain: found.tooUncertain,
      hoursBefore: window?.hours ?? null,
    };
  }

  /** The selection counted in hexagons of at least a kilometre. */
  grid(request: GridRequest): GridResponse {
    const frame = frameView(request.camera, request.width, request.height);
    const selection = this.select(request.filter);
    return {
      ...this.#answerOn(request.filter),
      ...this.#texture.count(this.#store.columns, selection, frame, request.sideKm),
    };
  }

  /** A page of the records of a view. */
  list(request: ListRequest): ListResponse {
    const { columns, areas } = this.#store;
    const { box } = frameView(request.camera, request.width, request.height);
    const selection = this.select(request.filter);
    const labelPoint = this.#regions.labelPoint ?? (() => null);
    const parts = partsOfView(columns, selection, box, areas, labelPoint);
    return this.#page(parts, request, request.filter);
  }

  /** A page of the records behind a cluster of the last view, by its filter. */
  members(request: MembersRequest): ListResponse {
    const filter = this.#lastFilter;
    const parts = noParts();
    if (filter) {
      const box = boxOfCell(request.cluster);
      parts.symbol = rowsInside(this.#store.columns, this.select(filter), box);
    }
    return this.#page(parts, request, filter);
  }

  /** Bars of the timeline for a filter; its days are left out of account, and kinds are told apart afterwards. */
  histogram({ filter, unit }: HistogramRequest): HistogramResponse {
    return { ...this.#answerOn(filter), ...this.#bars(filter, unit) };
  }

  /** The same by hour, for some days. */
  hours({ filter, days }: HoursRequest): HoursResponse {
    const selection = this.#onAnyDay(filter);
    const counts = hourCounts(this.#store.columns, selection, days, filter.kinds);
    return { ...this.#answerOn(filter), ...counts };
  }

  #bars(filter: Filter, unit: HistogramUnit): Bars {
    return this.#histogram.update(this.#store.columns, this.#onAnyDay(filter), unit, filter.kinds);
  }

  /** What a filter would select of all days and kinds. */
  #onAnyDay(filter: Filter): Selection {
    const anyDay = { ...filter, from: null, to: null, kinds: [] };
    return this.#anyDay.update(this.#store.columns, this.#compile(anyDay, this.#find(filter)));
  }

  /** What every choice of a filter would give. */
  facets(request: { filter: Filter }): FacetsResponse {
    return runToEnd(this.facetsSteps(request));
  }

  /** The same in steps of less than a millisecond, whatever becomes of the store in between. */
  *facetsSteps({ filter }: { filter: Filter }): Generator<void, FacetsResponse> {
    const { areaMatches, mayLieIn = () => false } = this.#regions;
    for (let isComplete = false; !isComplete; ) {
      const { columns, areas } = this.#store;
      const compiled = this.#compile(withoutFacets(filter), this.#find(filter));
      const question = facetQuestion(filter, areas, areaMatches, mayLieIn);
      const selection = this.#choosable.update(columns, compiled);
      isComplete = yield* this.#facets.update(columns, selection, question);
    }
    const { bins } = this.#bars(filter, 'year');
    return {
      ...this.#answerOn(filter),
      ...this.#facets.counts(filter),
      years: yearsOf(bins),
    };
  }

  regionTotals({ filter }: { filter: Filter }): RegionTotalsResponse {
    const { columns, areas } = this.#store;
    const compiled = this.#compile(filter, this.#find(filter));
    const levels = regionTotalsOf(columns, this.#ofRegions.update(columns, compiled), areas);
    return { ...this.#answerOn(filter), levels };
  }

  /** Sums of the selected records. */
  numbers({ filter }: { filter: Filter }): NumbersResponse {
    const { columns, areas } = this.#store;
    return { ...this.#answerOn(filter), ...recordNumbersOf(columns, this.select(filter), areas) };
  }

  /** The selection of a filter on some days beside the same on other days. */
  comparison({ filter, days }: ComparisonRequest): ComparisonResponse {
    const { columns, areas } = this.#store;
    const found = this.#find(filter);
    const on = (selection: Selection, side: ClosedDays) =>
      selection.update(columns, this.#compile({ ...filter, ...side }, found));
    const [own, other] = this.#compared;
    const selections = { own: on(own, days.own), other: on(other, days.other) };
    return { ...this.#answerOn(filter), ...compareSelections(columns, selections, areas) };
  }

  figures(): FiguresResponse {
    return { seq: this.#store.seq, figures: this.#store.figures() };
  }

  /** Selected records of which another store holds a later version, by their numbers; see `changedRows`. */
  changedSince({ filter, offset, limit }: ChangedSinceRequest, live: IncidentStore) {
    const changed = changedRows(this.#store, this.select(filter), live);
    const records = changed.slice(offset, offset + Math.min(limit, MOST_CHANGED));
    return { ...this.#answerOn(filter), total: changed.length, offset, records };
  }

  /** What a filter selects now. It is true until the next call or the next change of the store. */
  select(filter: Filter): Selection {
    const store = this.#store;
    const found = this.#find(filter);
    const key = JSON.stringify([filter, found?.number]);
    const kept = this.#selected;
    if (kept?.store !== store || kept.version !== store.version || kept.filter !== key) {
      this.#selection.update(store.columns, this.#compile(filter, found));
      this.#selected = { store, version: store.version, filter: key };
    }
    return this.#selection;
  }

  #find({ text, scope }: Filter): TextFinding | null {
    return text === null ? null : this.#findText(text, scope);
  }

  #compile(filter: Filter, found: TextFinding | null): CompiledFilter {
    return compileFilter(filter, this.#store.areas, this.#regions.areaMatches, found);
  }

  /** What an answer about that filter says of itself. */
  #answerOn(filter: Filter | null): SelectionAnswer {
    const found = filter && this.#find(filter);
    const text = found && { state: found.state, seq: found.seq, truncated: found.truncated };
    return { seq: this.#store.seq, text };
  }

  #page(parts: ListParts, page: ListPage, filter: Filter | null): ListResponse {
    const { columns, areas } = this.#store;
    const limit = Math.min(page.limit, MOST_ITEMS);
    const rows = pageOfParts(columns, parts, { ...page, limit });
    const counts = countsOfParts(parts);
    return {
      ...this.#answerOn(filter),
      total: counts.symbol + counts.area + counts.unlocated + counts.retracted,
      counts,
      offset: page.offset,
      items: rows.map((row) => toListItem(columns, row, areas)),
    };
  }
}

function runToEnd<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
