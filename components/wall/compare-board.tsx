'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownComparison } from '@/components/compare/use-comparison';
import { usePeriodRange } from '@/components/compare/use-period-range';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import { type Change, percentOf } from '@/lib/domain/comparison';
import { KINDS } from '@/lib/domain/vocabulary';
import styles from './boards.module.css';

const MOST_REGIONS = 3;

/** This period beside the other: all, by kind, and the regions that changed most. */
export function CompareBoard({ compared }: { compared: ShownComparison | null }) {
  const t = useTranslations('compare');
  const tKinds = useTranslations('kindsMany');
  const range = usePeriodRange();
  const { region } = useWords();
  if (!compared?.answer) return <section className={styles.board} />;
  const { answer, days } = compared;
  const sum = (side: 'own' | 'other') => KINDS.reduce((all, kind) => all + answer[side][kind], 0);
  return (
    <section className={styles.board}>
      <p className={styles.periods}>
        <b>{range(days.own)}</b>
        <span>{range(days.other)}</span>
      </p>
      <table className={styles.compare}>
        <tbody>
          <Line change={{ own: sum('own'), other: sum('other') }} isTotal>
            {t('all')}
          </Line>
          {KINDS.map((kind) => (
            <Line key={kind} change={{ own: answer.own[kind], other: answer.other[kind] }}>
              <KindMark kind={kind} /> {tKinds(kind)}
            </Line>
          ))}
        </tbody>
        <tbody>
          {answer.regions.slice(0, MOST_REGIONS).map((change) => (
            <Line key={change.code} change={change}>
              {region(change.code)}
            </Line>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LineProps {
  change: Change;
  isTotal?: boolean;
  children: ReactNode;
}

function Line({ change, isTotal = false, children }: LineProps) {
  const { number, signed } = useWords();
  const percent = percentOf(change);
  const difference = change.own - change.other;
  const arrow = difference > 0 ? '▲' : difference < 0 ? '▼' : '=';
  return (
    <tr data-total={isTotal || undefined}>
      <th scope="row">{children}</th>
      <td className={styles.own} data-headline={isTotal || undefined}>
        {number(change.own)}
      </td>
      <td className={styles.other}>{number(change.other)}</td>
      <td>
        <span aria-hidden="true">{arrow}</span>{' '}
        {percent === null ? signed(difference) : `${signed(percent)} %`}
      </td>
    </tr>
  );
}
