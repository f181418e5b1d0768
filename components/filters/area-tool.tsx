'use client';

import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Shape, shapeOfBounds } from '@/lib/domain/shape';
import { LONGEST_RADIUS_METRES } from '@/lib/domain/shape-limits';
import styles from './area-tool.module.css';

interface Props {
  /** The area that the filter is narrowed to. */
  shape: Shape | null;
  /** What the map shows: `[west, south, east, north]` in degrees, and its middle; null until it is there. */
  shown: { bounds: readonly [number, number, number, number]; center: [number, number] } | null;
  onShape: (shape: Shape | null) => void;
  /** Lets the reader draw on the map. */
  onDraw: (type: Shape['type']) => void;
}

const METRES_PER_KM = 1000;
const FIRST_RADIUS_KM = '5';

/** Narrows to an area: drawn by hand, or by keyboard a distance from the map's middle, or all that the map shows. */
export function AreaTool({ shape, shown, onShape, onDraw }: Props) {
  const t = useTranslations('areaTool');
  const sheet = useRef<HTMLDetailsElement>(null);
  const fold = () => {
    if (sheet.current) sheet.current.open = false;
  };
  const choose = (next: Shape | null) => {
    fold();
    onShape(next);
  };
  const draw = (type: Shape['type']) => () => {
    fold();
    onDraw(type);
  };
  const around = (radiusMetres: number) => {
    if (shown) choose({ type: 'circle', center: shown.center, radiusMetres });
  };
  return (
    <details
      ref={sheet}
      className={styles.tool}
      data-set={shape !== null || undefined}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !sheet.current?.open) return;
        fold();
        sheet.current.querySelector('summary')?.focus();
      }}
    >
      <summary>{t('label')}</summary>
      <div className={styles.sheet}>
        <p>{t('intro')}</p>
        <Choice onClick={draw('polygon')}>{t('polygon')}</Choice>
        <Choice onClick={draw('circle')}>{t('circle')}</Choice>
        <RadiusForm onRadius={around} />
        <Choice onClick={() => shown && choose(shapeOfBounds(shown.bounds))}>{t('view')}</Choice>
        {shape && <Choice onClick={() => choose(null)}>{t('remove')}</Choice>}
      </div>
    </details>
  );
}

function Choice({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.choice} onClick={onClick}>
      {children}
    </button>
  );
}

function RadiusForm({ onRadius }: { onRadius: (radiusMetres: number) => void }) {
  const t = useTranslations('areaTool');
  const id = useId();
  const [text, setText] = useState(FIRST_RADIUS_KM);
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const metres = Math.round(Number(text.trim().replace(',', '.')) * METRES_PER_KM);
    const isUseful = metres >= 1 && metres <= LONGEST_RADIUS_METRES;
    setWrong(!isUseful);
    if (isUseful) onRadius(metres);
  };
  return (
    <form className={styles.radius} onSubmit={submit} noValidate>
      <label htmlFor={id}>{t('radius')}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit">{t('apply')}</button>
      {isWrong && (
        <p id={`${id}-wrong`} role="alert">
          {t('radiusWrong', { most: LONGEST_RADIUS_METRES / METRES_PER_KM })}
        </p>
      )}
    </form>
  );
}
