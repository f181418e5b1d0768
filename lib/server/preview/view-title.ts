import type { Filter } from '@/lib/domain/filter';
import { type Criterion, criteriaOf } from '@/lib/domain/filter-criteria';
import { held } from '@/lib/domain/rolling-period';
import type { WordsOfLocale } from '../reader-words';

/** What, where, when, and then the rest: the order in which a title is read. */
const ORDER: readonly Criterion['type'][] = [
  'kind',
  'subtype',
  'region',
  'shape',
  'period',
  'text',
  'casualty',
  'verification',
  'context',
  'quantity',
];
/** A title is a line beside a link; networks cut longer ones themselves, and with them the number. */
const LONGEST_SELECTION = 160;

/**
 * What a filter selects, in the words of its chips; of a period that rolls its days, since chats keep a card longer than "the last 7
 * days" stay the same.
 */
export function selectionTitle(filter: Filter, words: WordsOfLocale): string {
  const criteria = criteriaOf(held(filter)).sort(
    (a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type),
  );
  if (criteria.length === 0) return words.t('preview.everything');
  const text = criteria.map((criterion) => words.criterion(criterion)).join(', ');
  return text.slice(0, 1).toLocaleUpperCase(words.locale) + text.slice(1);
}

/** The same with the number of records, as a link's title has it; simulated records say so first. */
export function countedTitle(filter: Filter, count: number, words: WordsOfLocale): string {
  const counted = words.t('preview.counted', {
    selection: shortened(selectionTitle(filter, words)),
    count: words.number(count),
  });
  return filter.scope === 'simulated' ? words.t('preview.simulated', { title: counted }) : counted;
}

function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= LONGEST_SELECTION) return text;
  return `${letters
    .slice(0, LONGEST_SELECTION - 1)
    .join('')
    .replace(/[,\s]+$/, '')}…`;
}
