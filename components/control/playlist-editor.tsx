'use client';

import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { loadGazetteer } from '@/components/regions/load-gazetteer';
import type { ViewDefaults } from '@/lib/url/view-state';
import { LONGEST_PAUSE_SECONDS, MOST_RULES, WALL_LANGUAGES } from '@/lib/wall/playlist';
import { MOST_SCENES, playlistSchema } from '@/lib/wall/playlist-schema';
import styles from './control.module.css';
import type { Desk, DeskPlaylist } from './desk-client';
import { Choice, Field } from './field';
import { HoursFields } from './hours-fields';
import { PasteScene } from './paste-scene';
import {
  draftOf,
  EMPTY_DRAFT,
  moved,
  newRule,
  newScene,
  type PlaylistDraft,
  playlistOfDraft,
} from './playlist-draft';
import { RuleFields } from './rule-fields';
import { SceneFields, type SceneHold } from './scene-fields';
import { Faults } from './screen-card';
import { UpcomingList } from './upcoming-list';
import type { DeskState } from './use-desk';
import { useLayoutWords } from './use-layout-words';
import { type RowDrag, useRowDrag } from './use-row-drag';
import { faultAt, useTask } from './use-task';

interface Props {
  desk: Desk;
  /** Null for a new one. */
  stored: DeskPlaylist | null;
  state: DeskState;
  defaults: ViewDefaults;
  onSaved: () => void;
  onClose: () => void;
}

