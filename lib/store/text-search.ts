import { z } from 'zod';
import type { Filter } from '@/lib/domain/filter';
import { type PastName, textOfPastName } from '@/lib/domain/past-name';
import type { FeedHttp } from './feed-http';
import type { FeedClock } from './feed-link';
import { isSameRidSet, type RidSet, ridSetOf } from './rid-set';
import type { TextFinding } from './text-finding';

/** What `GET /api/v1/search` answers. */
export const searchAnswerSchema = z.object({
  epoch: z.string(),
  seq: z.int(),
  rids: z.array(z.int().min(0).max(0x7fff_ffff)),
  truncated: z.boolean(),
});

export interface SearchListener {
  /** The epoch of the state that is shown, or null. */
  epoch: () => string | null;
  /** An answer came that changes what a text selects, or what is known of it. */
  changed: () => void;
}

/** As many as the server gives at once. */
const MOST_FOUND = 10_000;
/** A text is asked about again this often at most, however often records change. */
export const SEARCH_INTERVAL_MS = 3_000;
export const SEARCH_RETRY_MS = 5_000;
/** The page asks about one text; a moment after a change also about the one before. */
const MOST_TEXTS = 4;
/** The server refused the question itself: it would again. */
const BAD_QUESTION = 400;

interface Found {
  epoch: string;
  seq: number;
  truncated: boolean;
  rids: RidSet;
  number: number;
}

/** One text in one scope and state, and what is known of it. */
interface Entry {
  key: string;
  text: string;
  scope: Filter['scope'];
  past: PastName | null;
  /** Something that a past state held may be hidden since it was asked about. */
  isPastOutdated: boolean;
  found: Found | null;
  hasFailed: boolean;
  isRefused: boolean;
  isAsking: boolean;
  askedAt: number;
  cancelTimer: (() => void) | null;
}

/**
 * Which records texts are found in, by the server's search, since a reader does not hold the texts of all records. A new
 * text is asked about at once. It is asked about again when records changed after the answer, and when no answer came;
 * until then the answer before it stands. In a past state nothing changes but what is hidden of it ({@link outdatePasts}).
 */
export class TextSearch {
  #http: FeedHttp;
  #clock: FeedClock;
  #listener: SearchListener;
  /** In the order of their last use. */
  #entries = new Map<string, Entry>();
  /** What an unanswered text shows meanwhile: the answer that was last on the screen. */
  #shown: Found | null = null;
  #lookedAt: Entry | null = null;
  #outdatedSeq = 0;
  #lastNumber = 0;
  #isClosed = false;

