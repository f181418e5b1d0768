'use client';

import { useTranslations } from 'use-intl';
import sheet from '@/components/sheet/sheet.module.css';
import {
  MOST_NEIGHBOURS,
  NEIGHBOUR_DAYS,
  NEIGHBOUR_METRES,
  type RecordPage,
} from '@/lib/domain/record-page';
import { RecordLinks } from './record-links';
import { useWords } from './use-words';

/** What else was reported near by and at about that time. It says by which rule, and that the rule is no link. */
export function RecordNeighbours({ neighbours }: Pick<RecordPage, 'neighbours'>) {
  const t = useTranslations('recordPage');
  const words = useWords();
  const rule = {
    metres: words.number(NEIGHBOUR_METRES),
    days: String(NEIGHBOUR_DAYS),
    most: String(MOST_NEIGHBOURS),
  };
  return (
    <section className={sheet.section}>
      <h2>{t('neighbours')}</h2>
      {neighbours === null ? (
        <p className={sheet.note}>{t('neighboursRough')}</p>
      ) : (
        <>
          <p className={sheet.note}>{t('neighboursNote', rule)}</p>
          {neighbours.length > 0 ? (
            <RecordLinks records={neighbours} />
          ) : (
            <p>{t('neighboursNone')}</p>
          )}
        </>
      )}
    </section>
  );
}
