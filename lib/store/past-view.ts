import type { PastName } from '@/lib/domain/past-name';
import type { ChangeBatch } from '@/lib/protocol/changes';
import {
  NO_POINT,
  ROW_GONE,
  ROW_RETRACTED,
  tombstone,
  toTuple,
  WIRE_COLUMNS,
} from '@/lib/protocol/columns';
import type { PastStatus } from '@/lib/protocol/engine-requests';
import type { FeedHttp } from './feed-http';
import type { FeedClock } from './feed-link';
import { type BatchOutcome, IncidentStore } from './incident-store';
import { loadPast, PastUnavailable } from './past-store';

export const PAST_RETRY_MS = 5_000;
/** Changes that come together are asked about once. */
const REFRESH_MS = 300;

export interface PastViewListener {
  /** The store that follows the feed. */
  live: () => IncidentStore;
  /** From now on this is the store to show. */
  show: (store: IncidentStore) => void;
  tell: (past: PastStatus) => void;
}

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');
const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');
const PRECISION = WIRE_COLUMNS.findIndex(({ name }) => name === 'placePrecision');
const X = WIRE_COLUMNS.findIndex(({ name }) => name === 'x');

/**
 * One past state as it may be shown now, beside a store that goes on following the feed. What is taken down while it is
 * shown leaves it with the change itself: a tombstone takes the record, a retraction leaves its remains, and a version whose
 * place is coarser takes the place of what stood here. Any other correction of a record that is held may have hidden what
 * stood here, which only the server knows, so the way back is asked for again; one that is on its way is waited for.
 */
export class PastView {
  #around: { http: FeedHttp; clock: FeedClock };
  #listener: PastViewListener;
  #status: PastStatus;
  #store: IncidentStore | null = null;
  /** Raised by every attempt: what an older one still brings is ignored. */
  #attempt = 0;
  #isLoading = false;
  /** What was corrected since the load under way began, as it is now; asked about once that load is done. */
  #corrected = new Map<number, ArrayLike<number>>();
  /** What was published since then: no past that is loaded holds it. */
  #published = new Set<number>();
  #timer: { at: number; cancel: () => void } | null = null;

  constructor(
    around: { http: FeedHttp; clock: FeedClock },
    name: PastName,
    listener: PastViewListener,
  ) {
    this.#around = around;
    this.#listener = listener;
    this.#status = { name, state: 'loading', committedAt: null };
  }

  /** Begins; shows an empty state until there is one. */
  start(): void {
    this.#listener.show(new IncidentStore());
    this.#tell({});
    this.liveChanged();
  }

