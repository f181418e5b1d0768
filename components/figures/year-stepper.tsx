'use client';

import { useTranslations } from 'use-intl';
import styles from './year-stepper.module.css';

interface Props {
  /** Years that have figures, in order; at least one. */
  years: readonly number[];
  year: number;
  onYear: (year: number) => void;
}

/** The year whose figures are shown: by a slider, or one year on or back. */
export function YearStepper({ years, year, onYear }: Props) {
  const t = useTranslations('figures');
  const before = years.filter((option) => option < year);
  const after = years.filter((option) => option > year);
  const go = (next: number | undefined) => {
    if (next !== undefined) onYear(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser
    <div className={styles.stepper} role="group" aria-label={t('yearOfFigures')}>
      <button
        type="button"
        aria-label={t('yearBefore')}
        disabled={before.length === 0}
        onClick={() => go(before.at(-1))}
      >
        ‹
      </button>
      <input
        type="range"
        min={0}
        max={years.length - 1}
        value={Math.min(before.length, years.length - 1)}
        aria-label={t('year')}
        aria-valuetext={String(year)}
        onChange={(event) => go(years[Number(event.target.value)])}
      />
      <output>{year}</output>
      <button
        type="button"
        aria-label={t('yearAfter')}
        disabled={after.length === 0}
        onClick={() => go(after[0])}
      >
        ›
      </button>
    </div>
  );
}
