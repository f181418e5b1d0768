import { AREA_KEYS } from '@/lib/domain/region';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { SEVERITIES } from './playlist';
import type { BreakingRule } from './playlist-schema';

type PublicRecord = Arrival['record'];

/** What decides whether a record interrupts. */
export interface BreakingTerms {
  rules: readonly BreakingRule[];
  /** Only records younger than this at their publication interrupt; hours. */
  freshHours: number;
  /** Nothing begins to interrupt, and nothing waits for the end of it. */
  isQuiet: boolean;
  /** Whether a record may interrupt the scene that stands. */
  concerns: (record: PublicRecord) => boolean;
  /** So long the scenes stand at least between two cards. */
  pauseSeconds: number;
}

/** A record that a rule of the wall asks for. */
export interface BreakingNews {
  rid: number;
  record: PublicRecord;
  /** Orders what waits: persons killed weigh most, then persons injured. */
  gravity: number;
  seconds: number;
  hasSound: boolean;
  /** When it happened, by the clock by which it arrived. */
  happenedMs: number;
}

const HOUR_MS = 3_600_000;
const ONE_KILLED = 1_000_000;

/** What a wall makes of a record that arrives now on its own; null where it is too old or no rule asks for it. */
export function toNews(
  { record, change, ageMs }: Arrival,
  { rules, freshHours }: Pick<BreakingTerms, 'rules' | 'freshHours'>,
  nowMs: number,
): BreakingNews | null {
  const happenedMs = nowMs - ageMs;
  if (change === 'retracted' || !isFresh({ happenedMs }, freshHours, nowMs)) return null;
  const asked = rules.filter((rule) => asksFor(rule, record));
  if (asked.length === 0) return null;
  return {
    rid: record.rid,
    record,
    gravity: leastKilled(record) * ONE_KILLED + leastInjured(record),
    seconds: Math.max(...asked.map(({ seconds }) => seconds)),
    hasSound: asked.some(({ hasSound }) => hasSound),
    happenedMs,
  };
}

/** Whether it happened less than so many hours ago. */
export function isFresh(
  { happenedMs }: Pick<BreakingNews, 'happenedMs'>,
  freshHours: number,
  nowMs: number,
): boolean {
  return nowMs - happenedMs < freshHours * HOUR_MS;
}

/** Somebody was killed: that waits for no pause between cards. */
export function isGravest({ gravity }: Pick<BreakingNews, 'gravity'>): boolean {
  return gravity >= ONE_KILLED;
}

function asksFor(rule: BreakingRule, record: PublicRecord): boolean {
  if (rule.kinds && !rule.kinds.includes(record.kind)) return false;
  if (rule.verifications && !rule.verifications.includes(record.verification)) return false;
  if (rule.regions && !liesIn(record, rule.regions)) return false;
  if (rule.leastKg !== undefined && kilogramsOf(record) < rule.leastKg) return false;
  return severityOf(record) >= SEVERITIES.indexOf(rule.severity);
}

function liesIn(record: PublicRecord, regions: readonly string[]): boolean {
  return AREA_KEYS.some((key) => {
    const code = record[key];
    return code !== null && regions.includes(code);
  });
}

function severityOf(record: PublicRecord): number {
  if (leastKilled(record) > 0) return SEVERITIES.indexOf('killed');
  return SEVERITIES.indexOf(leastInjured(record) > 0 ? 'injured' : 'any');
}

/** A homicide of which nobody counted the dead has one. A body that was found says of nobody that they were killed. */
function leastKilled({ killed, subtype }: PublicRecord): number {
  return subtype === 'homicide' && !killed ? 1 : leastOf(killed);
}

/** Where a shooting hit a person and nobody is known to be dead, one is injured, counted or not. */
function leastInjured({ killed, injured, subtype }: PublicRecord): number {
  const isHit = subtype === 'person hit' && leastOf(killed) === 0;
  return Math.max(isHit ? 1 : 0, leastOf(injured));
}

function kilogramsOf({ quantity }: PublicRecord): number {
  return quantity?.unit === 'kg' ? (quantity.low ?? quantity.best) : 0;
}

function leastOf(count: PublicRecord['killed']): number {
  return count ? (count.low ?? count.best) : 0;
}
