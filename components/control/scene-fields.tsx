'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { LAYOUTS } from '@/lib/wall/playlist';
import styles from './control.module.css';
import { Choice, Field } from './field';
import { HoursFields } from './hours-fields';
import type { SceneDraft } from './playlist-draft';
import { Ticks } from './ticks';
import { useLayoutWords } from './use-layout-words';
import type { GripHandlers } from './use-row-drag';

interface Props {
  scene: SceneDraft;
  /** From 1. */
  place: number;
  count: number;
  onChange: (scene: SceneDraft) => void;
  onMove: (by: -1 | 1) => void;
  grip: GripHandlers;
  hold: SceneHold | null;
  onRemove: () => void;
  /** What is wrong with a field of this scene. */
  faultOf: (field: string) => string | null;
}

/** In a hand, or beside the place of the one that is. */
export type SceneHold = 'held' | 'before' | 'after';

/** A Monday at noon. */
const MONDAY_MS = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 86_400_000;

/** One scene of a playlist that is edited. */
export function SceneFields(props: Props) {
  const { scene, place, count, onChange, onMove, grip, hold, onRemove, faultOf } = props;
  const t = useTranslations('control.scene');
  const sayLayout = useLayoutWords();
  const format = useFormatter();
  const title = scene.name.trim() || t('unnamed');
  const change = (part: Partial<SceneDraft>) => onChange({ ...scene, ...part });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a list's row in every browser
    <li
      className={styles.scene}
      role="group"
      aria-label={t('label', { place, name: title })}
      data-hold={hold ?? undefined}
    >
      <div className={styles.sceneHead}>
        <span className={styles.grip} title={t('drag')} data-grip={place} {...grip}>
          <svg viewBox="0 0 10 16" aria-hidden="true">
            <path d="M2 2h2v2H2zM6 2h2v2H6zM2 7h2v2H2zM6 7h2v2H6zM2 12h2v2H2zM6 12h2v2H6z" />
          </svg>
          <b className={styles.number}>{place}</b>
        </span>
        <div className={styles.row}>
          <button
            type="button"
            className={styles.button}
            aria-label={t('up', { name: title })}
            data-move="-1"
            disabled={place === 1}
            onClick={() => onMove(-1)}
          >
            <span aria-hidden="true">↑</span>
          </button>
          <button
            type="button"
            className={styles.button}
            aria-label={t('down', { name: title })}
            data-move="1"
            disabled={place === count}
            onClick={() => onMove(1)}
          >
            <span aria-hidden="true">↓</span>
          </button>
          <button
            type="button"
            className={styles.button}
            aria-label={t('removeNamed', { name: title })}
            onClick={onRemove}
          >
            {t('remove')}
          </button>
        </div>
      </div>
      <div className={styles.fields}>
        <Field
          label={t('name')}
          value={scene.name}
          maxLength={80}
          onChange={(event) => change({ name: event.target.value })}
          fault={faultOf('name') ?? faultOf('id')}
        />
        <Choice
          label={t('layout')}
          value={scene.layout}
          onChange={(layout) => change({ layout })}
          options={LAYOUTS.map((value) => ({ value, label: sayLayout(value) }))}
        />
        <Field
          label={t('seconds')}
          type="number"
          inputMode="numeric"
          min={5}
          max={3_600}
          value={scene.seconds}
          onChange={(event) => change({ seconds: event.target.value })}
          fault={faultOf('seconds')}
        />
        <Field
          label={t('view')}
          value={scene.view}
          spellCheck={false}
          maxLength={2_000}
          onChange={(event) => change({ view: event.target.value })}
          fault={faultOf('view')}
        />
      </div>
      <details className={styles.more} open={isNarrowed(scene) || undefined}>
        <summary>{t('when')}</summary>
        <Ticks
          label={t('weekdays')}
          chosen={scene.weekdays}
          onChange={(weekdays) => change({ weekdays })}
          options={[1, 2, 3, 4, 5, 6, 7].map((value) => {
            const day = MONDAY_MS + (value - 1) * DAY_MS;
            return {
              value,
              label: format.dateTime(day, { weekday: 'short' }),
              name: format.dateTime(day, { weekday: 'long' }),
            };
          })}
          fault={faultOf('weekdays')}
        />
        <HoursFields
          label={t('hours')}
          hint={t('hoursHint')}
          hours={scene.hours}
          onChange={(hours) => change({ hours })}
          faultOf={(part) => faultOf(part === null ? 'hours' : `hours.${part}`)}
        />
      </details>
    </li>
  );
}

function isNarrowed({ weekdays, hours }: SceneDraft): boolean {
  return weekdays.length > 0 || hours.from !== '' || hours.to !== '';
}
