import type { Region } from '../domain/region';
import { searchWords } from '../domain/search-words';
import { REGIONS } from './gazetteer';
import { similarity, trigramsOf } from './trigrams';

/** Trigrams in common, of all that either has; as pg_trgm counts it. */
const LEAST_SIMILARITY = 0.4;

const codesOfWord: ReadonlyMap<string, readonly string[]> = buildIndex(REGIONS);

function buildIndex(regions: readonly Region[]): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const { code, type, names, aliases } of regions) {
    // Everything lies in Europe.
    if (type === 'continent') continue;
    const words = searchWords([code, ...Object.values(names), ...aliases].join(' '));
    for (const word of words) codes.set(word, [...(codes.get(word) ?? []), code]);
  }
  return codes;
}

/**
 * Codes of the regions of which a word is part of a name, in any language, an alias or the code; or, with `beginning`,
 * whose names have a word that begins so; or, with `similar`, one that is written nearly so. `word` is normalised by
 * `searchWords`.
 */
export function regionsNamed(word: string, match: 'same' | 'beginning' | 'similar'): string[] {
  if (match === 'same') return [...(codesOfWord.get(word) ?? [])];
  const own = trigramsOf(word);
  const fits = (name: string) =>
    match === 'beginning'
      ? name.startsWith(word)
      : similarity(own, trigramsOf(name)) >= LEAST_SIMILARITY;
  const found = [...codesOfWord].filter(([name]) => fits(name)).flatMap(([, codes]) => codes);
  return [...new Set(found)];
}
