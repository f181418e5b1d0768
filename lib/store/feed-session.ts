import { type ChangeBatch, changeBatchSchema, type Manifest } from '@/lib/protocol/changes';
import type { ClockSample, EngineEvent, FeedStatus } from '@/lib/protocol/engine-requests';
import { heartbeatSchema, welcomeSchema } from '@/lib/protocol/socket-events';
import { PROTOCOL_VERSION, STALE_AFTER_MS } from '@/lib/protocol/version';
import { arrivalsOf } from './feed-arrivals';
import { FeedCatchUp } from './feed-catch-up';
import { FeedConnection } from './feed-connection';
import type { FeedHttp } from './feed-http';
import { type FeedClock, type FeedLink, jittered, type OpenLink, pause } from './feed-link';
import { FeedPolling } from './feed-polling';
import type { IncidentColumns } from './incident-columns';
import { type BatchOutcome, IncidentStore } from './incident-store';
import type { KeptStorage } from './kept-storage';
import { loadUntilWhole } from './snapshot-load';
import { StateKeeper } from './state-keeper';
import { StatusTeller } from './status-teller';

/** Everything a session touches outside itself. */
export interface FeedSurroundings {
  http: FeedHttp;
  openLink: OpenLink;
  clock: FeedClock;
  /** Uniform in [0, 1): spreads reconnections. */
  random: () => number;
  /** Where the state outlives the page; nothing is kept without it. */
  storage?: KeptStorage | null;
}

export interface FeedSessionListener {
  event: (event: EngineEvent) => void;
  /** From now on this is the store to show; said at the start and after every reload. */
  store: (store: IncidentStore) => void;
  /** A batch was taken; its texts are for the cache. */
  batch?: (batch: ChangeBatch, outcome: BatchOutcome) => void;
  /** A connection was welcomed, or is gone. */
  link?: (link: FeedLink | null) => void;
  /** What the connection told a registered screen. */
  screenOrders?: (payload: unknown) => void;
  screenRevoked?: () => void;
}

const TICK_MS = 1_000;
const STATUS_INTERVAL_MS = 250;
/** Silence that a status tells of: more than a heartbeat's. */
const QUIET_MS = 4_000;
/** A head ahead of ours for this long, with no batch: ask. */
const BEHIND_MS = 2_000;
const LONGEST_RELOAD_PAUSE_MS = 30_000;
const RESET_PAUSE_MS = 500;
/** KS3: a state that was kept waits so long for the server's word before it is shown all the same. */
const HELD_MS = 2_000;
/** For reading what was kept: a storage that has not answered by then hangs. */
const RESTORE_PATIENCE_MS = 15_000;
/** AC3: a reader that was let go asks again this often at most. */
const ACCESS_RETRY_MS = 240_000;

/**
 * A reader of the feed: loads the snapshot, follows the live batches, catches up after every interruption, and never
 * holds a state whose digest is not the log's without loading again. One `(epoch, seq)` and one store at a time; after
 * a reset the old store stays on the screen until the new one is whole. Where a state was kept it begins from that, and
 * shows it once the server has confirmed it or does not answer.
 */
export class FeedSession {
  #around: FeedSurroundings;
  #listener: FeedSessionListener;
  /** The store that is fed, and the one that is shown: they differ only during a reload. */
  #store = new IncidentStore();
  #shown = this.#store;
  #isShownWhole = false;
  #isLoading = true;
  /** The state was kept by an earlier page, and the server has not said yet what became of it. */
  #isUnconfirmed = false;
  #keeper: StateKeeper | null;
  #isRefused = false;
  #hasAccess = true;
  #isClosed = false;
  /** Raised by every reload: what an older load still answers is ignored. */
  #generation = 0;
  #connection: FeedConnection;
  #polling: FeedPolling;
  #catchUp: FeedCatchUp;
  #behindSince: number | null = null;
  #lastSign: number;
  #loaded = 0;
  #expected = 0;
  #build: string | null = null;
  #helloTime: ClockSample | null = null;
  #heartbeatTime: ClockSample | null = null;
  #faults = 0;
  #faultsInARow = 0;
  #teller: StatusTeller;
  #cancelTick: () => void = () => undefined;

