import { type BreakingRule, breakingRuleSchema } from '@/lib/wall/playlist';

const EVERYTHING = 'all';
const SOUND = 'sound';

/**
 * A rule as an address says it: parts joined by `~`, each a key, a colon and words joined by full stops, hyphens for their spaces:
 * `k:shooting~r:BE-BRU.21001~least:killed~v:official.corroborated~s:40~sound`. `all` is the rule that names nothing.
 */
export function textOfRule(rule: BreakingRule): string {
  const usual = breakingRuleSchema.parse({});
  const parts = [
    rule.kinds && `k:${wordsOf(rule.kinds)}`,
    rule.regions && `r:${rule.regions.map(encodeURIComponent).join('.')}`,
    rule.severity !== usual.severity && `least:${rule.severity}`,
    rule.verifications && `v:${wordsOf(rule.verifications)}`,
    rule.seconds !== usual.seconds && `s:${rule.seconds}`,
    rule.hasSound && SOUND,
  ].filter(Boolean);
  return parts.join('~') || EVERYTHING;
}

/** Null where the text is no rule. */
export function ruleOfText(text: string): BreakingRule | null {
  if (text === EVERYTHING) return breakingRuleSchema.parse({});
  const rule: Record<string, unknown> = {};
  for (const part of text.split('~')) {
    const [key = '', value = ''] = splitOnce(part);
    const read = readPart(key, value);
    if (!read || read[0] in rule) return null;
    rule[read[0]] = read[1];
  }
  const parsed = breakingRuleSchema.safeParse(rule);
  return parsed.success ? parsed.data : null;
}

function readPart(key: string, value: string): [keyof BreakingRule, unknown] | null {
  const words = () => value.replaceAll('-', ' ').split('.');
  switch (key) {
    case 'k':
      return ['kinds', words()];
    case 'r':
      return ['regions', value.split('.')];
    case 'least':
      return ['severity', value];
    case 'v':
      return ['verifications', words()];
    case 's':
      return ['seconds', /^\d{1,3}$/.test(value) ? Number(value) : null];
    case SOUND:
      return ['hasSound', value === '' || null];
    default:
      return null;
  }
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf(':');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function wordsOf(list: readonly string[]): string {
  return list.join('.').replaceAll(' ', '-');
}
