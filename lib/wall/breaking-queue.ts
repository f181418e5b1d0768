import type { Arrival } from '@/lib/protocol/engine-requests';
import { type BreakingNews, type BreakingTerms, isFresh, isGravest, toNews } from './breaking-news';

/** More than this many waiting at once are one summary. */
export const MOST_WAITING = 8;
/** How long a summary stands. */
export const SUMMARY_MS = 30_000;
/** Between two summaries the wall shows its scenes again. */
export const SUMMARY_REST_MS = 60_000;
/** A correction, a retraction and a withdrawal of what is on screen stand at least this long. */
export const NOTICE_MS = 12_000;
/** No more than these wait, or are known to a summary; the gravest stay. */
const MOST_KEPT = 2_000;

/** What was on screen and no longer holds. */
export type Notice = 'corrected' | 'retracted' | 'withdrawn';

/** A record on the whole screen; a withdrawn one has no content. */
export interface BreakingCard {
  type: 'card';
  rid: number;
  news: BreakingNews | null;
  notice: Notice | null;
  hasSound: boolean;
  sinceMs: number;
  untilMs: number;
}

/** Many records at once. */
export interface BreakingSummary {
  type: 'summary';
  /** The records that it counts. */
  news: readonly BreakingNews[];
  sinceMs: number;
  untilMs: number;
}

/** What interrupts the scenes, and what waits. */
export interface BreakingState {
  showing: BreakingCard | BreakingSummary | null;
  /** The gravest first, and of equals the one published first. Each waits for a scene that it may interrupt, as long as it is fresh. */
  waiting: readonly BreakingNews[];
  noSummaryBeforeMs: number;
  /** Between two cards the wall shows its scenes; what is gravest waits for no pause. */
  noCardBeforeMs: number;
}

export const NOTHING_BREAKING: BreakingState = {
  showing: null,
  waiting: [],
  noSummaryBeforeMs: 0,
  noCardBeforeMs: 0,
};

/** What happened since the last step. */
export interface BreakingInput {
  nowMs: number;
  /** Records published, corrected or retracted one by one. */
  arrivals?: readonly Arrival[];
  /** Records that left public view, or of which nothing that was told holds any more. */
  gone?: readonly number[];
}

/**
 * The next state: first what is no longer so, then what is new, then what is over. What waits is held to the terms of each step:
 * quiet empties it, and a record that has become too old leaves it.
 */
export function stepBreaking(
  state: BreakingState,
  { nowMs, arrivals = [], gone = [] }: BreakingInput,
  terms: BreakingTerms,
): BreakingState {
  let next = state;
  for (const rid of gone) next = withdraw(next, rid, nowMs);
  for (const arrival of arrivals) next = takeArrival(next, arrival, terms, nowMs);
  return showNext(withoutStale(whatIsOver(next, nowMs, terms), nowMs, terms), nowMs, terms);
}

function takeArrival(
  state: BreakingState,
  arrival: Arrival,
  terms: BreakingTerms,
  nowMs: number,
): BreakingState {
  const { rid } = arrival.record;
  const news = toNews(arrival, terms, nowMs);
  if (arrival.change === 'new') {
    if (!news || !terms.concerns(news.record) || isKnown(state, rid)) return state;
    return { ...state, waiting: insert(state.waiting, news) };
  }
  const others = state.waiting.filter((one) => one.rid !== rid);
  const wasWaiting = others.length < state.waiting.length;
  const waiting = wasWaiting && news ? insert(others, news) : others;
  return { ...state, waiting, showing: replaceShown(state.showing, arrival, news, nowMs) };
}

function isKnown({ showing, waiting }: BreakingState, rid: number): boolean {
  if (waiting.some((news) => news.rid === rid)) return true;
  if (showing?.type === 'card') return showing.rid === rid;
  return showing?.news.some((news) => news.rid === rid) ?? false;
}

/** A corrected record that no rule asks for any more stays for its notice: it was on screen. */
function replaceShown(
  showing: BreakingState['showing'],
  arrival: Arrival,
  news: BreakingNews | null,
  nowMs: number,
): BreakingState['showing'] {
  const { rid } = arrival.record;
  if (showing?.type === 'card') {
    if (showing.rid !== rid) return showing;
    return {
      ...showing,
      news: news ?? (showing.news && { ...showing.news, record: arrival.record }),
      notice: arrival.change === 'retracted' ? 'retracted' : 'corrected',
      untilMs: Math.max(showing.untilMs, nowMs + NOTICE_MS),
    };
  }
  if (!showing?.news.some((one) => one.rid === rid)) return showing;
  const others = showing.news.filter((one) => one.rid !== rid);
  return { ...showing, news: news ? insert(others, news) : others };
}

