import { WebSocket } from 'ws';
import type { Head } from '@/lib/protocol/changes';
import { PROTOCOL_VERSION, RECONNECT_MAX_MS } from '@/lib/protocol/version';
import { jittered } from '@/lib/store/feed-link';

/** What a reader speaks: SPEC.md's feed, or one of the two bare servers that it is measured beside. */
export type Dialect = 'live' | 'socket.io' | 'ws';

/** What all readers of a process share and tell. */
export interface ReaderSurroundings {
  dialect: Dialect;
  /** A WebSocket address. */
  url: string;
  /** In [0, 1). */
  random: () => number;
  /** Offer compression, and compress all that is said, as browsers do. */
  compresses: boolean;
  /** Connect again by LF7 when the connection is gone. */
  comesBack: boolean;
  /** One live batch was applied: how many changes it had, and how long after the time that it bears. */
  received: (changes: number, delayMs: number) => void;
  heartbeat: () => void;
  /** LF3: what a reader without a state loads before it says hello again. */
  loadSnapshot: () => Promise<Head>;
}

/** What the beginning of a batch says; the rest of it is not read. */
interface BatchFacts {
  from: number;
  to: number;
  digest: string;
  isLast: boolean;
  committedMs: number;
}

/** Enough of a frame for what stands before its rows. */
const BEGINNING_BYTES = 480;
const BATCH =
  /"from":(\d+),"to":(\d+),"digest":"([0-9a-f]{16})","verifyFrom":\d+,"committedAt":"([^"]+)","next":(\d+|null)/;
const PATHS: Record<Dialect, string> = {
  live: '/socket.io/?EIO=4&transport=websocket',
  'socket.io': '/socket.io/?EIO=4&transport=websocket',
  ws: '/',
};

/**
 * A connection as cheap as a client can be: frames of engine.io and socket.io as text, of which only the beginning is
 * read. It keeps `(epoch, seq, digest)` by the rules CH3, CH4, LF2, LF3, LF5 and LF7, and no rows: the digest is the
 * one that it was told.
 */
export class RawReader {
  state: Head | null;
  /** Welcomed, and at the head of the welcome or beyond. */
  isLive = false;
  gaps = 0;
  /** Snapshots that it had to load. */
  snapshots = 0;
  private socket: WebSocket | null = null;
  private isOver = false;
  private goal = 0;
  private kept: BatchFacts[] = [];
  private readonly around: ReaderSurroundings;

  constructor(around: ReaderSurroundings, state: Head | null) {
    this.around = around;
    this.state = state;
  }

  /** Settles once it is live for the first time; later connections are its own affair. */
  open(): Promise<void> {
    return new Promise((settle) => this.connect(settle));
  }

  /** Says a message of its own, as only the bare servers take one. */
  say(batch: string): void {
    this.socket?.send(this.around.dialect === 'ws' ? batch : `42["say",${batch}]`);
  }

  close(): void {
    this.isOver = true;
    this.socket?.terminate();
  }

  private connect(settle: () => void): void {
    const { dialect, url, compresses } = this.around;
    const perMessageDeflate = compresses && { threshold: 0 };
    const socket = new WebSocket(url + PATHS[dialect], { perMessageDeflate });
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.read(data, settle));
    socket.on('error', () => undefined);
    socket.on('close', () => this.gone(settle));
    if (dialect === 'ws') socket.on('open', () => this.goLive(settle));
  }

  private gone(settle: () => void): void {
    this.isLive = false;
    this.kept = [];
    if (this.isOver || !this.around.comesBack) return;
    setTimeout(() => this.connect(settle), jittered(this.around.random, RECONNECT_MAX_MS));
  }

  private read(data: Buffer, settle: () => void): void {
    const text = data.toString('latin1', 0, BEGINNING_BYTES);
    if (text.includes('["changes"')) this.hear(factsOf(text));
    else if (text.includes('["heartbeat"')) this.around.heartbeat();
    else if (text === '2') this.socket?.send('3');
    else if (text[0] === '0') this.socket?.send(this.around.dialect === 'live' ? '40/live,' : '40');
    else if (text.startsWith('40')) this.enter(settle);
    else if (text.startsWith('43/live,0')) void this.welcomed(data.toString(), settle);
    else if (text.startsWith('43/live,1')) this.takePage(text, settle);
    else if (text.includes('["reset"')) this.socket?.terminate();
  }

  private enter(settle: () => void): void {
    if (this.around.dialect === 'live') this.hello();
    else this.goLive(settle);
  }

  private hello(): void {
    const hello = JSON.stringify({ protocol: PROTOCOL_VERSION, state: this.state });
    this.socket?.send(`42/live,0["hello",${hello}]`);
  }

  private async welcomed(text: string, settle: () => void): Promise<void> {
    const { socket } = this;
    const [welcome] = JSON.parse(text.slice(text.indexOf('['))) as [
      { action?: string; head: Head },
    ];
    if (welcome.action === 'live') {
      this.goLive(settle);
    } else if (welcome.action === 'catchUp') {
      this.goal = welcome.head.seq;
      this.askForPage(this.state?.seq ?? 0);
    } else if (welcome.action === 'reset') {
      this.snapshots += 1;
      this.state = await this.around.loadSnapshot();
      if (socket === this.socket) this.hello();
    } else {
      throw new Error(`the hello was answered with ${text.slice(0, 200)}`);
    }
  }

  private askForPage(after: number): void {
    const { epoch, seq } = this.state as Head;
    const request = JSON.stringify({ epoch, from: seq, to: this.goal, after });
    this.socket?.send(`42/live,1["catchUp",${request}]`);
  }

  private takePage(text: string, settle: () => void): void {
    const page = factsOf(text);
    if (!page.isLast) {
      this.askForPage(Number(/"next":(\d+)/.exec(text)?.[1]));
      return;
    }
    this.advance(page);
    this.goLive(settle);
  }

  private goLive(settle: () => void): void {
    const { kept } = this;
    this.isLive = true;
    this.kept = [];
    for (const batch of kept) this.take(batch);
    settle();
  }

  private hear(batch: BatchFacts): void {
    if (this.isLive) this.take(batch);
    else this.kept.push(batch);
  }

  private take(batch: BatchFacts): void {
    const seq = this.state?.seq ?? batch.from;
    if (batch.to <= seq) return;
    if (batch.from > seq) {
      this.gaps += 1;
      return;
    }
    if (!batch.isLast) return;
    this.advance(batch);
    this.around.received(batch.to - seq, Date.now() - batch.committedMs);
  }

  private advance({ to, digest }: BatchFacts): void {
    this.state = { epoch: this.state?.epoch ?? '', seq: to, digest };
  }
}

let last = { text: '', facts: { from: 0, to: 0, digest: '', isLast: true, committedMs: 0 } };

/** The same frame comes to thousands of readers in a row: it is read once. */
function factsOf(text: string): BatchFacts {
  if (text === last.text) return last.facts;
  const [, from, to, digest = '', committedAt = '', next] = BATCH.exec(text) ?? [];
  if (from === undefined) throw new Error(`not the beginning of a batch: ${text.slice(0, 200)}`);
  const facts = {
    from: Number(from),
    to: Number(to),
    digest,
    isLast: next === 'null',
    committedMs: Date.parse(committedAt),
  };
  last = { text, facts };
  return facts;
}
