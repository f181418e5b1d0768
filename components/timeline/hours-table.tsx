'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { KINDS } from '@/lib/domain/vocabulary';
import type { TimelineHours } from './use-hours';
import { useTimelineWords } from './use-timeline-words';

/** The hours that the plot draws, for whoever reads them without a pointer. Hours without a record have no row. */
export const HoursTable = memo(function HoursTable({ hours }: { hours: TimelineHours }) {
  const t = useTranslations('timeline');
  const tKinds = useTranslations('kindsMany');
  const words = useTimelineWords();
  const { number } = useWords();
  const { bars, withoutHour } = hours;
  return (
    <div className="visually-hidden">
      <table>
        <caption>{t('hoursTable')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('hourColumn')}</th>
            <th scope="col">{t('hourTotal')}</th>
            {KINDS.map((kind) => (
              <th key={kind} scope="col">
                {tKinds(kind)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ total }) => total > 0)
            .map((bar) => (
              <tr key={`${bar.first} ${bar.hour}`}>
                <th scope="row">{words.hour(bar)}</th>
                <td>{number(bar.total)}</td>
                {KINDS.map((kind) => (
                  <td key={kind}>{number(bar[kind])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {withoutHour > 0 && <p>{t('withoutHour', { count: withoutHour })}</p>}
    </div>
  );
});