  close(): void {
    this.#attempt += 1;
    this.#stopTimer();
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** The live store moved: what waits for it to be whole, or to come so far, may begin. */
  liveChanged(): void {
    const { state, name } = this.#status;
    const isAhead = state === 'unknown' && this.#listener.live().epoch === name.epoch;
    const isLate = isAhead && this.#listener.live().seq >= name.seq && this.#store === null;
    if ((state === 'loading' || isLate) && !this.#isLoading) void this.#load();
  }

  /** The live store is another one, as after a reset: nothing stays here that is not there. */
  liveReplaced(live: IncidentStore): void {
    const { name } = this.#status;
    this.#attempt += 1;
    this.#isLoading = false;
    if (live.epoch === null) {
      this.#store = null;
      this.#status = { name, state: 'loading', committedAt: null };
      this.start();
      return;
    }
    for (const rid of this.#heldRids()) {
      const row = live.columns.rowOf(rid);
      const state = row < 0 ? ROW_GONE : live.columns.valueAt(row, 'state');
      if (row < 0) this.#drop(rid);
      else if (state === ROW_RETRACTED) this.#put(live.columns.tupleAt(row), live.areas);
    }
    if (this.#store === null) this.#tell({ state: 'loading' });
    void this.#load();
  }

  /** A live batch was taken. */
  batch({ rows, areas }: ChangeBatch, { added, replaced, removed }: BatchOutcome): void {
    const codes = areas.map(({ code, area }) => [code, area] as const);
    for (const row of rows) if (this.#hides(row)) this.#put(row, codes);
    if (this.#isLoading) for (const rid of added) this.#published.add(rid);
    const touched = new Set([...replaced, ...removed].filter((rid) => this.#concerns(rid)));
    const changes = rows.filter((row) => touched.has(row[RID] ?? 0));
    // An answer under way may have been read before this change.
    if (changes.some(isTakenDown)) this.#loadSoon();
    else if (touched.size > 0 && this.#isLoading) {
      for (const row of changes) this.#corrected.set(row[RID] ?? 0, row);
    } else if (touched.size > 0) this.#loadSoon();
    else this.liveChanged();
  }

  /** Whether the shown past holds a record, or the one that is being loaded may. */
  #concerns(rid: number): boolean {
    const isShown = (this.#store?.columns.rowOf(rid) ?? -1) >= 0;
    return isShown || (this.#isLoading && !this.#published.has(rid));
  }

  /** Whether a version tells less of a record than what is held of it. */
  #hides(row: ArrayLike<number>): boolean {
    const columns = this.#store?.columns;
    const held = columns?.rowOf(row[RID] ?? 0) ?? -1;
    if (!columns || held < 0) return false;
    const isCoarser = (row[PRECISION] ?? 0) > columns.valueAt(held, 'placePrecision');
    const losesPoint = row[X] === NO_POINT && columns.valueAt(held, 'x') !== NO_POINT;
    return isTakenDown(row) || isCoarser || losesPoint;
  }

  #heldRids(): number[] {
    const columns = this.#store?.columns;
    return columns ? Array.from(columns.rows(), (row) => columns.valueAt(row, 'rid')) : [];
  }

  #drop(rid: number): void {
    const columns = this.#store?.columns;
    if (!columns) return;
    const fromSeq = columns.valueAt(columns.rowOf(rid), 'fromSeq') + 1;
    this.#put(toTuple(tombstone(rid, fromSeq)), []);
  }

  #put(row: ArrayLike<number>, areas: Iterable<readonly [number, AreaOf]>): void {
    const store = this.#store;
    if (!store) return;
    for (const [code, area] of areas) store.areas.set(code, area);
    store.columns.put(row);
    store.version += 1;
  }

  #loadSoon(pauseMs = REFRESH_MS): void {
    this.#attempt += 1;
    this.#isLoading = false;
    const { clock } = this.#around;
    const at = clock.now() + pauseMs;
    // Changes that keep coming do not put it off.
    if (this.#timer && this.#timer.at <= at) return;
    this.#timer?.cancel();
    this.#timer = { at, cancel: clock.after(pauseMs, () => void this.#load()) };
  }

  async #load(): Promise<void> {
    const live = this.#listener.live();
    const isWhole = live.epoch !== null && live.verifiable && !live.hasDigestFault;
    this.#stopTimer();
    if (!isWhole) {
      // Where nothing is shown yet, the end of its loading comes first and calls again.
      this.#loadSoon(PAST_RETRY_MS);
      return;
    }
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#isLoading = true;
    this.#corrected.clear();
    this.#published.clear();
    try {
      const store = await loadPast(this.#around.http, live, this.#status.name);
      if (attempt !== this.#attempt) return;
      this.#isLoading = false;
      this.#store = store;
      for (const row of this.#corrected.values()) if (this.#hides(row)) this.#put(row, live.areas);
      this.#listener.show(store);
      this.#tell({ state: 'shown', committedAt: store.committedAt });
      if (this.#corrected.size > 0) this.#loadSoon();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.#isLoading = false;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof PastUnavailable) {
      this.#store = null;
      this.#listener.show(new IncidentStore());
      this.#tell({ state: error.status === 410 ? 'lost' : 'unknown', committedAt: null });
      return;
    }
    if (this.#store === null) this.#tell({ state: 'failed' });
    this.#loadSoon(PAST_RETRY_MS);
  }

  #tell(part: Partial<PastStatus>): void {
    this.#status = { ...this.#status, ...part };
    this.#listener.tell(this.#status);
  }
}

type AreaOf = Parameters<IncidentStore['areas']['set']>[1];

function isTakenDown(row: ArrayLike<number>): boolean {
  return row[STATE] === ROW_GONE || row[STATE] === ROW_RETRACTED;
}