  constructor(around: FeedSurroundings, listener: FeedSessionListener) {
    this.#around = around;
    this.#listener = listener;
    this.#lastSign = around.clock.now();
    const { storage } = around;
    this.#keeper = storage ? new StateKeeper({ ...around, storage }) : null;
    this.#catchUp = new FeedCatchUp({
      clock: around.clock,
      link: () => this.#connection.link,
      store: () => this.#store,
      sign: () => this.#sign(),
      taken: (batch, outcome) => this.#taken(batch, outcome),
      resume: (batch) => this.#apply(batch),
      useless: () => this.#connection.lost(),
    });
    this.#connection = this.#newConnection();
    this.#polling = new FeedPolling({
      ...around,
      store: () => this.#store,
      take: (batch, after) => this.#takePolled(batch, after),
      current: () => {
        this.#confirm();
        this.#tellStatus();
      },
      reset: () => this.#reset(),
      noAccess: () => this.#endAccess(),
    });
    this.#teller = new StatusTeller(around.clock, STATUS_INTERVAL_MS, () =>
      listener.event({ type: 'status', status: this.status() }),
    );
  }

  /** Begins; everything else follows from what comes in. */
  start(): void {
    this.#listener.store(this.#shown);
    this.#tick();
    if (this.#keeper) void this.#resume(this.#keeper);
    else void this.#load(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#generation += 1;
    this.#polling.stop();
    this.#connection.end();
    this.#cancelTick();
    this.#teller.close();
    this.#keeper?.close();
  }

  /** Opens the connection anew: cookies are those of its beginning. */
  reopenLink(): void {
    if (this.#connection.link) this.#connection.lost();
  }

  /** The store that is shown. */
  get store(): IncidentStore {
    return this.#shown;
  }

  status(): FeedStatus {
    return {
      connection: this.#connectionState(),
      epoch: this.#shown.epoch,
      seq: this.#shown.seq,
      digest: this.#shown.digest,
      asOf: this.#shown.committedAt,
      silentSeconds: Math.floor(this.#silentMs() / 1000),
      loaded: this.#loaded,
      expected: this.#expected,
      build: this.#build,
      digestFaults: this.#faults,
      isUnconfirmed: this.#isUnconfirmed,
      keptFaults: this.#keeper?.faults ?? 0,
      serverTimes: [this.#helloTime, this.#heartbeatTime].filter((time) => time !== null),
    };
  }

  #connectionState(): FeedStatus['connection'] {
    if (this.#isRefused) return 'refused';
    if (!this.#hasAccess) return 'access ended';
    const isSilent = this.#isUnconfirmed || this.#silentMs() > STALE_AFTER_MS;
    if (this.#isShownWhole && isSilent) return 'stale';
    if (this.#isLoading || this.#isUnconfirmed) return 'loading';
    if (this.#polling.isUnderWay) return 'polling';
    return this.#connection.isWelcomed && !this.#catchUp.isUnderWay ? 'live' : 'catching up';
  }

  /** Begins from what was kept, where that can be used. */
  async #resume(keeper: StateKeeper): Promise<void> {
    const generation = this.#generation;
    const { clock } = this.#around;
    // A storage that hangs is not waited for; one that is slow holds what nobody else may bring.
    const givenUp = pause(clock, RESTORE_PATIENCE_MS).then(() => null);
    const store = await Promise.race([keeper.restore(), givenUp]);
    if (generation !== this.#generation) return;
    if (!store) {
      void this.#load(0);
      return;
    }
    this.#store = store;
    this.#isLoading = false;
    this.#isUnconfirmed = true;
    this.#loaded = store.columns.size;
    this.#expected = this.#loaded;
    this.#connection.open();
    await pause(clock, HELD_MS);
    if (generation === this.#generation && this.#isUnconfirmed) this.#show();
  }

  /** The server has said what became of a state that was kept. */
  #confirm(): void {
    if (!this.#isUnconfirmed || this.#catchUp.isUnderWay) return;
    this.#isUnconfirmed = false;
    this.#show();
  }

  /** From now on the store that is fed is the one that is shown. */
  #show(): void {
    this.#isShownWhole = true;
    if (this.#store !== this.#shown) {
      const outdated = outdatedRids(this.#shown.columns, this.#store.columns);
      this.#shown = this.#store;
      this.#listener.store(this.#shown);
      if (outdated.length > 0) this.#listener.event({ type: 'gone', rids: outdated });
    }
    this.#tellChanged();
  }

  async #load(pauseMs: number): Promise<void> {
    this.#generation += 1;
    this.#polling.stop();
    this.#isUnconfirmed = false;
    this.#isLoading = true;
    const generation = this.#generation;
    const isOurs = (): boolean => generation === this.#generation;
    this.#connection.drop();
    this.#tellStatus();
    if (pauseMs > 0) await pause(this.#around.clock, pauseMs);
    const ending = await loadUntilWhole(this.#around, {
      isWanted: isOurs,
      begin: (manifest) => this.#beginLoad(manifest),
      take: (bytes, url) => {
        this.#keeper?.take(url, bytes);
        this.#loaded += this.#store.addPartition(bytes).rows;
        this.#tellChanged();
      },
      failed: () => this.#connection.drop(),
    });
    if (ending === 'whole') this.#finishLoad();
    else if (ending === 'other protocol') this.#refuse();
    else if (ending === 'no access') this.#endAccess();
  }

  #beginLoad(manifest: Manifest): void {
    this.#sign();
    this.#hasAccess = true;
    // Until a first state is whole there is nothing worth keeping on the screen: it fills as partitions come.
    this.#store = this.#isShownWhole ? new IncidentStore() : this.#shown;
    this.#store.beginSnapshot(manifest);
    this.#keeper?.begin(manifest);
    this.#loaded = 0;
    this.#expected = manifest.partitions.reduce((sum, { rows }) => sum + rows, 0);
    this.#connection.open();
  }

  #finishLoad(): void {
    this.#isLoading = false;
    this.#show();
    if (this.#store.hasDigestFault) this.#fault();
    else this.#keeper?.whole(this.#store);
    this.#tellStatus();
  }

  /** Our digest is not the log's: load everything again, soon at first, then less and less often. */
  #fault(): void {
    this.#faults += 1;
    this.#faultsInARow += 1;
    this.#keeper?.forget();
    const pauseMs = this.#faultsInARow === 1 ? 0 : 500 * 2 ** this.#faultsInARow;
    void this.#load(Math.min(LONGEST_RELOAD_PAUSE_MS, pauseMs));
  }

  #reset(): void {
    this.#keeper?.forget();
    // A server that is a moment behind another one answers so too: do not ask it in a tight loop.
    void this.#load(jittered(this.#around.random, RESET_PAUSE_MS));
  }

  #refuse(): void {
    this.#isRefused = true;
    this.#generation += 1;
    this.#polling.stop();
    this.#connection.end();
    this.#tellStatus();
  }

  /** AC3: forgets what it holds, says so, and asks again much later: a new token may have been given meanwhile. */
  #endAccess(): void {
    const { columns } = this.#shown;
    const rids = Array.from(columns.rows(), (row) => columns.valueAt(row, 'rid'));
    this.#generation += 1;
    this.#hasAccess = false;
    this.#keeper?.forget({ isForAll: true });
    // A token that is given later makes it a private reader's page, of which nothing is kept.
    this.#keeper?.close();
    this.#keeper = null;
    this.#polling.stop();
    this.#isUnconfirmed = false;
    this.#isShownWhole = false;
    this.#connection.drop();
    this.#store = new IncidentStore();
    this.#shown = this.#store;
    this.#loaded = 0;
    this.#expected = 0;
    this.#listener.store(this.#shown);
    this.#listener.event({ type: 'gone', rids });
    this.#tellChanged();
    this.#connection.instead(
      jittered(this.#around.random, ACCESS_RETRY_MS),
      () => void this.#load(0),
    );
  }

  #newConnection(): FeedConnection {
    const listener = this.#listener;
    return new FeedConnection(this.#around, {
      hello: () => ({ protocol: PROTOCOL_VERSION, state: this.#store.head }),
      welcome: (payload, askedMs) => this.#welcome(payload, askedMs),
      changes: this.#changes,
      heartbeat: this.#heartbeat,
      reset: () => this.#reset(),
      refused: () => this.#endAccess(),
      screenOrders: (payload) => listener.screenOrders?.(payload),
      screenRevoked: () => listener.screenRevoked?.(),
      link: (link) => listener.link?.(link),
      dropped: () => {
        this.#catchUp.clear();
        this.#behindSince = null;
      },
      poll: () => this.#polling.begin(),
      isPolling: () => this.#polling.isUnderWay,
      lost: () => this.#tellStatus(),
    });
  }

  #welcome(payload: unknown, askedMs: number): void {
    const parsed = welcomeSchema.safeParse(payload);
    if (!parsed.success) {
      this.#connection.lost();
      return;
    }
    const { action, head, build, serverTime } = parsed.data;
    this.#helloTime = this.#sampleOf(serverTime, askedMs);
    this.#sign();
    this.#build = build;
    if (action === 'refused') {
      this.#refuse();
    } else if (action === 'reset' || head.epoch !== this.#store.epoch) {
      this.#reset();
    } else {
      this.#connection.welcomed();
      this.#polling.stop();
      if (head.seq > this.#store.seq) this.#catchUp.begin(head.seq);
      else this.#catchUp.drain();
      this.#confirm();
    }
    this.#tellStatus();
  }

  #sampleOf(serverTime: string, askedMs: number | null): ClockSample | null {
    const serverMs = Date.parse(serverTime);
    return Number.isNaN(serverMs) ? null : { askedMs, heardMs: this.#around.clock.now(), serverMs };
  }

  #heartbeat = (payload: unknown): void => {
    const parsed = heartbeatSchema.safeParse(payload);
    if (!parsed.success) return;
    const { head, build, serverTime } = parsed.data;
    this.#sign();
    this.#build = build;
    this.#heartbeatTime = this.#sampleOf(serverTime, null);
    if (!this.#connection.isWelcomed) return;
    if (head.epoch !== this.#store.epoch) {
      this.#reset();
      return;
    }
    if (head.seq <= this.#store.seq) this.#behindSince = null;
    else this.#behindSince ??= this.#around.clock.now();
    if (head.seq === this.#store.seq) this.#verify(head.digest);
    this.#askIfBehind(head.seq);
    this.#tellStatus();
  };

  #askIfBehind(headSeq: number): void {
    const isLate =
      this.#behindSince !== null && this.#around.clock.now() - this.#behindSince > BEHIND_MS;
    if (isLate && !this.#catchUp.isUnderWay) this.#catchUp.begin(headSeq);
  }

  #verify(digest: string): void {
    if (!this.#store.verifiable) return;
    if (this.#store.digest === digest) this.#faultsInARow = 0;
    else this.#fault();
  }

  #changes = (payload: unknown): void => {
    this.#sign();
    const parsed = changeBatchSchema.safeParse(payload);
    if (!parsed.success) {
      this.#connection.lost();
      return;
    }
    if (!this.#catchUp.isUnderWay && this.#connection.isWelcomed) this.#apply(parsed.data);
    else this.#catchUp.keep(parsed.data);
  };

  /** Takes a live batch; a gap before it is asked for first. */
  #apply(batch: ChangeBatch): void {
    if (batch.epoch !== this.#store.epoch) {
      this.#reset();
      return;
    }
    const outcome = this.#store.applyBatch(batch);
    if (outcome.gap) this.#catchUp.askBefore(batch);
    else this.#taken(batch, outcome);
  }

  #taken(batch: ChangeBatch, outcome: BatchOutcome): void {
    if (!outcome.applied) return;
    this.#behindSince = null;
    this.#listener.batch?.(batch, outcome);
    this.#keeper?.changed(batch, outcome);
    if (outcome.digestFault) {
      this.#fault();
      return;
    }
    if (this.#connection.isWelcomed) this.#confirm();
    if (batch.next === null) this.#tellChanged();
    if (this.#store === this.#shown && this.#isShownWhole) this.#tellArrivals(batch, outcome);
    this.#tellStatus();
  }

  #takePolled(batch: ChangeBatch, after: number): boolean {
    const store = this.#store;
    this.#sign();
    const outcome = store.applyBatch(batch, after);
    this.#taken(batch, outcome);
    if (batch.to === store.seq && batch.next === null) this.#verify(batch.digest);
    return outcome.applied;
  }

  #tick = (): void => {
    if (this.#isClosed) return;
    // One tick lies where silence becomes too long, so that it is said then and not up to a second later.
    const toStaleMs = STALE_AFTER_MS + 1 - this.#silentMs();
    const pauseMs = toStaleMs > 0 ? Math.min(TICK_MS, toStaleMs) : TICK_MS;
    this.#cancelTick = this.#around.clock.after(pauseMs, this.#tick);
    if (this.#connection.isDeaf(this.#lastSign) || this.#catchUp.isUnanswered)
      this.#connection.lost();
    if (this.#silentMs() >= QUIET_MS) this.#tellStatus();
  };

  #sign(): void {
    this.#lastSign = this.#around.clock.now();
  }

  #silentMs(): number {
    return this.#around.clock.now() - this.#lastSign;
  }

  #tellChanged(): void {
    if (this.#store !== this.#shown) return;
    this.#listener.event({ type: 'changed', seq: this.#shown.seq });
    this.#tellStatus();
  }

  #tellArrivals(batch: ChangeBatch, outcome: BatchOutcome): void {
    const arrivals = arrivalsOf(batch, outcome);
    if (arrivals.length > 0) this.#listener.event({ type: 'arrivals', arrivals });
    const told = new Set(arrivals.map(({ record }) => record.rid));
    const changedUntold = outcome.replaced.filter((rid) => !told.has(rid));
    const rids = [...outcome.removed, ...changedUntold];
    if (rids.length > 0) this.#listener.event({ type: 'gone', rids });
  }

  #tellStatus(): void {
    if (!this.#isClosed) this.#teller.tell();
  }
}

/** Records of one store of which another holds no equal version: what was told of them holds no more. */
function outdatedRids(known: IncidentColumns, next: IncidentColumns): number[] {
  const outdated: number[] = [];
  for (const row of known.rows()) {
    const rid = known.valueAt(row, 'rid');
    const other = next.rowOf(rid);
    const isSame = other >= 0 && next.valueAt(other, 'fromSeq') === known.valueAt(row, 'fromSeq');
    if (!isSame) outdated.push(rid);
  }
  return outdated;
}
