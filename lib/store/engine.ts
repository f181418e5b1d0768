import type { Figure } from '@/lib/domain/figure';
import type { Filter } from '@/lib/domain/filter';
import { windowBefore } from '@/lib/domain/window-before';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import type {
  GridResponse,
  HistogramRequest,
  HistogramResponse,
  HotspotsResponse,
  ListRequest,
  ListResponse,
  MembersRequest,
  RegionTotalsResponse,
  ViewRequest,
  ViewResponse,
} from '@/lib/protocol/engine-requests';
import { areaCountsOf } from './area-counts';
import { boxOfCell } from './cell-number';
import { clusterCells } from './cluster-cells';
import { toClusterFeatures } from './cluster-features';
import { type AreaMatches, compileFilter } from './compile-filter';
import { type Concentrations, concentrationSteps } from './concentrations';
import { HexTexture } from './hex-texture';
import { Histogram } from './histogram';
import {
  type BatchOutcome,
  IncidentStore,
  type PartitionOutcome,
  type StateLabel,
} from './incident-store';
import { type LabelPoint, newestRows, rowsInside, rowsOfView, toListItem } from './list-rows';
import { regionTotalsOf } from './region-totals';
import { Selection } from './select-rows';
import { totalsOf } from './totals';
import { frameView } from './view-frame';
import { countSelectedPoints } from './walk-selection';

/** What the engine must know of regions. */
export interface RegionFunctions {
  areaMatches: AreaMatches;
  /** Where a region's count stands; without it, records without a point are in every view's list. */
  labelPoint?: LabelPoint;
}

const MOST_ITEMS = 1_000;

/**
 * The engine of a screen, without DOM and network: a store, and answers that are functions of the store and the request.
 * One selection is kept, and brought up to date for each question.
 */
export class Engine {
  #store: IncidentStore;
  #regions: RegionFunctions;
  #selection = new Selection();
  /** The same for the histogram, which leaves a filter's days out of account and needs no sums. */
  #anyDay = new Selection({ sums: false });
  #histogram = new Histogram();
  #selected: { store: IncidentStore; version: number; filter: string } | null = null;
  /** What the filter would select in the window before its own. */
  #before = new Selection();
  #keptConcentrations: { store: IncidentStore; key: string; found: Concentrations } | null = null;
  #lastFilter: Filter | null = null;
  #texture = new HexTexture();

  constructor(regions: RegionFunctions, store: IncidentStore = new IncidentStore()) {
    this.#regions = regions;
    this.#store = store;
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
  view(request: ViewRequest): ViewResponse {
    const { columns, areas, seq, digest } = this.#store;
    const selection = this.select(request.filter);
    this.#lastFilter = request.filter;
    const frame = frameView(request.camera, request.width, request.height);
    const counts = areaCountsOf(columns, selection, areas);
    return {
      seq,
      digest,
      clusters: toClusterFeatures(clusterCells(columns, selection, frame), columns),
      areas: counts,
      totals: totalsOf(columns, selection, counts),
      inView: countSelectedPoints(columns, selection, frame.box),
      zoom: frame.zoom,
    };
  }

  /** Concentrations of the selected records in view. */
  hotspots(request: ViewRequest): HotspotsResponse {
    const steps = this.hotspotsSteps(request);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The same in steps of some milliseconds. The store may change in between: the first step reads all that is needed. */
  *hotspotsSteps(request: ViewRequest): Generator<void, HotspotsResponse> {
    const store = this.#store;
    const { columns, areas, seq } = store;
    const frame = frameView(request.camera, request.width, request.height);
    const selection = this.select(request.filter);
    const window = windowBefore(request.filter);
    const before = window
      ? this.#before.update(columns, compileFilter(window.filter, areas, this.#regions.areaMatches))
      : null;
    const key = JSON.stringify([frame, selection.revision, before?.revision ?? null]);
    const kept = this.#keptConcentrations;
    const isKept = kept?.store === store && kept.key === key;
    const found = isKept
      ? kept.found
      : yield* concentrationSteps({ columns, areas, selection, before, frame });
    this.#keptConcentrations = { store, key, found };
    return {
      seq,
      concentrations: { type: 'FeatureCollection', features: found.features },
      radiusMetres: found.radiusMetres,
      tooUncertain: found.tooUncertain,
      daysBefore: window?.days ?? null,
    };
  }

  /** The selection counted in hexagons of at least a kilometre. */
  grid(request: ViewRequest): GridResponse {
    const frame = frameView(request.camera, request.width, request.height);
    return this.#texture.count(this.#store.columns, this.select(request.filter), frame);
  }

  /** A page of the records of a view, newest first. */
  list(request: ListRequest): ListResponse {
    const { columns, areas } = this.#store;
    const { box } = frameView(request.camera, request.width, request.height);
    const selection = this.select(request.filter);
    const labelPoint = this.#regions.labelPoint ?? (() => null);
    return this.#page(rowsOfView(columns, selection, box, areas, labelPoint), request);
  }

  /** A page of the records behind a cluster of the last view, by its filter, newest first. */
  members(request: MembersRequest): ListResponse {
    if (!this.#lastFilter) return this.#page([], request);
    const selection = this.select(this.#lastFilter);
    const box = boxOfCell(request.cluster);
    return this.#page(rowsInside(this.#store.columns, selection, box), request);
  }

  /** Bars of the timeline for a filter; its days are left out of account, and kinds are told apart afterwards. */
  histogram({ filter, unit }: HistogramRequest): HistogramResponse {
    const { columns, areas, seq } = this.#store;
    const anyDay = { ...filter, from: null, to: null, kinds: [] };
    this.#anyDay.update(columns, compileFilter(anyDay, areas, this.#regions.areaMatches));
    return { seq, ...this.#histogram.update(columns, this.#anyDay, unit, filter.kinds) };
  }

  regionTotals({ filter }: { filter: Filter }): RegionTotalsResponse {
    const { columns, areas, seq } = this.#store;
    return { seq, levels: regionTotalsOf(columns, this.select(filter), areas) };
  }

  figures(): Figure[] {
    return this.#store.figures();
  }

  /** What a filter selects now. It is true until the next call or the next change of the store. */
  select(filter: Filter): Selection {
    const store = this.#store;
    const key = JSON.stringify(filter);
    const kept = this.#selected;
    if (kept?.store !== store || kept.version !== store.version || kept.filter !== key) {
      const compiled = compileFilter(filter, store.areas, this.#regions.areaMatches);
      this.#selection.update(store.columns, compiled);
      this.#selected = { store, version: store.version, filter: key };
    }
    return this.#selection;
  }

  #page(
    rows: readonly number[],
    { offset, limit }: { offset: number; limit: number },
  ): ListResponse {
    const { columns, areas, seq } = this.#store;
    const end = offset + Math.min(limit, MOST_ITEMS);
    const page = newestRows(columns, rows, offset, end);
    const items = page.map((row) => toListItem(columns, row, areas));
    return { seq, total: rows.length, items };
  }
}
