import type { ChangeBatch } from '@/lib/protocol/changes';
import { ROW_GONE, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { RECONNECT_MAX_MS } from '@/lib/protocol/version';
import { createFeedHttp, type FeedHttp } from '@/lib/store/feed-http';
import type { FeedLink, OpenLink } from '@/lib/store/feed-link';
import type { BatchOutcome } from '@/lib/store/incident-store';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { createSocketLinks } from '@/lib/store/socket-link';
import { call } from './api-client';
import { FaultyProxy } from './faulty-proxy';
import type { OpenServer } from './open-server';
import { SkippableClock } from './skippable-clock';
import { readByHttp } from './spec-reader';
import { ASK_EVERY_MS, until } from './until';

const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');
const LIVE_WITHIN_MS = 30_000;
const BACK_WITHIN_MS = 120_000;
/** Time passes in steps of so much, between which failed attempts to connect are heard of. */
const STEP_MS = 10_000;

/** What a reader needed to be current again. */
export interface Return {
  /** From the moment that its network was back, on the true clock. */
  ms: number;
  /** That the server sent. */
  bytes: number;
  /** In pages, live batches and partitions, those included that came twice and were ignored once. */
  rows: number;
  /** Versions that changed what the reader holds more than once. */
  appliedTwice: number;
  way: 'nothing missed' | 'catch-up' | 'snapshot';
  /** Rows that it lacks, or holds and should not, compared with a reading of everything from anew. */
  different: number;
  digestFaults: number;
}

const isShown = (row: ArrayLike<number>) => row[STATE] !== ROW_GONE;

let lastReading = { state: '', rows: Promise.resolve(new Set<string>()) };

/** The rows of a server's state, read from anew, once for all readers that came back to it. */
function shownAt(baseUrl: string, head: string): Promise<Set<string>> {
  const state = `${baseUrl} ${head}`;
  if (lastReading.state !== state) {
    const rows = readByHttp(baseUrl).then(
      (whole) => new Set([...whole.rows.values()].filter(isShown).map(String)),
    );
    lastReading = { state, rows };
  }
  return lastReading.rows;
}

/** A reader on a clock of the test, behind a network that can be taken away from it. */
export class AbsentReader {
  readonly proxy: FaultyProxy;
  readonly #server: OpenServer;
  readonly #clock = new SkippableClock();
  readonly #reader: Reader;
  #rows = 0;
  /** Versions that changed what it holds, in their order. */
  #applied: string[] = [];
  #batches = 0;

  private constructor(server: OpenServer, proxy: FaultyProxy) {
    this.#server = server;
    this.proxy = proxy;
    const links = createSocketLinks(proxy.baseUrl);
    const openLink: OpenLink = (listener) => {
      const changes = (payload: unknown) => {
        this.#batches += 1;
        this.#note(payload);
        listener.changes(payload);
      };
      return this.#noting(links({ ...listener, changes }));
    };
    // The shortest pauses that the jitter allows, so that what is measured is the way back and not the wait before it.
    const surroundings = { clock: this.#clock, openLink, http: this.#http(), random: () => 0 };
    this.#reader = createReader({
      baseUrl: proxy.baseUrl,
      onBatch: (batch, outcome) => this.#apply(batch, outcome),
      surroundings,
    });
  }

  /** A reader that is live, and to which no batch was sent yet. */
  static async live(server: OpenServer): Promise<AbsentReader> {
    const reader = new AbsentReader(server, await FaultyProxy.to(server.baseUrl));
    await until('a live reader', () => reader.#isAtHead(), LIVE_WITHIN_MS, ASK_EVERY_MS);
    return reader;
  }

  /** Live batches that reached it so far. */
  get batches(): number {
    return this.#batches;
  }

  /** Its connections break, as it notices, and no new one is had. */
  async leave(): Promise<void> {
    this.proxy.refuses = 'everything';
    this.proxy.cut();
    await until('a broken connection', () => this.#reader.status().connection !== 'live');
  }

  async letPass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= STEP_MS) {
      this.#clock.skip(Math.min(left, STEP_MS));
      await new Promise((settle) => setImmediate(settle));
    }
  }

  /** @throws Error if it is not at the server's head within two minutes */
  async comeBack(): Promise<Return> {
    const { proxy } = this;
    const [asked, bytes] = [proxy.asked.length, proxy.carriedBytes];
    this.#rows = 0;
    this.#applied = [];
    const begins = performance.now();
    proxy.refuses = 'nothing';
    this.#clock.skip(RECONNECT_MAX_MS);
    await until('a reader at the head', () => this.#isAtHead(), BACK_WITHIN_MS, ASK_EVERY_MS);
    const ms = performance.now() - begins;
    const isReloaded = proxy.asked.slice(asked).includes('/api/v1/snapshot');
    const wasBehind = this.#rows > 0 ? 'catch-up' : 'nothing missed';
    return {
      ms,
      bytes: proxy.carriedBytes - bytes,
      rows: this.#rows + (isReloaded ? this.#reader.status().loaded : 0),
      appliedTwice: this.#applied.length - new Set(this.#applied).size,
      way: isReloaded ? 'snapshot' : wasBehind,
      different: await this.#differences(),
      digestFaults: this.#reader.status().digestFaults,
    };
  }

  async close(): Promise<void> {
    this.#reader.close();
    await this.proxy.close();
  }

  async #isAtHead(): Promise<boolean> {
    if (this.#reader.status().connection !== 'live') return false;
    const { epoch, seq, digest } = (await call(this.#server, 'GET', '/api/v1/digest')).body;
    const state = this.#reader.state();
    return state.epoch === epoch && state.seq === seq && state.digest === digest;
  }

  async #differences(): Promise<number> {
    const { epoch, seq, digest } = this.#reader.state();
    const wanted = await shownAt(this.#server.baseUrl, `${epoch} ${seq} ${digest}`);
    const held = this.#reader.rows().filter(isShown).map(String);
    const known = held.filter((row) => wanted.has(row)).length;
    return held.length - known + (wanted.size - known);
  }

  #http(): FeedHttp {
    const http = createFeedHttp(this.proxy.baseUrl);
    return {
      ...http,
      getJson: async (path) => {
        const answer = await http.getJson(path);
        if (path.startsWith('/api/v1/changes')) this.#note(answer.body);
        return answer;
      },
    };
  }

  #noting(link: FeedLink): FeedLink {
    return {
      ...link,
      catchUp: (request, answer) =>
        link.catchUp(request, (payload) => {
          this.#note(payload);
          answer(payload);
        }),
    };
  }

  #note(payload: unknown): void {
    this.#rows += (payload as Partial<ChangeBatch>).rows?.length ?? 0;
  }

  #apply({ rows }: ChangeBatch, { added, replaced, removed }: BatchOutcome): void {
    const changed = new Set([...added, ...replaced, ...removed]);
    for (const [rid = 0, fromSeq] of rows) {
      if (changed.has(rid)) this.#applied.push(`${rid}.${fromSeq}`);
    }
  }
}
