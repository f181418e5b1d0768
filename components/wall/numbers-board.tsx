'use client';

import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import { KINDS } from '@/lib/domain/vocabulary';
import type { Totals } from '@/lib/protocol/engine-requests';
import styles from './boards.module.css';

/** The selection in seven numbers. */
export function NumbersBoard({ totals }: { totals: Totals | null }) {
  const t = useTranslations('counters');
  const tKinds = useTranslations('kindsMany');
  const { number, weight } = useWords();
  if (!totals) return <section className={styles.board} />;
  return (
    <section className={styles.board}>
      <p className={styles.sum}>
        <b data-headline>{number(totals.count)}</b>
        <span>{t('events', { count: totals.count })}</span>
      </p>
      <dl className={styles.numbers} data-whole-entries>
        {KINDS.map((kind) => (
          <div key={kind}>
            <dt>
              <KindMark kind={kind} /> {tKinds(kind)}
            </dt>
            <dd>{number(totals[kind])}</dd>
          </div>
        ))}
        <div>
          <dt>{t('killed')}</dt>
          <dd>{number(totals.killed)}</dd>
        </div>
        <div>
          <dt>{t('injured')}</dt>
          <dd>{number(totals.injured)}</dd>
        </div>
        <div>
          <dt>{t('seized')}</dt>
          <dd>{weight(totals.seizedGrams)}</dd>
        </div>
      </dl>
      <p className={styles.note}>{t('selection')}</p>
    </section>
  );
}
