import type { Head } from '@/lib/protocol/changes';
import type { CatchUpRequest, Hello, Welcome } from '@/lib/protocol/socket-events';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import type { FeedHttp } from '@/lib/store/feed-http';
import type { FeedClock, FeedLink, FeedLinkListener, OpenLink } from '@/lib/store/feed-link';
import { LogModel } from './log-model';

/** A clock that moves only when told to; work due at the same time runs in the order it was asked for. */
export class FakeClock implements FeedClock {
  #now = 0;
  #due: { at: number; work: () => void }[] = [];

  now = (): number => this.#now;

  after = (milliseconds: number, work: () => void): (() => void) => {
    const entry = { at: this.#now + milliseconds, work };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  };

  /** Moves on, timer by timer, and lets promises settle between them. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
      await settle();
    }
    this.#now = end;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

interface Connection {
  listener: FeedLinkListener;
  isGreeted: boolean;
}

/** What may go wrong on the way, each with a chance from 0 to 1. */
export interface Weather {
  /** A live batch does not arrive. */
  drop: number;
  /** It arrives twice. */
  repeat: number;
  /** The connection breaks instead. */
  cut: number;
  /** The two newest messages arrive in the other order. */
  swap: number;
}

export const CALM: Weather = { drop: 0, repeat: 0, cut: 0, swap: 0 };
const PAGE = 3;
const LATENCY_MS = 5;

/** A server of the protocol over a {@link LogModel}, with weather. */
export class FakeServer {
  model: LogModel;
  weather: Weather = CALM;
  isWebSocketBlocked = false;
  isDown = false;
  /** The manifest cannot be had. */
  isSnapshotDown = false;
  /** Questions over HTTP get no answer, not even that there is none. */
  isHttpHanging = false;
  /** Nobody is admitted (AC1). */
  isPrivate = false;
  build = 'build-1';
  /** What its own clock says, whatever that is worth. */
  serverTime = () => '2026-01-01T00:00:00.000Z';
  protocol = PROTOCOL_VERSION;
  /** Records by the text that they are found by; any other text finds nothing. */
  found = new Map<string, number[]>();
  /** The scope of each search that was asked for. */
  askedScopes: (string | null)[] = [];
  /** Addresses that answer 410. */
  gone = new Set<string>();
  /** So many of the next questions for a partition are answered with 503. */
  busyAnswers = 0;
  log: string[] = [];
  #snapshotSeq = 0;
  #clock: FakeClock;
  #random: () => number;
  #connections = new Set<Connection>();

  constructor(clock: FakeClock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
    this.model = new LogModel(random);
    this.#beat();
  }

  get connections(): number {
    return this.#connections.size;
  }

  get snapshotSeq(): number {
    return this.#snapshotSeq;
  }

  /** Builds the partitions anew. */
  rebuild(): void {
    this.#snapshotSeq = this.model.seq;
  }

  commit(changes: number): void {
    this.#commit(() => this.model.commit(changes));
  }

  commitWithdrawal(rid: number): void {
    this.#commit(() => this.model.withdraw(rid));
  }

  #commit(write: () => void): void {
    const from = this.model.seq;
    write();
    for (const page of this.model.pages(from, this.model.seq, PAGE)) {
      for (const connection of [...this.#connections]) this.#send(connection, page);
    }
  }

  /** Every connection breaks. */
  cutAll(): void {
    for (const connection of [...this.#connections]) this.#cut(connection);
  }

  /** The past becomes another one, as after a restore. */
  restore(): void {
    this.model.epoch = `${this.model.epoch}+`;
    this.rebuild();
    for (const { listener } of this.#connections) listener.reset({ reason: 'restored' });
  }

  tellReset(reason: string): void {
    for (const { listener } of this.#connections) listener.reset({ reason });
  }

  /** A head that is nobody's: as if a reader's columns were damaged. */
  tellHead(head: Head): void {
    for (const { listener } of this.#connections) {
      listener.heartbeat({ head, build: this.build, serverTime: this.serverTime() });
    }
  }

  #beat(): void {
    this.#clock.after(3_000, () => {
      if (!this.isDown) this.tellHead(this.model.head());
      this.#beat();
    });
  }

  #cut(connection: Connection): void {
    this.#connections.delete(connection);
    connection.listener.closed();
  }

  #send(connection: Connection, page: unknown): void {
    if (!connection.isGreeted || this.isDown) return;
    const { drop, repeat, cut, swap } = this.weather;
    const chance = this.#random();
    if (chance < cut) {
      this.#cut(connection);
      return;
    }
    if (chance < cut + drop) return;
    const times = this.#random() < repeat ? 2 : 1;
    const delay = this.#random() < swap ? LATENCY_MS * 3 : LATENCY_MS;
    for (let time = 0; time < times; time += 1) {
      this.#clock.after(delay, () => {
        if (this.#connections.has(connection)) connection.listener.changes(page);
      });
    }
  }

  openLink: OpenLink = (listener): FeedLink => {
    const connection: Connection = { listener, isGreeted: false };
    const answered = (work: () => void): void => {
      this.#clock.after(LATENCY_MS, () => {
        if (this.#connections.has(connection) && !this.isDown) work();
      });
    };
    this.log.push('connect');
    if (this.isPrivate) {
      this.#clock.after(LATENCY_MS, () => listener.refused());
    } else if (this.isWebSocketBlocked || this.isDown) {
      this.#clock.after(LATENCY_MS, () => listener.closed());
    } else {
      this.#connections.add(connection);
      answered(() => listener.opened());
    }
    return {
      hello: (hello, answer) =>
        answered(() => {
          connection.isGreeted = true;
          this.log.push('hello');
          answer(this.#welcome(hello));
        }),
      catchUp: (request, answer) =>
        answered(() => {
          this.log.push('catchUp');
          answer(this.#page(request));
        }),
      close: () => this.#connections.delete(connection),
    };
  };

  #welcome(hello: Hello): Welcome {
    const head = this.model.head();
    const answer = { reason: '', head, build: this.build, serverTime: this.serverTime() };
    if (hello.protocol !== this.protocol) return { ...answer, action: 'refused' };
    const { state } = hello;
    const isPast =
      state?.epoch === head.epoch &&
      this.model.boundaries.includes(state.seq) &&
      state.digest === this.model.digestAt(state.seq);
    if (!isPast) return { ...answer, action: 'reset' };
    return { ...answer, action: state.seq === head.seq ? 'live' : 'catchUp' };
  }

  #page({ from, to, after }: CatchUpRequest): unknown {
    if (!this.model.boundaries.includes(to)) return { error: 'is no boundary', field: 'to' };
    return this.model.page(from, to, after, PAGE);
  }

  http: FeedHttp = {
    getJson: async (path) => {
      if (this.isDown) throw new Error('no answer');
      const url = new URL(path, 'http://server');
      this.log.push(url.pathname);
      if (this.isHttpHanging) return new Promise(() => undefined);
      if (this.isPrivate) return { status: 401, body: null };
      if (url.pathname === '/api/v1/snapshot') {
        if (this.isSnapshotDown) return { status: 503, body: null };
        return { status: 200, body: this.model.snapshot(this.#snapshotSeq).manifest };
      }
      if (url.pathname === '/api/v1/search') {
        this.askedScopes.push(url.searchParams.get('scope'));
        const rids = this.found.get(url.searchParams.get('q') ?? '') ?? [];
        const { epoch, seq } = this.model.head();
        return { status: 200, body: { epoch, seq, rids, truncated: false } };
      }
      const epoch = url.searchParams.get('epoch');
      if (epoch !== this.model.epoch) return { status: 409, body: { reset: true } };
      const from = Number(url.searchParams.get('seq'));
      const to = Number(url.searchParams.get('to') ?? this.model.seq);
      const after = Number(url.searchParams.get('after') ?? from);
      return { status: 200, body: this.model.page(from, to, after, PAGE) };
    },
    getBytes: async (path) => {
      if (this.isDown) throw new Error('no answer');
      this.log.push(path);
      if (this.isPrivate) return { status: 401, bytes: new Uint8Array() };
      if (this.busyAnswers > 0) {
        this.busyAnswers -= 1;
        return { status: 503, bytes: new Uint8Array() };
      }
      const bytes = this.model.snapshot(this.#snapshotSeq).files.get(path);
      if (!bytes || this.gone.has(path)) return { status: 410, bytes: new Uint8Array() };
      // A reader writes to what it got.
      return { status: 200, bytes: bytes.slice() };
    },
  };
}
