'use client';

import type { CSSProperties } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import styles from './numbers-panel.module.css';
import { SavableHeading } from './savable-heading';

interface Props {
  /** Records by hour of the Brussels week, 24 for Monday first. */
  hours: readonly number[];
  withoutHour: number;
}

const DAY_HOURS = 24;
/** A Monday. */
const SOME_MONDAY_MS = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 86_400_000;
const TICKS = [0, 6, 12, 18];

/** Weekday by hour: the darker a cell, the more records began in that hour. */
export function WeekTable({ hours, withoutHour }: Props) {
  const t = useTranslations('numbers');
  const format = useFormatter();
  const { number } = useWords();
  const most = Math.max(...hours);
  if (most === 0) return null;
  const days = Array.from({ length: hours.length / DAY_HOURS }, (_, day) => ({
    name: (style: 'short' | 'long') =>
      format.dateTime(new Date(SOME_MONDAY_MS + day * DAY_MS), { weekday: style, timeZone: 'UTC' }),
    counts: hours.slice(day * DAY_HOURS, (day + 1) * DAY_HOURS),
  }));
  return (
    <section>
      <SavableHeading
        heading={t('week')}
        file="week"
        rows={() => [
          [t('weekday'), ...Array.from({ length: DAY_HOURS }, (_, hour) => `${hour}:00`)],
          ...days.map(({ name, counts }) => [name('long'), ...counts]),
        ]}
        sheet={() => ({
          picture: {
            type: 'week',
            days: days.map(({ name, counts }) => ({ name: name('short'), counts })),
          },
          notes: [t('weekNote', { count: withoutHour, most: number(most) }), t('why')],
        })}
      />
      <p className={styles.note}>{t('weekNote', { count: withoutHour, most: number(most) })}</p>
      <table className={styles.week}>
        <caption className="visually-hidden">{t('week')}</caption>
        <thead>
          <tr>
            <td />
            {days[0]?.counts.map((_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour of the day is its own key
              <th key={hour} scope="col" data-said={TICKS.includes(hour) || undefined}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ name, counts }) => (
            <tr key={name('long')}>
              <th scope="row">
                <abbr title={name('long')}>{name('short')}</abbr>
              </th>
              {counts.map((count, hour) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: an hour of the day is its own key
                  key={hour}
                  title={t('weekCell', { day: name('long'), hour, count })}
                  style={shareOf(count / most)}
                >
                  <span className="visually-hidden">{count}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the style sheet makes a tone of. */
function shareOf(share: number): CSSProperties {
  return { '--share': share } as CSSProperties;
}
