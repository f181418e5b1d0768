import type { Figure } from '@/lib/domain/figure';
import type { Filter } from '@/lib/domain/filter';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import type {
  GridResponse,
  ListRequest,
  ListResponse,
  MembersRequest,
  ViewRequest,
  ViewResponse,
} from '@/lib/protocol/engine-requests';
import { areaCountsOf } from './area-counts';
import { boxOfCell } from './cell-number';
import { clusterCells } from './cluster-cells';
import { toClusterFeatures } from './cluster-features';
import { type AreaMatches, compileFilter } from './compile-filter';
import { type Concentrations, findConcentrations } from './concentrations';
import { HexTexture } from './hex-texture';
import {
  type BatchOutcome,
  IncidentStore,
  type PartitionOutcome,
  type StateLabel,
} from './incident-store';
import { type LabelPoint, rowsInside, rowsOfView, toListItem } from './list-rows';
import { SELECTED, type Selection, selectRows } from './select-rows';
import { totalsOf } from './totals';
import { frameView, isInside, type ViewFrame } from './view-frame';

/** What the engine must know of regions. */
export interface RegionFunctions {
  areaMatches: AreaMatches;
  /** Where a region's count stands; without it, records without a point are in every view's list. */
  labelPoint?: LabelPoint;
}

const MOST_ITEMS = 1_000;

/**
 * The engine of a screen, without DOM and network: a store, and answers that are functions of the store and the request.
 * Selections are kept for the last filter only.
 */
export class Engine {
  #store: IncidentStore;
  #regions: RegionFunctions;
  #kept: { store: IncidentStore; version: number; filter: string; selection: Selection } | null =
    null;
  #keptConcentrations: { selection: Selection; key: string; found: Concentrations } | null = null;
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
    const concentrations = this.#concentrations(selection, frame);
    return {
      seq,
      digest,
      clusters: toClusterFeatures(clusterCells(columns, selection, frame), columns),
      concentrations: concentrations.hulls,
      leftOutOfConcentrations: concentrations.tooUncertain + concentrations.tooMany,
      areas: areaCountsOf(columns, selection, areas),
      totals: totalsOf(columns, selection, areas),
      inView: this.#countInside(selection, frame),
      zoom: frame.zoom,
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

  figures(): Figure[] {
    return this.#store.figures();
  }

  /** The marks of every row for a filter. */
  select(filter: Filter): Selection {
    const store = this.#store;
    const key = JSON.stringify(filter);
    const kept = this.#kept;
    if (kept?.store === store && kept.version === store.version && kept.filter === key) {
      return kept.selection;
    }
    const compiled = compileFilter(filter, store.areas, this.#regions.areaMatches);
    const selection = selectRows(store.columns, compiled);
    this.#kept = { store, version: store.version, filter: key, selection };
    return selection;
  }

  #concentrations(selection: Selection, frame: ViewFrame): Concentrations {
    const key = JSON.stringify(frame);
    const kept = this.#keptConcentrations;
    if (kept?.selection === selection && kept.key === key) return kept.found;
    const found = findConcentrations(this.#store.columns, selection, frame);
    this.#keptConcentrations = { selection, key, found };
    return found;
  }

  #countInside(selection: Selection, { box }: ViewFrame): number {
    const { arrays, size } = this.#store.columns;
    let inside = 0;
    for (let row = 0; row < size; row += 1) {
      if (
        selection.marks[row] === SELECTED &&
        isInside(box, arrays.x[row] as number, arrays.y[row] as number)
      ) {
        inside += 1;
      }
    }
    return inside;
  }

  #page(
    rows: readonly number[],
    { offset, limit }: { offset: number; limit: number },
  ): ListResponse {
    const { columns, areas, seq } = this.#store;
    const end = offset + Math.min(limit, MOST_ITEMS);
    const items = rows.slice(offset, end).map((row) => toListItem(columns, row, areas));
    return { seq, total: rows.length, items };
  }
}