function withdraw(state: BreakingState, rid: number, nowMs: number): BreakingState {
  const waiting = state.waiting.filter((news) => news.rid !== rid);
  const { showing } = state;
  if (showing?.type === 'card' && showing.rid === rid) {
    const card: BreakingCard = {
      ...showing,
      news: null,
      notice: 'withdrawn',
      untilMs: nowMs + NOTICE_MS,
    };
    return { ...state, waiting, showing: card };
  }
  if (showing?.type !== 'summary') return { ...state, waiting };
  const news = showing.news.filter((one) => one.rid !== rid);
  return { ...state, waiting, showing: { ...showing, news } };
}

/** What has stood for its time goes, and the scenes stand for theirs. */
function whatIsOver(
  state: BreakingState,
  nowMs: number,
  { pauseSeconds }: BreakingTerms,
): BreakingState {
  const { showing } = state;
  const isOver = showing !== null && nowMs >= showing.untilMs;
  const isEmptied = showing?.type === 'summary' && showing.news.length === 0;
  if (!isOver && !isEmptied) return state;
  // Counted from when it had to end, so that walls which look at other instants pause together.
  const endedMs = isOver ? showing.untilMs : nowMs;
  return { ...state, showing: null, noCardBeforeMs: endedMs + pauseSeconds * 1_000 };
}

function withoutStale(
  state: BreakingState,
  nowMs: number,
  { isQuiet, freshHours }: BreakingTerms,
): BreakingState {
  const waiting = isQuiet
    ? []
    : state.waiting.filter((news) => isFresh(news, freshHours, nowMs)).slice(0, MOST_KEPT);
  return { ...state, waiting };
}

function showNext(state: BreakingState, nowMs: number, { concerns }: BreakingTerms): BreakingState {
  const { showing, noCardBeforeMs, noSummaryBeforeMs } = state;
  // What came for another scene than the one that stands waits on.
  const next = state.waiting.filter(({ record }) => concerns(record));
  if (showing?.type === 'summary') return joinSummary(state, showing, next);
  // A card on screen keeps its time; what came meanwhile waits for its end.
  if (showing) return state;
  const isMany = next.length > MOST_WAITING;
  const isPause = nowMs < noCardBeforeMs;
  if (isMany && !isPause && nowMs >= noSummaryBeforeMs) return summarise(next, state, nowMs);
  const [first] = next;
  const isNext = first && (isGravest(first) || !(isMany || isPause));
  if (!isNext) return state;
  return { ...state, waiting: without(state.waiting, [first]), showing: cardOf(first, nowMs) };
}

function summarise(
  news: readonly BreakingNews[],
  state: BreakingState,
  nowMs: number,
): BreakingState {
  return {
    ...state,
    showing: { type: 'summary', news, sinceMs: nowMs, untilMs: nowMs + SUMMARY_MS },
    waiting: without(state.waiting, news),
    noSummaryBeforeMs: nowMs + SUMMARY_MS + SUMMARY_REST_MS,
  };
}

function cardOf(news: BreakingNews, nowMs: number): BreakingCard {
  const { rid, hasSound, seconds } = news;
  const untilMs = nowMs + seconds * 1_000;
  return { type: 'card', rid, news, notice: null, hasSound, sinceMs: nowMs, untilMs };
}

/** What arrives while a summary stands is counted by it, and interrupts no further. */
function joinSummary(
  state: BreakingState,
  showing: BreakingSummary,
  joining: readonly BreakingNews[],
): BreakingState {
  if (joining.length === 0) return state;
  const news = joining.reduce(insert, showing.news).slice(0, MOST_KEPT);
  return { ...state, waiting: without(state.waiting, joining), showing: { ...showing, news } };
}

function without(
  list: readonly BreakingNews[],
  taken: readonly BreakingNews[],
): readonly BreakingNews[] {
  const rids = new Set(taken.map(({ rid }) => rid));
  return list.filter(({ rid }) => !rids.has(rid));
}

function insert(list: readonly BreakingNews[], news: BreakingNews): readonly BreakingNews[] {
  const after = list.findIndex((one) => one.gravity < news.gravity);
  return after < 0 ? [...list, news] : list.toSpliced(after, 0, news);
}
