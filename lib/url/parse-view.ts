import { rolled } from '@/lib/domain/rolling-period';
import { isInOrder } from '@/lib/domain/time-bound';
import { PARAMETERS, REPEATED_KEY } from './parameters';
import { UnreadableParameter } from './unreadable';
import { defaultViewState, type ViewDefaults, type ViewState } from './view-state';

/** A parameter that was not understood and has been left out. */
export interface Notice {
  key: string;
  text: string;
  problem: 'unknown' | 'unreadable' | 'contradiction' | 'fixed' | 'past';
}

export interface ParsedView {
  state: ViewState;
  notices: Notice[];
}

const LONGEST_SHOWN = 60;

/**
 * The view that an address's query says at an instant, UTC milliseconds, at which a rolling period becomes days. Never throws:
 * what is unknown or broken is dropped and named in `notices`. Parameters of campaigns and previews (`utm_…`, `fbclid`) are
 * dropped without a word.
 */
export function parseView(query: string, defaults: ViewDefaults, nowMs: number): ParsedView {
  const { state, notices } = parseUnresolved(query, defaults);
  return { state: { ...state, filter: rolled(state.filter, nowMs) }, notices };
}

/** As {@link parseView}, for who writes the view again and shows nothing: a rolling period has no days yet. */
export function parseUnresolved(query: string, defaults: ViewDefaults): ParsedView {
  let state = defaultViewState(defaults);
  const notices: Notice[] = [];
  for (const [key, text] of new URLSearchParams(query)) {
    if (isForeign(key)) continue;
    const parameter = PARAMETERS.find((candidate) => candidate.key === key);
    if (!parameter) {
      notices.push(noticeOf(key, text, 'unknown'));
      continue;
    }
    try {
      state = parameter.apply(state, text, defaults);
    } catch (error) {
      if (!(error instanceof UnreadableParameter)) throw error;
      notices.push(noticeOf(key, text, 'unreadable'));
    }
  }
  return dropContradictions(state, notices);
}

/** The query that says a view, without what is default; empty where everything is. No leading question mark. */
export function formatView(state: ViewState, defaults: ViewDefaults): string {
  const usual = defaultViewState(defaults);
  return PARAMETERS.map((parameter) => ({
    key: parameter.key,
    text: parameter.toText(state),
    usual: parameter.toText(usual),
  }))
    .filter(({ text, usual: usualText }) => text !== usualText)
    .map(({ key, text }) => `${key}=${text}`)
    .join('&');
}

/**
 * A period that ends before it begins selects nothing; its end is dropped. Days and a past state stand still, so a rolling
 * period beside either is dropped.
 */
function dropContradictions(state: ViewState, notices: Notice[]): ParsedView {
  const { filter } = state;
  const { from, to, last } = filter;
  const hasDays = from !== null || to !== null;
  if (last !== null && (hasDays || state.asOf !== null)) {
    const notice = noticeOf('last', last, hasDays ? 'fixed' : 'past');
    return dropContradictions({ ...state, filter: { ...filter, last: null } }, [
      ...notices,
      notice,
    ]);
  }
  if (from === null || to === null || isInOrder(from, to)) return { state, notices };
  return {
    state: { ...state, filter: { ...filter, to: null } },
    notices: [...notices, noticeOf('to', to, 'contradiction')],
  };
}

/** Whether an address may have a parameter several times: each label, and what is dropped without a word. */
export function mayRepeat(key: string): boolean {
  return key === REPEATED_KEY || isForeign(key);
}

function isForeign(key: string): boolean {
  return key.startsWith('utm_') || key === 'fbclid' || key === 'gclid';
}

function noticeOf(key: string, text: string, problem: Notice['problem']): Notice {
  return { key: key.slice(0, LONGEST_SHOWN), text: text.slice(0, LONGEST_SHOWN), problem };
}