  constructor({ http, clock }: { http: FeedHttp; clock: FeedClock }, listener: SearchListener) {
    this.#http = http;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** What is known now, of a past state if one is named; the rest is asked for, and `changed` tells when to look again. */
  find(text: string, scope: Filter['scope'], past: PastName | null = null): TextFinding {
    const entry = this.#use(text, scope, past);
    this.#lookedAt = entry;
    this.#refresh(entry);
    if (entry.found) this.#shown = entry.found;
    // What another state has of a text is nothing to show meanwhile in a past one.
    const standing = entry.found ?? (past === null ? this.#shown : null);
    return {
      number: standing?.number ?? 0,
      rids: standing?.rids ?? null,
      state: entry.hasFailed ? 'failed' : entry.found ? 'ready' : 'asking',
      seq: entry.found?.seq ?? null,
      truncated: entry.found?.truncated ?? false,
    };
  }

  /** A view without a text is on the screen now: nothing is asked again before the next {@link find}. */
  forgetShown(): void {
    this.#shown = null;
    this.#lookedAt = null;
    for (const entry of this.#entries.values()) {
      entry.cancelTimer?.();
      entry.cancelTimer = null;
    }
  }

  /** Records changed up to this seq: answers from before it are asked for again when they are next looked at. */
  outdate(seq: number): void {
    this.#outdatedSeq = Math.max(this.#outdatedSeq, seq);
  }

  /** Something may have been hidden of a past state: it is asked about again when it is next looked at. */
  outdatePasts(): void {
    for (const entry of this.#entries.values()) entry.isPastOutdated = entry.past !== null;
  }

  /**
   * Another state is shown, as after a reset: what is older than its seq is out of date, and nothing else. One without an
   * epoch is shown to a reader that was let go (AC3): then everything is forgotten.
   */
  standAt({ epoch, seq }: { epoch: string | null; seq: number }): void {
    this.#outdatedSeq = seq;
    if (epoch === null) this.#forgetPast();
  }

  close(): void {
    this.#isClosed = true;
    for (const entry of this.#entries.values()) entry.cancelTimer?.();
    this.#entries.clear();
  }

  #use(text: string, scope: Filter['scope'], past: PastName | null): Entry {
    const key = `${past ? textOfPastName(past) : ''} ${scope} ${text}`;
    const entry = this.#entries.get(key) ?? newEntry(key, text, scope, past);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const [other, { cancelTimer }] of this.#entries) {
      if (this.#entries.size <= MOST_TEXTS) break;
      cancelTimer?.();
      this.#entries.delete(other);
    }
    if (entry.found && !this.#isOfThisPast(entry.found)) this.#forgetPast();
    return entry;
  }

  /** Record numbers of another epoch may name other records. */
  #isOfThisPast({ epoch }: { epoch: string }): boolean {
    const current = this.#listener.epoch();
    return current === null || current === epoch;
  }

  #forgetPast(): void {
    this.#shown = null;
    for (const entry of this.#entries.values()) entry.found = null;
  }

  #refresh(entry: Entry): void {
    const isDue = entry.hasFailed || !entry.found || this.#isOutdated(entry, entry.found);
    if (!isDue || entry.isRefused || entry.isAsking || entry.cancelTimer) return;
    // AC3: a reader that was let go asks for nothing until a state is shown again.
    if (this.#listener.epoch() === null) return;
    const intervalMs = entry.hasFailed ? SEARCH_RETRY_MS : SEARCH_INTERVAL_MS;
    const waitMs = entry.askedAt + intervalMs - this.#clock.now();
    if (waitMs <= 0) {
      void this.#ask(entry);
      return;
    }
    entry.cancelTimer = this.#clock.after(waitMs, () => {
      entry.cancelTimer = null;
      void this.#ask(entry);
    });
  }

  #isOutdated({ past, isPastOutdated }: Entry, { seq }: Found): boolean {
    return past === null ? seq < this.#outdatedSeq : isPastOutdated;
  }

  async #ask(entry: Entry): Promise<void> {
    entry.isAsking = true;
    entry.isPastOutdated = false;
    entry.askedAt = this.#clock.now();
    const hasChanged = await this.#take(entry);
    entry.isAsking = false;
    const isHeld = this.#entries.get(entry.key) === entry;
    if (this.#isClosed || !isHeld) return;
    if (hasChanged) this.#listener.changed();
    // Of a text that nobody looks at any more nothing is asked again.
    if (this.#lookedAt === entry) this.#refresh(entry);
  }

  /** Puts the question; whether the answer changes anything. */
  async #take(entry: Entry): Promise<boolean> {
    const before = { found: entry.found, hasFailed: entry.hasFailed };
    const { text, scope, past } = entry;
    try {
      const query = new URLSearchParams({ q: text, scope, limit: String(MOST_FOUND) });
      if (past) query.set('asOf', textOfPastName(past));
      const { status, body } = await this.#http.getJson(`/api/v1/search?${query}`);
      entry.isRefused = status === BAD_QUESTION;
      const answer = searchAnswerSchema.safeParse(body);
      entry.hasFailed = status !== 200 || !answer.success || !this.#isOfThisPast(answer.data);
      if (answer.success && !entry.hasFailed) entry.found = this.#foundOf(answer.data, entry.found);
    } catch {
      // No answer at all. The entry says so, and the page with it.
      entry.hasFailed = true;
    }
    return entry.found !== before.found || entry.hasFailed !== before.hasFailed;
  }

  /** The same records keep their number, so that nothing is selected anew for them. */
  #foundOf(answer: z.infer<typeof searchAnswerSchema>, known: Found | null): Found {
    const rids = ridSetOf(answer.rids);
    const isSame = known !== null && isSameRidSet(known.rids, rids);
    if (!isSame) this.#lastNumber += 1;
    const { epoch, seq, truncated } = answer;
    return { epoch, seq, truncated, rids, number: isSame ? known.number : this.#lastNumber };
  }
}

function newEntry(key: string, text: string, scope: Filter['scope'], past: PastName | null): Entry {
  return {
    key,
    text,
    scope,
    past,
    isPastOutdated: false,
    found: null,
    hasFailed: false,
    isRefused: false,
    isAsking: false,
    askedAt: Number.NEGATIVE_INFINITY,
    cancelTimer: null,
  };
}
