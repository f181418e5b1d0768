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
  isQuiet: boolean;
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
}

const HOUR_MS = 3_600_000;
const ONE_KILLED = 1_000_000;

/** What a wall makes of a record that arrived on its own; null where it is too old or no rule asks for it. */
export function toNews(
  { record, change, ageMs }: Arrival,
  { rules, freshHours }: Pick<BreakingTerms, 'rules' | 'freshHours'>,
): BreakingNews | null {
  if (change === 'retracted' || ageMs >= freshHours * HOUR_MS) return null;
  const asked = rules.filter((rule) => asksFor(rule, record));
  if (asked.length === 0) return null;
  return {
    rid: record.rid,
    record,
    gravity: leastOf(record.killed) * ONE_KILLED + leastOf(record.injured),
    seconds: Math.max(...asked.map(({ seconds }) => seconds)),
    hasSound: asked.some(({ hasSound }) => hasSound),
  };
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
  if (leastOf(record.killed) > 0) return SEVERITIES.indexOf('killed');
  return SEVERITIES.indexOf(leastOf(record.injured) > 0 ? 'injured' : 'any');
}

function kilogramsOf({ quantity }: PublicRecord): number {
  return quantity?.unit === 'kg' ? (quantity.low ?? quantity.best) : 0;
}

function leastOf(count: PublicRecord['killed']): number {
  return count ? (count.low ?? count.best) : 0;
}
