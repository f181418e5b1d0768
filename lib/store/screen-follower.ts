import {
  type Acknowledgement,
  type ScreenRefusal,
  type ScreenSaid,
  type ScreenStatus,
  type ScreenTold,
  STATUS_INTERVAL_SECONDS,
  screenOrdersSchema,
  screenWelcomeSchema,
} from '@/lib/protocol/screens';
import type { FeedHttp } from './feed-http';
import type { FeedClock, FeedLink } from './feed-link';

const SELF = '/api/v1/screens/self';
const TICK_MS = 1_000;
/** A status that changed is said this long after the one before at the earliest. */
const STATUS_PAUSE_MS = 1_000;
/** SC10: without a connection for so long the orders are asked for. */
const POLL_AFTER_MS = 5_000;
const POLL_INTERVAL_MS = 2_000;
/** What was not answered by then is said again. */
const ANSWER_MS = 5_000;
const RENEWAL_MS = 3_600_000;
const FIRST_RENEWAL_MS = 10_000;
const REVOKED: ScreenRefusal = {
  refused: 'revoked',
  reason: 'an administrator revoked this screen',
};

export interface ScreenSurroundings {
  http: FeedHttp;
  clock: FeedClock;
}

/**
 * The engine's side of a registered screen: rules SC2 to SC10 of SPEC.md. Does nothing before the page says `join`. It uses the session's
 * connection, and HTTP while there is none.
 */
export class ScreenFollower {
  #around: ScreenSurroundings;
  #tell: (told: ScreenTold) => void;
  #reopen: () => void;
  #link: FeedLink | null = null;
  #isWanted = false;
  #isJoined = false;
  /** Told that it is no screen: silent until the page says `join` again, or a connection comes. */
  #isRefused = false;
  /** Of the orders that the page has. */
  #revision = -1;
  #status: ScreenStatus | null = null;
  #statusSaid: ScreenStatus | null = null;
  #statusSaidMs = Number.NEGATIVE_INFINITY;
  #acknowledgements = new Map<number, Acknowledgement>();
  #saidMs = Number.NEGATIVE_INFINITY;
  /** Acknowledgements of the last attempt: what came since is said at once. */
  #lastSaid = 0;
  #unlinkedSinceMs: number;
  #polledMs = Number.NEGATIVE_INFINITY;
  #isPolling = false;
  #isDoubting = false;
  #renewAtMs: number;
  #cancelTick: () => void = () => undefined;

  /** @param reopen makes the session open its connection anew, with the cookies of now */
  constructor(
    around: ScreenSurroundings,
    tell: (told: ScreenTold) => void,
    reopen: () => void = () => undefined,
  ) {
    this.#around = around;
    this.#tell = tell;
    this.#reopen = reopen;
    this.#unlinkedSinceMs = around.clock.now();
    this.#renewAtMs = around.clock.now() + FIRST_RENEWAL_MS;
  }

  said(said: ScreenSaid): void {
    switch (said.type) {
      case 'join':
        this.#begin();
        break;
      case 'status':
        this.#status = said.status;
        this.#sayStatus();
        break;
      case 'acknowledge':
        for (const one of said.acknowledgements) this.#acknowledgements.set(one.id, one);
        this.#sayAcknowledgements();
        break;
    }
  }

