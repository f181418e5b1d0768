'use client';

import type { CSSProperties } from 'react';
import { useTranslations } from 'use-intl';
import { portStatements, type Statements, tonnesOf } from '@/components/figures/group-figures';
import { useFigureWords } from '@/components/figures/use-figure-words';
import type { Figure } from '@/lib/domain/figure';
import styles from './boards.module.css';

interface Props {
  /** At least one; null before any is known. */
  statements: readonly Statements[] | null;
  year: number | null;
}

const MOST_PORTS = 6;

/** What the board has room for of what was published about ports in a year. */
export function mostShown(figures: readonly Figure[], year: number | null): Statements[] {
  return portStatements(figures)
    .filter((statements) => statements.year === year)
    .slice(0, MOST_PORTS);
}

/** Tonnes that authorities published for ports, as bars in the colour of figures, each with its source. */
export function FiguresBoard({ statements: shown, year }: Props) {
  const tWall = useTranslations('wall');
  if (!shown) return <section className={styles.board} data-whole />;
  const largest = Math.max(...shown.map(({ high }) => high));
  return (
    <section className={styles.board} data-whole>
      <h2 className={styles.boardHead} data-headline>
        {tWall('figuresHead', { year: String(year) })}
      </h2>
      <ol className={styles.bars}>
        {shown.map((statements) => (
          <Bar key={statements.key} statements={statements} largest={largest} />
        ))}
      </ol>
      <p className={styles.note}>{tWall('figuresNote')}</p>
    </section>
  );
}

function Bar({ statements, largest }: { statements: Statements; largest: number }) {
  const tWall = useTranslations('wall');
  const words = useFigureWords();
  const [lead] = statements.figures;
  const share = (kg: number) => `${(100 * kg) / largest}%`;
  const style = {
    '--lead': share(lead.value),
    '--low': share(statements.low),
    '--high': share(statements.high),
  } as CSSProperties;
  const isDisputed = statements.low !== statements.high;
  const ton = (kg: number) => words.number(tonnesOf(kg), 1);
  return (
    <li style={style}>
      <p className={styles.barName}>{statements.area && words.region(statements.area)}</p>
      <p className={styles.barValue}>{words.amount(lead)}</p>
      <div className={styles.bar} data-disputed={isDisputed || undefined} />
      <p className={styles.barSource}>
        {lead.source.publisher}
        {isDisputed &&
          ` · ${tWall('disputed', { low: ton(statements.low), high: ton(statements.high) })}`}
      </p>
    </li>
  );
}
