'use client';

import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { MARKS, type Marks, MOST_POINTS } from '@/lib/domain/marks';
import type { ViewResponse } from '@/lib/protocol/engine-requests';
import styles from './marks-choice.module.css';
import { substituteFor } from './substitute';
import { HeatSwatch } from './swatches';

interface Props {
  marks: Marks;
  onChange: (marks: Marks) => void;
  /** What is drawn; null before there is anything. */
  view: ViewResponse | null;
}

/** How records are drawn: one way at a time, since two would show each twice. */
export function MarksChoice({ marks, onChange, view }: Props) {
  const t = useTranslations('legend');
  const name = useId();
  const names = {
    clusters: t('marksClusters'),
    points: t('marksPoints'),
    heat: t('marksHeat'),
  } satisfies Record<Marks, string>;
  return (
    <fieldset className={styles.choice}>
      <legend>{t('marks')}</legend>
      {MARKS.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={option === marks}
            onChange={() => onChange(option)}
          />
          {names[option]}
        </label>
      ))}
      {view && <Meaning marks={marks} view={view} />}
    </fieldset>
  );
}

function Meaning({ marks, view }: { marks: Marks; view: ViewResponse }) {
  const t = useTranslations('legend');
  const { number, distance } = useWords();
  const substitute = substituteFor(marks, view);
  if (substitute) {
    const { message, count } = substitute;
    return <small>{t(message, { count: number(count), most: number(MOST_POINTS) })}</small>;
  }
  if (view.marks === 'points')
    return <small>{t('aboutPoints', { most: number(MOST_POINTS) })}</small>;
  if (!view.heat) return null;
  const { reachMetres, leftOut } = view.heat;
  return (
    <>
      <span className={styles.scale}>
        {t('heatLow')}
        <HeatSwatch />
        {t('heatHigh')}
      </span>
      <small>{t('aboutHeat', { radius: distance(roughly(reachMetres)), count: leftOut })}</small>
    </>
  );
}

/** To one digit: a bell has no edge. */
function roughly(metres: number): number {
  return Number(metres.toPrecision(1));
}
