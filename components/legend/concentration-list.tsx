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
            {change !== null &&
              ` ${t('concentrationChange', {
                change: format.number(change, { signDisplay: 'always' }),
                days: daysBefore ?? 0,
              })}`}
          </li>
        ))}
      </ol>
      {concentrations.features.length > MOST_LISTED && (
        <small className={styles.more}>
          {t('concentrationMore', { count: concentrations.features.length - MOST_LISTED })}
        </small>
      )}
    </>
  );
}
