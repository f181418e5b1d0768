import type { PublicIncident } from './incident';

/** Raised when the words of a text are found in another way: every stored record's are then made again. */
export const SEARCH_WORDS_VERSION = 1;
/** Characters of a question; a search refuses a longer one. */
export const LONGEST_QUESTION = 200;
/** Different words of a question. */
export const MOST_QUESTION_WORDS = 8;
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

/**
 * What a reader wrote as a search takes it: one line, single spaces, no control characters, cut to
 * {@link LONGEST_QUESTION}. Null where it has no word, or more than {@link MOST_QUESTION_WORDS}.
 */
export function toQuestion(text: string): string | null {
  const line = oneLine(oneLine(text.normalize('NFC')).slice(0, LONGEST_QUESTION));
  const words = searchWords(line).length;
  return words === 0 || words > MOST_QUESTION_WORDS ? null : line;
}

/** `\p{Cs}` is half of a character, which no address can say. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
}

/**
 * Whether a record's own texts have every word of a question as it is written. A search finds these and more: beginnings
 * of the last word, slips of the pen, names of areas.
 */
export function hasAllWords(record: PublicIncident, question: string): boolean {
  const words = new Set(wordsOfRecord(record));
  return searchWords(question).every((word) => words.has(word));
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
