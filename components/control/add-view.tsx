'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LAYOUTS, type Layout } from '@/lib/wall/playlist';
import styles from './control.module.css';
import type { Desk, DeskPlaylist } from './desk-client';
import { Choice, Field } from './field';
import { Faults } from './screen-card';
import { useLayoutWords } from './use-layout-words';
import { faultAt, faultBeside, useTask } from './use-task';

const FIELDS = ['name', 'seconds'];
const NEW = '';
const USUAL_SECONDS = '30';

interface Props {
  desk: Desk;
  /** The explorer's query that is to become a scene. */
  view: string;
  playlists: readonly DeskPlaylist[];
  onAdded: (playlist: string) => void;
}

/** A view that came from the map: which playlist it is to be a scene of. */
export function AddView({ desk, view, playlists, onAdded }: Props) {
  const t = useTranslations('control.add');
  const tScene = useTranslations('control.scene');
  const sayLayout = useLayoutWords();
  const [wanted, setWanted] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [layout, setLayout] = useState<Layout>('map and ticker');
  const [seconds, setSeconds] = useState(USUAL_SECONDS);
  const { fault, run } = useTask();
  const playlist = wanted ?? playlists[0]?.id ?? NEW;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    let id = playlist;
    const isAdded = await run(async () => {
      const scene = { name, view, layout, seconds: Number(seconds) };
      const stored =
        playlist === NEW
          ? await desk.createPlaylist({ name, scenes: [{ ...scene, id: 'scene-1' }] })
          : await desk.addScene(playlist, scene);
      id = stored.id;
    });
    if (isAdded) onAdded(id);
  };
  return (
    <form className={styles.panel} data-form="add" onSubmit={(event) => void submit(event)}>
      <h3>{t('heading')}</h3>
      <p className={styles.hint}>
        <code className={styles.view}>{view ? `?${view}` : t('usualView')}</code>
      </p>
      <div className={styles.fields}>
        <Choice
          label={t('playlist')}
          value={playlist}
          onChange={setWanted}
          options={[
            ...playlists.map(({ id, body }) => ({ value: id, label: body.name })),
            { value: NEW, label: t('new') },
          ]}
        />
        <Field
          label={tScene('name')}
          value={name}
          required
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          fault={faultAt(fault, 'name')}
        />
        <Choice
          label={tScene('layout')}
          value={layout}
          onChange={setLayout}
          options={LAYOUTS.map((value) => ({ value, label: sayLayout(value) }))}
        />
        <Field
          label={tScene('seconds')}
          type="number"
          inputMode="numeric"
          min={5}
          max={3_600}
          required
          value={seconds}
          onChange={(event) => setSeconds(event.target.value)}
          fault={faultAt(fault, 'seconds')}
        />
        <button type="submit" className={styles.button}>
          {t('add')}
        </button>
      </div>
      <Faults text={faultBeside(fault, FIELDS)} />
    </form>
  );
}
