import { useFormatter, useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { HotspotsResponse } from '@/lib/protocol/engine-requests';
import styles from './map-legend.module.css';

const MOST_LISTED = 5;

/** The largest concentrations of records in view: where, how many, and how many more or fewer than in the window before. */
export function ConcentrationList({ hotspots }: { hotspots: HotspotsResponse }) {
  const t = useTranslations('legend');
  const format = useFormatter();
  const { region } = useWords();
  const { concentrations, daysBefore } = hotspots;
  // With a minus as wide as the plus.
  const signed = (change: number) =>
    format.number(change, { signDisplay: 'exceptZero' }).replace('-', '−');
  const shown = concentrations.features.slice(0, MOST_LISTED);
  return (
    <>
      <ol className={styles.concentrations}>
        {shown.map(({ properties: { rank, area, count, change } }) => (
          <li key={rank}>
            {t('concentrationAt', {
              place: area === null ? t('concentrationUnnamed') : region(area),
              count,
            })}
            {change !== null && ` (${signed(change)})`}
          </li>
        ))}
      </ol>
      <small className={styles.more}>
        {concentrations.features.length > MOST_LISTED &&
          `${t('concentrationMore', { count: concentrations.features.length - MOST_LISTED })} `}
        {daysBefore !== null && t('concentrationChange', { days: daysBefore })}
      </small>
    </>
  );
}
