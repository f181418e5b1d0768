'use client';

import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import type { KindCounts, YearCounts } from '@/lib/domain/region-page';
import { KINDS } from '@/lib/domain/vocabulary';
import styles from './region-page.module.css';

interface Props {
  /** Newest first. */
  years: readonly YearCounts[];
  caption: string;
}

/** Records by year and kind as numbers, and beside them a bar that is a picture of the same row. */
export function YearTable({ years, caption }: Props) {
  const t = useTranslations('figures');
  const tPage = useTranslations('regionPage');
  const tKinds = useTranslations('kindsMany');
  const most = Math.max(...years.map(({ kinds }) => sumOf(kinds)));
  const sums = years
    .map(({ kinds }) => kinds)
    .reduce(addCounts, { shooting: 0, seizure: 0, incident: 0 });
  return (
    <table className={styles.years}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('year')}</th>
          {KINDS.map((kind) => (
            <th key={kind} scope="col" className={styles.count}>
              <span className={styles.kind}>
                <KindMark kind={kind} /> {tKinds(kind)}
              </span>
            </th>
          ))}
          <th scope="col" className={styles.count}>
            {tPage('total')}
          </th>
          <td className={styles.barCell} />
        </tr>
      </thead>
      <tbody>
        {years.map(({ year, kinds }) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            <Counts kinds={kinds} />
            <td className={styles.barCell}>
              <Bar kinds={kinds} most={most} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{tPage('total')}</th>
          <Counts kinds={sums} />
          <td className={styles.barCell} />
        </tr>
      </tfoot>
    </table>
  );
}

function Counts({ kinds }: { kinds: KindCounts }) {
  const words = useWords();
  return (
    <>
      {KINDS.map((kind) => (
        <td key={kind} className={styles.count}>
          {words.number(kinds[kind])}
        </td>
      ))}
      <td className={styles.count}>
        <b>{words.number(sumOf(kinds))}</b>
      </td>
    </>
  );
}

const BAR_WIDTH = 100;

function Bar({ kinds, most }: { kinds: KindCounts; most: number }) {
  const width = (count: number) => (count / most) * BAR_WIDTH;
  const before = (kind: (typeof KINDS)[number]) =>
    KINDS.slice(0, KINDS.indexOf(kind)).reduce((sum, other) => sum + kinds[other], 0);
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${BAR_WIDTH} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {KINDS.map((kind) => (
        <rect
          key={kind}
          data-kind={kind}
          x={width(before(kind))}
          width={width(kinds[kind])}
          height="10"
        />
      ))}
    </svg>
  );
}

function sumOf(kinds: KindCounts): number {
  return KINDS.reduce((sum, kind) => sum + kinds[kind], 0);
}

function addCounts(a: KindCounts, b: KindCounts): KindCounts {
  return {
    shooting: a.shooting + b.shooting,
    seizure: a.seizure + b.seizure,
    incident: a.incident + b.incident,
  };
}
