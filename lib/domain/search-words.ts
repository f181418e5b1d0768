import type { PublicIncident } from './incident';

/** Raised when the words of a text are found in another way: every stored record's are then made again. */
export const SEARCH_WORDS_VERSION = 1;
/** A longer word is cut, in texts and in questions alike. */
const LONGEST_WORD = 40;
/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/**
 * The different words of a text as a search compares them: lower case, no diacritics, letters and digits only, in the
 * order of the text. `Liège (Luik)` is `liege`, `luik`. The words of words are the words themselves.
 */
export function searchWords(text: string): string[] {
  const plain = withoutMarks(withoutMarks(text).toLowerCase()).replace(
    /[łøđðþßæœı]/g,
    (letter) => LETTERS[letter] ?? letter,
  );
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => [...word].slice(0, LONGEST_WORD).join('')))];
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** What a search finds a record by, beside its areas' names; null where it is not to be found. */
export function wordsOfRecord(record: PublicIncident): string[] | null {
  if (record.status !== 'published') return null;
  const texts = [record.title, record.placeName, record.summary].flatMap((localised) =>
    Object.values(localised ?? {}),
  );
  return searchWords([...texts, record.quay ?? ''].join(' '));
}
