'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { Chart } from '@/components/charts/chart';
import type { WeekDrawing } from '@/components/charts/drawing';
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
  const drawing: WeekDrawing = {
    type: 'week',
    days: days.map(({ name }) => name('short')),
    cells: days.flatMap(({ name, counts }, day) =>
      counts.map((count, hour) => ({
        day,
        hour,
        share: count / most,
        words: t('weekCell', { day: name('long'), hour, count }),
      })),
    ),
  };
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
      <Chart drawing={drawing} />
      {/* A table that is hidden itself would keep its width. */}
      <div className="visually-hidden">
        <table>
          <caption>{t('week')}</caption>
          <thead>
            <tr>
              <td />
              {days[0]?.counts.map((_, hour) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an hour of the day is its own key
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ name, counts }) => (
              <tr key={name('long')}>
                <th scope="row">{name('long')}</th>
                {counts.map((count, hour) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an hour of the day is its own key
                  <td key={hour}>{count}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
