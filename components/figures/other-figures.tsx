'use client';

import { useTranslations } from 'use-intl';
import type { Figure } from '@/lib/domain/figure';
import styles from './figures-panel.module.css';
import { otherFigures } from './group-figures';
import { SourceLink } from './port-figures';
import { useFigureWords } from './use-figure-words';

/** Every figure that has no place in the lists above, so that none is kept from the reader. */
export function OtherFigures({ figures }: { figures: readonly Figure[] }) {
  const t = useTranslations('figures');
  const tMeasures = useTranslations('measures');
  const words = useFigureWords();
  const others = otherFigures(figures);
  if (others.length === 0) return null;
  return (
    <details className={styles.others}>
      <summary>{t('otherSummary', { count: others.length })}</summary>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('otherHeading')}</caption>
        <tbody>
          {others.map((figure) => (
            <tr key={figure.fid}>
              <th scope="row">
                {words.text(figure.areaName).text}, {words.period(figure)}
                <small>{tMeasures(figure.measure)}</small>
              </th>
              <td className={styles.value}>{words.amount(figure)}</td>
              <td className={styles.source}>
                <SourceLink figure={figure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
