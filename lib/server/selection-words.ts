import type { Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import { startOfBrusselsDayMs } from '@/lib/domain/time';
import { isHourBound } from '@/lib/domain/time-bound';
import type { Locale } from '@/lib/domain/vocabulary';
import { READER_WORDS } from './reader-words';

/** What is said first; what was searched for is last, since it narrows all the rest. */
const ORDER = [
  'kind',
  'subtype',
  'region',
  'period',
  'casualty',
  'verification',
  'context',
  'quantity',
  'shape',
  'text',
] as const;

/** Says what a selection is, in the words of the explorer's own filters. */
export function selectionWords(locale: Locale) {
  const { t, format, criterion, ends } = READER_WORDS[locale];
  const day = (text: string) =>
    format.dateTime(startOfBrusselsDayMs(text), { day: 'numeric', month: 'long', year: 'numeric' });

  /** To the day, or the hour, also where the page says a whole year. */
  const period = ({ from, to, last }: Pick<Filter, 'from' | 'to' | 'last'>): string => {
    if (last !== null) return t(`rolling.${last}`);
    const said = ends({ from, to });
    if (said.from !== null && said.to !== null) {
      return t('takeAway.between', { from: said.from, to: said.to });
    }
    if (said.from !== null) return t('takeAway.since', { from: said.from });
    if (to === null || said.to === null) return '';
    return t(isHourBound(to) ? 'takeAway.untilHour' : 'takeAway.until', { to: said.to });
  };

  /** Everything that narrows the selection; what narrows nothing is said too. */
  const filter = (asked: Filter): string => {
    const criteria = criteriaOf(asked);
    const said = ORDER.map((type) =>
      criteria
        .filter((one) => one.type === type)
        .map((one) => (one.type === 'period' ? period(one.period) : criterion(one)))
        .join(', '),
    ).filter(Boolean);
    return said.length > 0 ? said.join(' · ') : t('takeAway.everything');
  };

  /** Of files and feeds. */
  const title = (asked: Filter): string =>
    t(asked.scope === 'simulated' ? 'takeAway.simulatedTitle' : 'takeAway.title', {
      filter: filter(asked),
    });

  return { t, day, filter, title };
}