  /** A connection was welcomed, or is gone; also said of each that could not be opened, which changes nothing. */
  linked(link: FeedLink | null): void {
    if (link === null && this.#link === null) return;
    this.#link = link;
    this.#isJoined = false;
    this.#saidMs = Number.NEGATIVE_INFINITY;
    this.#unlinkedSinceMs = this.#around.clock.now();
    if (link && this.#isWanted) this.#join(link);
  }

  ordered(payload: unknown): void {
    const parsed = screenOrdersSchema.safeParse(payload);
    if (!parsed.success || parsed.data.revision <= this.#revision) return;
    this.#revision = parsed.data.revision;
    this.#tell({ type: 'orders', orders: parsed.data });
  }

  /** Orders that were asked for: any other revision than the one held is the one that stands. */
  #stands(payload: unknown): void {
    const parsed = screenOrdersSchema.safeParse(payload);
    if (!parsed.success || parsed.data.revision === this.#revision) return;
    this.#revision = -1;
    this.ordered(payload);
  }

  revoked(): void {
    if (this.#isWanted) this.#refuse(REVOKED);
  }

  close(): void {
    this.#isWanted = false;
    this.#cancelTick();
  }

  #begin(): void {
    const wasRefused = this.#isRefused;
    this.#isRefused = false;
    // A page that joins anew has no orders yet.
    this.#revision = -1;
    const isFirst = !this.#isWanted;
    this.#isWanted = true;
    // Whoever registered since is another screen, by a cookie that this connection does not have.
    if (this.#link && wasRefused) this.#reopen();
    else if (this.#link) this.#join(this.#link);
    if (isFirst) this.#tick();
  }

  #join(link: FeedLink): void {
    link.screen?.('screenJoin', {}, (payload) => {
      if (this.#link !== link || !this.#isWanted) return;
      const parsed = screenWelcomeSchema.safeParse(payload);
      if (!parsed.success) return;
      if ('refused' in parsed.data) {
        if (parsed.data.refused === 'none') void this.#doubt(link, parsed.data);
        else this.#refuse(parsed.data);
        return;
      }
      this.#isRefused = false;
      this.#isJoined = true;
      // What stands now, also where a restored backup has taken the revision back.
      this.#revision = -1;
      this.ordered(parsed.data.orders);
      this.#statusSaid = null;
      this.#sayStatus();
      this.#sayAcknowledgements();
    });
  }

  /** The connection may be older than the cookie: what HTTP says of the cookie of now holds. */
  async #doubt(link: FeedLink, refusal: ScreenRefusal): Promise<void> {
    if (this.#isDoubting) return;
    this.#isDoubting = true;
    try {
      const { status, body } = await this.#around.http.getJson(SELF);
      if (!this.#isWanted || this.#link !== link || this.#isJoined) return;
      if (status === 401) this.#refuse({ ...refusal, refused: refusalOf(body).refused });
      else if (status === 200) this.#reopen();
    } catch {
      // No answer came: the next tick joins again.
    } finally {
      this.#isDoubting = false;
    }
  }

  #refuse(refusal: ScreenRefusal): void {
    this.#isJoined = false;
    this.#isRefused = true;
    this.#revision = -1;
    this.#tell({ type: 'refused', refusal });
  }

  #tick = (): void => {
    if (!this.#isWanted) return;
    this.#cancelTick = this.#around.clock.after(TICK_MS, this.#tick);
    if (this.#isRefused) return;
    const now = this.#around.clock.now();
    if (this.#isJoined) {
      this.#sayStatus();
      this.#sayAcknowledgements();
    } else if (now - this.#unlinkedSinceMs >= POLL_AFTER_MS) {
      if (this.#link) this.#join(this.#link);
      if (now - this.#polledMs >= POLL_INTERVAL_MS) void this.#poll();
    }
    if (now >= this.#renewAtMs) void this.#renew();
  };

  #isStatusDue(): boolean {
    if (!this.#status) return false;
    const sinceMs = this.#around.clock.now() - this.#statusSaidMs;
    if (sinceMs >= STATUS_INTERVAL_SECONDS * 1_000) return true;
    return sinceMs >= STATUS_PAUSE_MS && isOtherNews(this.#statusSaid, this.#status);
  }

  #sayStatus(): void {
    if (!this.#isJoined || !this.#isStatusDue()) return;
    this.#noteStatusSaid();
    this.#link?.screen?.('screenStatus', this.#statusSaid, () => undefined);
  }

  #noteStatusSaid(): void {
    this.#statusSaid = this.#status;
    this.#statusSaidMs = this.#around.clock.now();
  }

  #sayAcknowledgements(): void {
    const now = this.#around.clock.now();
    if (!this.#isJoined || this.#acknowledgements.size === 0) return;
    const link = this.#link;
    const said = [...this.#acknowledgements.values()];
    const isRepetition = said.length === this.#lastSaid && now - this.#saidMs < ANSWER_MS;
    if (isRepetition) return;
    this.#saidMs = now;
    this.#lastSaid = said.length;
    link?.screen?.('screenAcknowledge', said, (payload) => {
      if (this.#link === link && isTaken(payload)) this.#taken(said);
    });
  }

  #taken(said: readonly Acknowledgement[]): void {
    for (const one of said) {
      if (this.#acknowledgements.get(one.id) === one) this.#acknowledgements.delete(one.id);
    }
    this.#lastSaid = 0;
  }

  async #poll(): Promise<void> {
    if (this.#isPolling) return;
    this.#isPolling = true;
    try {
      const { http } = this.#around;
      const { status, body } = await http.getJson(SELF);
      this.#polledMs = this.#around.clock.now();
      if (!this.#isWanted || this.#isJoined) return;
      if (status === 401) this.#refuse(refusalOf(body));
      if (status !== 200) return;
      this.#stands(body);
      await this.#report();
    } catch {
      // No answer came: the next tick asks again.
      this.#polledMs = this.#around.clock.now();
    } finally {
      this.#isPolling = false;
    }
  }

  async #report(): Promise<void> {
    const acknowledgements = [...this.#acknowledgements.values()];
    const status = this.#isStatusDue() ? this.#status : null;
    if (!status && acknowledgements.length === 0) return;
    const answer = await this.#around.http.postJson?.(`${SELF}/report`, {
      status,
      acknowledgements,
    });
    if (answer?.status !== 200) return;
    if (status) this.#noteStatusSaid();
    this.#taken(acknowledgements);
  }

  async #renew(): Promise<void> {
    this.#renewAtMs = this.#around.clock.now() + RENEWAL_MS;
    try {
      const answer = await this.#around.http.postJson?.(`${SELF}/renewal`, {});
      if (this.#isWanted && answer?.status === 401) this.#refuse(refusalOf(answer.body));
    } catch {
      this.#renewAtMs = this.#around.clock.now() + FIRST_RENEWAL_MS;
    }
  }
}

/** What is worth saying before the interval is over. */
function isOtherNews(said: ScreenStatus | null, status: ScreenStatus): boolean {
  return (
    said === null ||
    said.scene !== status.scene ||
    said.revision !== status.revision ||
    said.isDigestOk !== status.isDigestOk ||
    said.build !== status.build ||
    said.width !== status.width ||
    said.height !== status.height ||
    said.lastError?.at !== status.lastError?.at
  );
}

function isTaken(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'isTaken' in payload;
}

function refusalOf(body: unknown): ScreenRefusal {
  const { type, title } = (body ?? {}) as { type?: unknown; title?: unknown };
  const isRevoked = typeof type === 'string' && type.endsWith(':screen-revoked');
  return {
    refused: isRevoked ? 'revoked' : 'none',
    reason: typeof title === 'string' ? title : 'this is no registered screen',
  };
}
