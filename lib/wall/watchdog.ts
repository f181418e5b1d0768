/** For how long nothing may be drawn, or nothing be heard while the server answers, before a wall opens itself anew. */
export const STUCK_AFTER_MS = 60_000;
/**
 * For how long the server must have answered meanwhile. A server that was away for an hour is back for all its walls at once: each then needs
 * a second or two to catch up by itself, and none a reload.
 */
const WELL_FOR_MS = 15_000;
/** Between two reloads by the watchdog at least; twice as long after each, up to a limit. */
const FIRST_PAUSE_MS = 2 * 60_000;
const LONGEST_PAUSE_MS = 4 * 3_600_000;
/** After so long without a reload a wall counts as well again. */
const FORGIVEN_AFTER_MS = 24 * 3_600_000;

/** The reloads so far, which outlive the page. */
export interface ReloadRecord {
  /** How many there were one after the other. */
  count: number;
  /** `monotonicNowMs` of the last; null before any. */
  lastMs: number | null;
}

export const NO_RELOADS: ReloadRecord = { count: 0, lastMs: null };

/** What the watchdog sees of a page. */
export interface Vitals {
  nowMs: number;
  /** When the last frame was drawn, or the page began to be visible. */
  frameMs: number;
  /** When the feed was last heard, or the page began. */
  heardMs: number;
  isVisible: boolean;
}

/** Whether the page looks stuck, so that it is worth asking whether the server is well. */
export function isStuck({ nowMs, frameMs, heardMs, isVisible }: Vitals): boolean {
  const hasNoFrames = isVisible && nowMs - frameMs >= STUCK_AFTER_MS;
  return hasNoFrames || nowMs - heardMs >= STUCK_AFTER_MS;
}

/**
 * Whether a server that answers again and again has done so for long enough that a page which still looks stuck will not mend itself.
 * @param wellSinceMs when it was first found well, with no other answer since; null for one that is not well
 */
export function isLeftBehind(wellSinceMs: number | null, nowMs: number): boolean {
  return wellSinceMs !== null && nowMs - wellSinceMs >= WELL_FOR_MS;
}

/** Whether enough time has passed since the last reload: never a loop, however long the fault lasts. */
export function mayReload({ count, lastMs }: ReloadRecord, nowMs: number): boolean {
  if (lastMs === null || count === 0) return true;
  // Another browser process counts from another beginning: what lies ahead was not long ago.
  return Math.max(0, nowMs - lastMs) >= pauseAfter(count);
}

/** The record after a reload at an instant. */
export function withReload(record: ReloadRecord, nowMs: number): ReloadRecord {
  const wasLongAgo = record.lastMs !== null && nowMs - record.lastMs >= FORGIVEN_AFTER_MS;
  return { count: wasLongAgo ? 1 : record.count + 1, lastMs: nowMs };
}

/** The record that was written as text; none where it is not readable. */
export function readReloads(text: string | null): ReloadRecord {
  try {
    const { count, lastMs } = JSON.parse(text ?? '');
    const isWhole = Number.isSafeInteger(count) && count > 0 && Number.isFinite(lastMs);
    return isWhole ? { count, lastMs } : NO_RELOADS;
  } catch {
    return NO_RELOADS;
  }
}

function pauseAfter(count: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count - 1, 20));
}
