'use client';

import { useTranslations } from 'use-intl';
import { SourceLink } from '@/components/figures/port-figures';
import { useFigureWords } from '@/components/figures/use-figure-words';
import sheet from '@/components/sheet/sheet.module.css';
import { SMALL_NUMBER } from '@/lib/domain/comparison';
import type { YearRate } from '@/lib/domain/region-page';
import styles from './region-page.module.css';

/** Records beside inhabitants, each year with the population that it was reckoned by; nothing where none was published. */
export function RateTable({ rates, region }: { rates: readonly YearRate[]; region: string }) {
  const t = useTranslations('rates');
  const tFigures = useTranslations('figures');
  const words = useFigureWords();
  if (rates.length === 0) return null;
  return (
    <>
      <h3 className={styles.measure}>{t('heading')}</h3>
      <table className={styles.years}>
        <caption className="visually-hidden">
          {t('heading')}: {region}
        </caption>
        <thead>
          <tr>
            <th scope="col">{tFigures('year')}</th>
            <th scope="col" className={styles.count}>
              {t('perInhabitants')}
            </th>
            <th scope="col" className={styles.count}>
              {t('population')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.map(({ year, rate, population }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              <td className={styles.count}>
                <b>{words.number(rate, 1)}</b>
              </td>
              <td className={styles.count}>
                {words.amount(population)}{' '}
                <small>
                  {words.period(population)}, <SourceLink figure={population} />
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={sheet.note}>{t('note', { least: SMALL_NUMBER })}</p>
    </>
  );
}
