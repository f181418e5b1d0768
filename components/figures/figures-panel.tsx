'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { Figure } from '@/lib/domain/figure';
import styles from './figures-panel.module.css';
import { OtherFigures } from './other-figures';
import { PortFigures } from './port-figures';
import { ShootingsChart } from './shootings-chart';

interface Props {
  figures: readonly Figure[] | null;
  /** Simulated records are shown: published figures are real and stay away. */
  isSimulated: boolean;
  onShowReal: () => void;
  year: number | null;
  onYear: (year: number) => void;
  /** The figure circles are drawn on the map. */
  isOnMap: boolean;
}

/** Numbers that somebody published, in a visual language of their own and never added to records. */
export const FiguresPanel = memo(function FiguresPanel({
  figures,
  isSimulated,
  onShowReal,
  year,
  onYear,
  isOnMap,
}: Props) {
  const t = useTranslations('figures');
  if (isSimulated) {
    return (
      <section className={styles.panel}>
        <p>{t('realOnly')}</p>
        {figures && figures.length > 0 && (
          <button type="button" className={styles.button} onClick={onShowReal}>
            {t('showReal')}
          </button>
        )}
      </section>
    );
  }
  if (!figures || figures.length === 0) return <p className={styles.panel}>{t('empty')}</p>;
  return (
    <section className={styles.panel}>
      <PortFigures figures={figures} year={year} onYear={onYear} isOnMap={isOnMap} />
      <ShootingsChart figures={figures} />
      <p className={styles.why}>{t('why')}</p>
      <OtherFigures figures={figures} />
    </section>
  );
});
