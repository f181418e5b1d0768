import type { Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { searchWords } from '../domain/search-words';
import { REGIONS } from './gazetteer';
import { similarity, trigramsOf } from './trigrams';

/** Words between names, which nobody has to write. */
const CONNECTING = new Set('of the van de der het du des la le les l d'.split(' '));
/** Words for a port, which its names have in parentheses or not at all. */
const PORT_WORDS = ['port', 'haven'];
/** Trigrams in common, of all that either has, from which a word counts as a slip of the pen. */
const LEAST_SIMILARITY = 0.4;
/** A shorter word has too few trigrams to tell a slip from another word. */
const SHORTEST_SLIP = 4;
/** Of regions that fit equally: what most readers mean by a name. */
const TYPE_ORDER: readonly RegionType[] = [
  'country',
  'municipality',
  'province',
  'port',
  'district',
  'police zone',
];
const [SAME, BEGINNING, SIMILAR] = [3, 2, 1];
/** So much worse than the best is a slip of the pen where the best is the word itself. */
const WORSE = 1.5;
/** Less than the step between two of these, for every word of a name that was not asked for. */
const SPARE_WORD = 0.05;

interface Name {
  region: Region;
  words: readonly string[];
}

const NAMES: readonly Name[] = REGIONS.filter(({ type }) => type !== 'continent').flatMap(
  (region) => {
    const names = [region.code, ...Object.values(region.names), ...region.aliases];
    return names.map((name) => ({ region, words: wordsOf(name) }));
  },
);

/** Each word of any name once, with its trigrams. */
const VOCABULARY: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  NAMES.flatMap(({ words }) => words.map((word) => [word, trigramsOf(word)])),
);

/**
 * Regions that a reader may mean by what is written so far, the best first: by names in Dutch, French and English, other
 * spellings and codes. Any word may be a beginning or have a slip of the pen. At most `limit`; none for a text without
 * letters and digits.
 */
export function searchRegions(text: string, limit = 8): Region[] {
  const asked = wordsOf(text);
  if (asked.length === 0) return [];
  const fits = asked.map(fitsOf);
  const best = new Map<Region, number>();
  for (const { region, words } of NAMES) {
    const score = scoreOf(asked, fits, words, region);
    if (score > (best.get(region) ?? 0)) best.set(region, score);
  }
  const least = Math.max(0, ...best.values()) - WORSE;
  return [...best]
    .filter(([, score]) => score > least)
    .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || rankOf(a) - rankOf(b))
    .slice(0, limit)
    .map(([region]) => region);
}

function wordsOf(text: string): string[] {
  const words = searchWords(text);
  const telling = words.filter((word) => !CONNECTING.has(word));
  return telling.length > 0 ? telling : words;
}

/** How well a word of the question fits the words of names, where it does. */
function fitsOf(word: string): Map<string, number> {
  const fits = new Map<string, number>();
  const isTooShort = word.length < SHORTEST_SLIP || /\d/.test(word);
  const own = trigramsOf(word);
  for (const [name, trigrams] of VOCABULARY) {
    if (word === name) fits.set(name, SAME);
    else if (name.startsWith(word)) fits.set(name, BEGINNING);
    else if (!isTooShort && isSlip(own, trigrams, name.slice(0, word.length))) {
      fits.set(name, SIMILAR);
    }
  }
  return fits;
}

/** What is still being written is compared with as much of the name too. */
function isSlip(own: Set<string>, trigrams: ReadonlySet<string>, beginning: string): boolean {
  if (similarity(own, trigrams) >= LEAST_SIMILARITY) return true;
  return similarity(own, trigramsOf(beginning)) >= LEAST_SIMILARITY;
}

/** 0 where a word of the question fits none of the name. */
function scoreOf(
  asked: readonly string[],
  fits: readonly ReadonlyMap<string, number>[],
  words: readonly string[],
  { type }: Region,
): number {
  let score = 0;
  for (const [place, word] of asked.entries()) {
    const isTypeWord = type === 'port' && PORT_WORDS.some((name) => name.startsWith(word));
    let fit = isTypeWord ? BEGINNING : 0;
    for (const name of words) fit = Math.max(fit, fits[place]?.get(name) ?? 0);
    if (fit === 0) return 0;
    score += fit / asked.length;
    // Who begins with the name's first word means this name rather than one that has it somewhere.
    if (place === 0 && words[0]?.startsWith(word)) score += SPARE_WORD * 2;
  }
  return score - SPARE_WORD * Math.max(0, words.length - asked.length);
}

/** Regions that have ended come after all others. */
function rankOf({ type, validTo }: Region): number {
  return TYPE_ORDER.indexOf(type) + (validTo === null ? 0 : TYPE_ORDER.length);
}
