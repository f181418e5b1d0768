import type { Filter } from '@/lib/domain/filter';
import { type PastName, textOfPastName } from '@/lib/domain/past-name';
import { changedSinceSchema } from '@/lib/protocol/changed-since';
import type {
  EngineEvent,
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '@/lib/protocol/engine-requests';
import { Engine, type RegionFunctions } from './engine';
import { FeedSession, type FeedSurroundings } from './feed-session';
import { IncidentStore } from './incident-store';
import { PastView } from './past-view';
import { ScreenFollower } from './screen-follower';
import { TextCache } from './text-cache';
import type { TextFinding } from './text-finding';
import { TextSearch } from './text-search';
import { type TurnSurroundings, TurnTaker } from './turn-taker';

export interface EngineHostOptions {
  post: (message: FromEngine) => void;
  regions: RegionFunctions;
  surroundings: (baseUrl: string, isKept: boolean | null) => FeedSurroundings;
  /** For tests; the thread's own if not given. */
  turns?: TurnSurroundings;
}

const THREAD_TURNS: TurnSurroundings = {
  now: () => performance.now(),
  nextTurn: (callback) => setTimeout(callback, 0),
};

/** Said of a `view`, `hotspots` or `facets` request that a newer one made moot; a cancelled request is not answered at all. */
export const MOOT = 'a newer request made this one moot';

type Handlers = {
  [Name in EngineRequestName]: (
    body: EngineRequests[Name]['request'],
    isWanted: () => boolean,
  ) => EngineRequests[Name]['response'] | Promise<EngineRequests[Name]['response']>;
};

/**
 * The worker's inside: one session, one engine, one cache of texts, one search, spoken to in messages.
 *
 * A request is computed in a turn of its own after the one that it came in, so that a cancellation which was sent right
 * behind it spares the work, and of the `view` requests that wait only the newest is computed. `hotspots` and
 * `facets` are computed in turns, between which the others are answered, and only the newest to the end.
 */
export class EngineHost {
  #options: EngineHostOptions;
  #engine: Engine;
  #session: FeedSession | null = null;
  #texts: TextCache | null = null;
  #search: TextSearch | null = null;
  #screen: ScreenFollower | null = null;
  #surroundings: FeedSurroundings | null = null;
  /** What is shown instead of the session's state, with its texts. */
  #past: { name: PastName; view: PastView; texts: TextCache } | null = null;
  #waitingView: number | null = null;
  #hotspots: TurnTaker;
  #facets: TurnTaker;
  /** Requests that still want an answer. */
  #wanted = new Set<number>();
  #handlers: Handlers;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#engine = new Engine(options.regions, new IncidentStore(), (text, scope) =>
      this.#find(text, scope),
    );
    this.#hotspots = new TurnTaker(options.turns ?? THREAD_TURNS);
    this.#facets = new TurnTaker(options.turns ?? THREAD_TURNS);
    this.#handlers = {
      view: (body) => {
        if (body.filter.text === null) this.#search?.forgetShown();
        return this.#engine.view(body);
      },
      hotspots: (body, isWanted) =>
        newestOf(this.#hotspots, () => this.#engine.hotspotsSteps(body), isWanted),
      facets: (body, isWanted) =>
        newestOf(this.#facets, () => this.#engine.facetsSteps(body), isWanted),
      grid: (body) => this.#engine.grid(body),
      list: (body) => this.#engine.list(body),
      members: (body) => this.#engine.members(body),
      histogram: (body) => this.#engine.histogram(body),
      hours: (body) => this.#engine.hours(body),
      regionTotals: (body) => this.#engine.regionTotals(body),
      numbers: (body) => this.#engine.numbers(body),
      comparison: (body) => this.#engine.comparison(body),
      figures: () => this.#engine.figures(),
      texts: ({ rids }, isWanted) => this.#loadTexts(rids, isWanted),
      changedSince: (body) => this.#changedSince(body),
    };
  }

  receive(message: ToEngine): void {
    switch (message.type) {
      case 'open':
        this.#open(message.baseUrl, message.isKept);
        break;
      case 'stand':
        this.#stand(message.at);
        break;
      case 'request':
        this.#request(message.id, message.name, message.body);
        break;
      case 'screen':
        this.#screen?.said(message.said);
        break;
      case 'cancel':
        this.#wanted.delete(message.id);
        break;
      case 'close':
        this.#session?.close();
        this.#screen?.close();
        this.#search?.close();
        this.#past?.view.close();
        this.#wanted.clear();
        break;
    }
  }

  #open(baseUrl: string, isKept: boolean | null): void {
    this.#session?.close();
    this.#screen?.close();
    this.#search?.close();
    const surroundings = this.#options.surroundings(baseUrl, isKept);
    this.#surroundings = surroundings;
    const texts = new TextCache(surroundings.http);
    const search = new TextSearch(surroundings, {
      epoch: () => this.#engine.store.epoch,
      changed: () => this.#tellChanged(),
    });
    this.#texts = texts;
    this.#search = search;
    const screen = new ScreenFollower(
      surroundings,
      (told) => this.#tell({ type: 'screen', told }),
      () => this.#session?.reopenLink(),
    );
    this.#screen = screen;
    this.#session = new FeedSession(surroundings, {
      link: (link) => screen.linked(link),
      screenOrders: (payload) => screen.ordered(payload),
      screenRevoked: () => screen.revoked(),
      event: (event) => this.#tell(event),
      store: (store) => {
        if (this.#past) this.#past.view.liveReplaced(store);
        else this.#engine.adopt(store);
        texts.clear();
        search.standAt(store);
      },
      batch: (batch, outcome) => {
        // A retracted record's text leaves with the change, whether or not its new form comes along.
        for (const rid of [...outcome.removed, ...outcome.replaced]) {
          texts.forget(rid);
          this.#past?.texts.forget(rid);
        }
        for (const { fromSeq, record } of batch.texts) texts.put(fromSeq, record);
        if (batch.rows.length > 0) search.outdate(batch.to);
        this.#past?.view.batch(batch, outcome);
      },
    });
    this.#session.start();
  }

  /** What arrives live is no part of a past state. */
  #tell(event: EngineEvent): void {
    if (this.#past && event.type === 'arrivals') return;
    this.#options.post({ type: 'event', event });
    if (event.type === 'changed') this.#past?.view.liveChanged();
  }

  #stand(name: PastName | null): void {
    this.#past?.view.close();
    this.#past = null;
    const around = this.#surroundings;
    const session = this.#session;
    if (!around || !session)
      throw new Error('the engine was asked for a past before it was opened');
    if (name === null) {
      this.#engine.adopt(session.store);
      this.#tell({ type: 'past', past: null });
      this.#tellChanged();
      return;
    }
    const view = new PastView(around, name, {
      live: () => session.store,
      show: (store) => {
        this.#engine.adopt(store);
        this.#search?.outdatePasts();
        this.#tellChanged();
      },
      tell: (past) => this.#tell({ type: 'past', past }),
    });
    this.#past = { name, view, texts: new TextCache(around.http) };
    view.start();
  }

  /** Where the search learned something, the page asks again as after any change. */
  #tellChanged(): void {
    const { seq } = this.#engine.store;
    this.#options.post({ type: 'event', event: { type: 'changed', seq } });
  }

  #find(text: string, scope: Filter['scope']): TextFinding {
    if (!this.#search) throw new Error('the engine was asked for a text before it was opened');
    return this.#search.find(text, scope, this.#past?.name ?? null);
  }

  #request(id: number, name: EngineRequestName, body: unknown): void {
    if (name === 'view') {
      const older = this.#waitingView;
      if (older !== null) this.#reply({ type: 'fault', id: older, message: MOOT });
      this.#waitingView = id;
    }
    this.#wanted.add(id);
    // From a message's own turn, where browsers do not stretch a timer of 0 ms.
    setTimeout(() => {
      if (this.#waitingView === id) this.#waitingView = null;
      if (this.#wanted.has(id)) void this.#answer(id, name, body);
    }, 0);
  }

  async #answer(id: number, name: EngineRequestName, body: unknown): Promise<void> {
    const handle = this.#handlers[name] as (body: unknown, isWanted: () => boolean) => unknown;
    try {
      const answer = await handle(body, () => this.#wanted.has(id));
      this.#reply({ type: 'response', id, body: answer });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#reply({ type: 'fault', id, message });
    }
  }

  #reply(message: Exclude<FromEngine, { type: 'event' }>): void {
    if (this.#wanted.delete(message.id)) this.#options.post(message);
  }

  async #changedSince(
    body: EngineRequests['changedSince']['request'],
  ): Promise<EngineRequests['changedSince']['response']> {
    const around = this.#surroundings;
    const live = this.#session?.store;
    if (!this.#past || !around || !live) throw new Error('no past state is shown');
    const page = this.#engine.changedSince(body, live);
    const rids = page.records.map(({ rid }) => rid);
    const { at, withdrawn } = await knownSince(around, this.#past.name, rids);
    const records = page.records.map((entry) => ({ ...entry, at: at.get(entry.rid) ?? null }));
    return { ...page, records, withdrawn };
  }

  async #loadTexts(
    rids: readonly number[],
    isWanted: () => boolean,
  ): Promise<EngineRequests['texts']['response']> {
    const currentFromSeq = (rid: number): number | null => {
      const { columns } = this.#engine.store;
      const row = columns.rowOf(rid);
      return row < 0 ? null : columns.valueAt(row, 'fromSeq');
    };
    const cache = this.#past?.texts ?? this.#texts;
    const texts = (await cache?.load(rids, currentFromSeq, isWanted)) ?? [];
    return { seq: this.#engine.store.seq, texts };
  }
}

interface KnownSince {
  at: ReadonlyMap<number, string>;
  withdrawn: EngineRequests['changedSince']['response']['withdrawn'];
}

/** What only the server knows of what became of records. Where it does not answer, they are named all the same. */
async function knownSince(
  { http }: Pick<FeedSurroundings, 'http'>,
  name: PastName,
  rids: readonly number[],
): Promise<KnownSince> {
  const query = new URLSearchParams({ asOf: textOfPastName(name) });
  if (rids.length > 0) query.set('rids', rids.join(','));
  const answer = await http.getJson(`/api/v1/changed-since?${query}`).catch(() => null);
  const parsed = changedSinceSchema.safeParse(answer?.body);
  if (!parsed.success) return { at: new Map(), withdrawn: null };
  const { records, withdrawn } = parsed.data;
  return { at: new Map(records.map(({ rid, at }) => [rid, at])), withdrawn };
}

/** @throws with {@link MOOT} where a newer request took its place. */
async function newestOf<Result>(
  turns: TurnTaker,
  begin: () => Generator<void, Result>,
  isWanted: () => boolean,
): Promise<Result> {
  const done = await turns.run(begin, isWanted);
  if (done) return done.result;
  throw new Error(MOOT);
}
