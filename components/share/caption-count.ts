import type { Filter } from '@/lib/domain/filter';
import type { Moment } from './share-address';

/** What was counted at the moment that "as it is now" names. */
interface CountThen {
  filter: Filter;
  count: number | null;
}

interface Counted extends CountThen {
  moment: Moment;
  /** The view is of a past state, whose count stands. */
  isPast: boolean;
}

/**
 * The count of a caption: of the moment that it names. For "as it is now" it is the one that was taken with that moment, and none
 * where another selection was counted then.
 */
export function captionCount(
  { moment, isPast, filter, count }: Counted,
  then: CountThen,
): number | null {
  if (moment === 'live' || isPast) return count;
  return then.filter === filter ? then.count : null;
}
