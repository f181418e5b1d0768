'use client';

import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import { PngButton } from '@/components/save/sheet-facts';
import { KINDS } from '@/lib/domain/vocabulary';
import type { Bar } from './bars';
import type { BarUnit } from './calendar-units';
import type { HourBar } from './hours';
import { anchorIn } from './shown-range';
import styles from './timeline.module.css';
import type { PlaybackControls } from './use-playback';
import type { TimelineModel } from './use-timeline';
import { useTimelineSheet } from './use-timeline-sheet';
import { useTimelineWords } from './use-timeline-words';

/** The chosen days in words, what a bar holds, and the controls of time and of what is shown. */
export function TimelineHead({ model }: { model: TimelineModel }) {
  const t = useTranslations('timeline');
  const words = useTimelineWords();
  const { known, hours, days, hovered, range } = model;
  const sheet = useTimelineSheet(model);
  const { shown } = range;
  const anchor = model.isChosen && model.place && shown ? anchorIn(shown, model.place) : undefined;
  return (
    <div className={styles.head}>
      <p className={styles.days}>
        <b>{words.days(days)}</b>
        {model.isChosen && (
          <button type="button" aria-label={t('clear')} onClick={model.clear}>
            ×
          </button>
        )}
      </p>
      <p className={styles.note}>
        {hovered && known && <BarWords bar={hovered} unit={known.unit} />}
        {!hovered && known && t(`per.${hours ? 'hour' : known.unit}`)}
        {!hovered &&
          hours &&
          hours.withoutHour > 0 &&
          ` · ${t('withoutHour', { count: hours.withoutHour })}`}
        {!hovered && model.ghosts && ` · ${t('ghosts')}`}
        {!hovered && known && known.coarser > 0 && ` · ${t('coarse', { count: known.coarser })}`}
      </p>
      <div className={styles.controls}>
        <Playback controls={model.playback} />
        <button type="button" aria-label={t('longer')} onClick={() => range.zoom('out', anchor)}>
          −
        </button>
        <button type="button" aria-label={t('shorter')} onClick={() => range.zoom('in', anchor)}>
          +
        </button>
        {sheet && (
          <PngButton
            title={sheet.title}
            file="timeline"
            className={styles.png}
            sheet={sheet.make}
          />
        )}
      </div>
      <button
        type="button"
        className={styles.whole}
        disabled={range.isWhole}
        onClick={range.showWhole}
      >
        {t('whole')}
      </button>
    </div>
  );
}

/** What the bar under the pointer holds: the numbers also stand in the page, for the days that it names. */
function BarWords({ bar, unit }: { bar: Bar | HourBar; unit: BarUnit }) {
  const tKinds = useTranslations('kindsMany');
  const words = useTimelineWords();
  const { number } = useWords();
  return (
    <span className={styles.bar}>
      {words.bar(bar, unit)}
      {KINDS.filter((kind) => bar[kind] > 0).map((kind) => (
        <span key={kind} title={tKinds(kind)}>
          <KindMark kind={kind} /> {number(bar[kind])}
        </span>
      ))}
    </span>
  );
}

const PLAY_PATH = 'M5 3L13 8L5 13Z';
const PAUSE_PATH = 'M4 3H7V13H4ZM9 3H12V13H9Z';
const STEP_PATH = 'M4 3L10 8L4 13ZM11 3H13V13H11Z';

function Playback({ controls }: { controls: PlaybackControls }) {
  const t = useTranslations('timeline');
  const { isPlaying, isStill, mode, speed } = controls;
  const act = isStill ? 'step' : isPlaying ? 'pause' : 'play';
  const path = { step: STEP_PATH, pause: PAUSE_PATH, play: PLAY_PATH }[act];
  return (
    <>
      <button type="button" aria-label={t(act)} onClick={controls.toggle}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={path} />
        </svg>
      </button>
      <button
        type="button"
        className={styles.choice}
        aria-pressed={mode === 'grow'}
        onClick={controls.toggleMode}
      >
        {t('grow')}
      </button>
      {!isStill && (
        <button
          type="button"
          className={styles.choice}
          aria-pressed={speed === 'fast'}
          onClick={controls.toggleSpeed}
        >
          {t('fast')}
        </button>
      )}
    </>
  );
}
