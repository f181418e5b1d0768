import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '@/lib/protocol/engine-requests';
import { Engine, type RegionFunctions } from './engine';
import { FeedSession, type FeedSurroundings } from './feed-session';
import { TextCache } from './text-cache';
import { type TurnSurroundings, TurnTaker } from './turn-taker';

export interface EngineHostOptions {
  post: (message: FromEngine) => void;
  regions: RegionFunctions;
  surroundings: (baseUrl: string) => FeedSurroundings;
  /** For tests; the thread's own if not given. */
  turns?: TurnSurroundings;
}

const THREAD_TURNS: TurnSurroundings = {
  now: () => performance.now(),
  nextTurn: (callback) => setTimeout(callback, 0),
};

/** Said of a `view` or `hotspots` request that a newer one made moot; a cancelled request is not answered at all. */
export const MOOT = 'a newer request made this one moot';

type Handlers = {
  [Name in Exclude<EngineRequestName, 'hotspots'>]: (
    body: EngineRequests[Name]['request'],
  ) => EngineRequests[Name]['response'] | Promise<EngineRequests[Name]['response']>;
};

/**
 * The worker's inside: one session, one engine, one cache of texts, spoken to in messages. Of `view` requests that wait
 * at the same time only the newest is computed. `hotspots` are computed in turns, between which the others are answered, and only the
 * newest to the end.
 */
export class EngineHost {
  #options: EngineHostOptions;
  #engine: Engine;
  #session: FeedSession | null = null;
  #texts: TextCache | null = null;
  #waitingView: { id: number; body: EngineRequests['view']['request'] } | null = null;
  #hotspots: TurnTaker;
  /** Requests that still want an answer. */
  #wanted = new Set<number>();
  #handlers: Handlers;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#engine = new Engine(options.regions);
    this.#hotspots = new TurnTaker(options.turns ?? THREAD_TURNS);
    this.#handlers = {
      view: (body) => this.#engine.view(body),
      grid: (body) => this.#engine.grid(body),
      list: (body) => this.#engine.list(body),
      members: (body) => this.#engine.members(body),
      histogram: (body) => this.#engine.histogram(body),
      regionTotals: (body) => this.#engine.regionTotals(body),
      figures: () => ({ figures: this.#engine.figures() }),
      texts: async ({ rids }) => ({ texts: await this.#loadTexts(rids) }),
    };
  }

  receive(message: ToEngine): void {
    switch (message.type) {
      case 'open':
        this.#open(message.baseUrl);
        break;
      case 'request':
        this.#request(message.id, message.name, message.body);
        break;
      case 'cancel':
        this.#wanted.delete(message.id);
        break;
      case 'close':
        this.#session?.close();
        break;
    }
  }

  #open(baseUrl: string): void {
    this.#session?.close();
    const surroundings = this.#options.surroundings(baseUrl);
    const texts = new TextCache(surroundings.http);
    this.#texts = texts;
    this.#session = new FeedSession(surroundings, {
      event: (event) => this.#options.post({ type: 'event', event }),
      store: (store) => {
        this.#engine.adopt(store);
        texts.clear();
      },
      batch: (batch, outcome) => {
        // A retracted record's text leaves with the change, whether or not its new form comes along.
        for (const rid of [...outcome.removed, ...outcome.replaced]) texts.forget(rid);
        for (const { fromSeq, record } of batch.texts) texts.put(fromSeq, record);
      },
    });
    this.#session.start();
  }

  #request(id: number, name: EngineRequestName, body: unknown): void {
    this.#wanted.add(id);
    if (name === 'hotspots') {
      void this.#answerHotspots(id, body as EngineRequests['hotspots']['request']);
      return;
    }
    if (name !== 'view') {
      void this.#answer(id, () => (this.#handlers[name] as (body: unknown) => unknown)(body));
      return;
    }
    if (this.#waitingView) this.#reply({ type: 'fault', id: this.#waitingView.id, message: MOOT });
    else setTimeout(() => this.#answerView(), 0);
    this.#waitingView = { id, body: body as EngineRequests['view']['request'] };
  }

  #answerView(): void {
    const view = this.#waitingView;
    this.#waitingView = null;
    if (view && this.#wanted.has(view.id)) {
      void this.#answer(view.id, () => this.#handlers.view(view.body));
    }
  }

  async #answerHotspots(id: number, body: EngineRequests['hotspots']['request']): Promise<void> {
    await this.#answer(id, async () => {
      const done = await this.#hotspots.run(
        () => this.#engine.hotspotsSteps(body),
        () => this.#wanted.has(id),
      );
      if (done) return done.result;
      throw new Error(MOOT);
    });
  }

  async #answer(id: number, work: () => unknown): Promise<void> {
    try {
      this.#reply({ type: 'response', id, body: await work() });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#reply({ type: 'fault', id, message });
    }
  }

  #reply(message: Exclude<FromEngine, { type: 'event' }>): void {
    if (this.#wanted.delete(message.id)) this.#options.post(message);
  }

  async #loadTexts(rids: readonly number[]): Promise<EngineRequests['texts']['response']['texts']> {
    const currentFromSeq = (rid: number): number | null => {
      const { columns } = this.#engine.store;
      const row = columns.rowOf(rid);
      return row < 0 ? null : columns.valueAt(row, 'fromSeq');
    };
    return (await this.#texts?.load(rids, currentFromSeq)) ?? [];
  }
}
