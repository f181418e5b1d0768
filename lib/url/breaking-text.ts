import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { MOST_KG, SEVERITIES, USUAL_RULE } from '@/lib/wall/playlist';
import type { BreakingRule } from '@/lib/wall/playlist-schema';

const EVERYTHING = 'all';
const SOUND = 'sound';
const MOST_REGIONS = 40;
const REGION = /^[A-Za-z0-9-]{2,42}$/;

/**
 * A rule as an address says it: parts joined by `~`, each a key, a colon and words joined by full stops, hyphens for their spaces:
 * `k:shooting~r:BE-BRU.21001~least:killed~v:official.corroborated~s:40~sound`, `k:seizure~kg:500`. `all` is the rule that names nothing.
 */
export function textOfRule(rule: BreakingRule): string {
  const usual = USUAL_RULE;
  const parts = [
    rule.kinds && `k:${wordsOf(rule.kinds)}`,
    rule.regions && `r:${rule.regions.map(encodeURIComponent).join('.')}`,
    rule.severity !== usual.severity && `least:${rule.severity}`,
    rule.leastKg !== undefined && `kg:${rule.leastKg}`,
    rule.verifications && `v:${wordsOf(rule.verifications)}`,
    rule.seconds !== usual.seconds && `s:${rule.seconds}`,
    rule.hasSound && SOUND,
  ].filter(Boolean);
  return parts.join('~') || EVERYTHING;
}

/** Null where the text is no rule. */
export function ruleOfText(text: string): BreakingRule | null {
  if (text === EVERYTHING) return { ...USUAL_RULE };
  let rule: Partial<BreakingRule> = {};
  for (const part of text.split('~')) {
    const read = readPart(...splitOnce(part));
    if (!read || Object.keys(read).some((name) => name in rule)) return null;
    rule = { ...rule, ...read };
  }
  return { ...USUAL_RULE, ...rule };
}

function readPart(key: string, value: string): Partial<BreakingRule> | null {
  switch (key) {
    case 'k': {
      const kinds = listOf(value, KINDS);
      return kinds && { kinds };
    }
    case 'r': {
      const regions = value.split('.');
      const isList = regions.length <= MOST_REGIONS && regions.every((code) => REGION.test(code));
      return isList ? { regions } : null;
    }
    case 'least': {
      const severity = SEVERITIES.find((word) => word === value);
      return severity ? { severity } : null;
    }
    case 'kg': {
      const leastKg = /^\d{1,6}$/.test(value) ? Number(value) : 0;
      return leastKg >= 1 && leastKg <= MOST_KG ? { leastKg } : null;
    }
    case 'v': {
      const verifications = listOf(value, VERIFICATIONS);
      return verifications && { verifications };
    }
    case 's': {
      const seconds = /^\d{1,3}$/.test(value) ? Number(value) : 0;
      return seconds >= 5 && seconds <= 300 ? { seconds } : null;
    }
    case SOUND:
      return value === '' ? { hasSound: true } : null;
    default:
      return null;
  }
}

function listOf<Word extends string>(text: string, allowed: readonly Word[]): Word[] | null {
  const words = text.replaceAll('-', ' ').split('.');
  const known = words.flatMap((word) => allowed.find((one) => one === word) ?? []);
  return known.length === words.length ? known : null;
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf(':');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function wordsOf(list: readonly string[]): string {
  return list.join('.').replaceAll(' ', '-');
}