/** A playlist in all its parts, and what would be shown when. */
export function PlaylistEditor({ desk, stored, state, defaults, onSaved, onClose }: Props) {
  const t = useTranslations('control.playlist');
  const tControl = useTranslations('control');
  const sayLayout = useLayoutWords();
  const [draft, setDraft] = useState<PlaylistDraft>(() =>
    stored ? draftOf(stored.body) : EMPTY_DRAFT,
  );
  const [revision, setRevision] = useState(stored?.revision ?? 0);
  const [isSaved, setSaved] = useState(false);
  const [fromMs] = useState(state.serverMs);
  const { isBusy, fault, run, forget } = useTask();
  const list = useRef<HTMLOListElement>(null);
  const [, setNamed] = useState(false);
  useEffect(() => {
    loadGazetteer().then(
      () => setNamed(true),
      () => undefined,
    );
  }, []);

  const change = (part: Partial<PlaylistDraft>) => {
    setSaved(false);
    setDraft((known) => ({ ...known, ...part }));
  };
  const { scenes, breaking } = draft;
  const parsed = useMemo(() => playlistSchema.safeParse(playlistOfDraft(draft)), [draft]);
  const isOutdated = stored !== null && stored.revision > revision && !isBusy;

  const takeStored = () => {
    if (!stored) return;
    setDraft(draftOf(stored.body));
    setRevision(stored.revision);
    forget();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = playlistOfDraft(draft);
    await run(async () => {
      const answer = stored
        ? await desk.changePlaylist(stored.id, revision, body)
        : await desk.createPlaylist(body);
      setRevision(answer.revision);
      setSaved(true);
      onSaved();
    });
  };
  const move = (index: number, by: -1 | 1) => {
    change({ scenes: moved(scenes, index, by) });
    // The hand stays on the scene that it moved.
    requestAnimationFrame(() => {
      const row = list.current?.children[index + by];
      const same = row?.querySelector<HTMLButtonElement>(`[data-move="${by}"]:enabled`);
      (same ?? row?.querySelector<HTMLButtonElement>('[data-move]:enabled'))?.focus();
    });
  };
  const { drag, gripOf } = useRowDrag(list, (from, to) =>
    change({ scenes: moved(scenes, from, to - from) }),
  );
  return (
    <form className={styles.section} noValidate onSubmit={(event) => void submit(event)}>
      <div className={styles.editorHead}>
        <h3>{stored ? t('editHeading', { name: stored.body.name }) : t('newHeading')}</h3>
        <button type="button" className={styles.button} onClick={onClose}>
          {t('back')}
        </button>
      </div>
      <div className={styles.fields}>
        <Field
          label={t('name')}
          value={draft.name}
          maxLength={80}
          onChange={(event) => change({ name: event.target.value })}
          fault={faultAt(fault, 'name')}
        />
        <Choice
          label={t('language')}
          value={draft.language}
          onChange={(language) => change({ language })}
          options={WALL_LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
        />
      </div>
      <div className={styles.editor}>
        <div>
          <h3>{t('scenes')}</h3>
          <Faults text={faultAt(fault, 'scenes')} />
          <ol ref={list} className={styles.scenes}>
            {scenes.map((scene, index) => (
              <SceneFields
                key={scene.key}
                scene={scene}
                place={index + 1}
                count={scenes.length}
                onChange={(next) => change({ scenes: scenes.with(index, next) })}
                onMove={(by) => move(index, by)}
                grip={gripOf(index)}
                hold={drag && holdOf(drag, index)}
                onRemove={() => change({ scenes: scenes.toSpliced(index, 1) })}
                faultOf={(field) => faultAt(fault, `scenes.${index}.${field}`)}
              />
            ))}
          </ol>
          <PasteScene
            defaults={defaults}
            onScenes={(found) => {
              let next = scenes;
              for (const scene of found.slice(0, MOST_SCENES - scenes.length)) {
                next = [...next, newScene({ ...scene, name: sayLayout(scene.layout) }, next)];
              }
              change({ scenes: next });
            }}
          />
        </div>
        {parsed.success && <UpcomingList playlist={parsed.data} fromMs={fromMs} />}
      </div>
      <h3>{t('breaking')}</h3>
      <p className={styles.hint}>{t('breakingHint')}</p>
      <ol className={styles.scenes}>
        {breaking.map((rule, index) => (
          <RuleFields
            key={rule.key}
            rule={rule}
            place={index + 1}
            onChange={(next) => change({ breaking: breaking.with(index, next) })}
            onRemove={() => change({ breaking: breaking.toSpliced(index, 1) })}
            faultOf={(field) => faultAt(fault, `breaking.${index}.${field}`)}
          />
        ))}
      </ol>
      <button
        type="button"
        className={styles.button}
        disabled={breaking.length >= MOST_RULES}
        onClick={() => change({ breaking: [...breaking, newRule(breaking)] })}
      >
        {t('addRule')}
      </button>
      <div className={styles.fields}>
        <Field
          label={t('pause')}
          hint={t('pauseHint')}
          type="number"
          inputMode="numeric"
          min={0}
          max={LONGEST_PAUSE_SECONDS}
          value={draft.pauseSeconds}
          onChange={(event) => change({ pauseSeconds: event.target.value })}
          fault={faultAt(fault, 'pauseSeconds')}
        />
        {(['quietHours', 'nightHours'] as const).map((name) => (
          <HoursFields
            key={name}
            label={t(name)}
            hint={t(`${name}Hint`)}
            hours={draft[name]}
            onChange={(hours) => change({ [name]: hours })}
            faultOf={(part) => faultAt(fault, part === null ? name : `${name}.${part}`)}
          />
        ))}
      </div>
      <div className={styles.save}>
        {isOutdated && (
          <p role="alert" className={styles.fault}>
            {t('changedElsewhere')}{' '}
            <button type="button" className={styles.button} onClick={takeStored}>
              {t('takeStored')}
            </button>
          </p>
        )}
        {fault && (
          <p role="alert" className={styles.fault}>
            {fault.faults.length > 0 ? t('faults', { count: fault.faults.length }) : fault.message}
          </p>
        )}
        <button type="submit" className={styles.button} data-primary>
          {tControl('save')}
        </button>
        <p role="status">{isSaved && !fault ? t('saved') : ''}</p>
      </div>
    </form>
  );
}

/** What a row has to do with one that is in a hand: it is that, or that would come to stand before or after it. */
function holdOf({ from, to }: RowDrag, index: number): SceneHold | null {
  if (index === from) return 'held';
  if (index !== to) return null;
  return to < from ? 'before' : 'after';
}
