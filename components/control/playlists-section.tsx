'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ControlAddress, NEW_PLAYLIST } from '@/lib/url/control-address';
import type { ViewDefaults } from '@/lib/url/view-state';
import { AddView } from './add-view';
import styles from './control.module.css';
import type { Desk, DeskPlaylist } from './desk-client';
import { PlaylistEditor } from './playlist-editor';
import { AskOnce } from './screen-card';
import type { DeskState } from './use-desk';

interface Props {
  desk: Desk;
  state: DeskState;
  address: ControlAddress;
  go: (address: Partial<ControlAddress>) => void;
  defaults: ViewDefaults;
  refresh: () => void;
}

/** The stored playlists, and the one that is edited. */
export function PlaylistsSection({ desk, state, address, go, defaults, refresh }: Props) {
  const t = useTranslations('control.playlist');
  const { playlists } = state;
  const edited = playlists.find(({ id }) => id === address.playlist) ?? null;
  if (address.playlist === NEW_PLAYLIST || edited) {
    return (
      <PlaylistEditor
        key={address.playlist}
        desk={desk}
        stored={edited}
        state={state}
        defaults={defaults}
        onSaved={() => {
          refresh();
          if (!edited) go({ section: 'playlists' });
        }}
        onClose={() => go({ section: 'playlists' })}
      />
    );
  }
  return (
    <div className={styles.section}>
      {address.view !== null && (
        <AddView
          key={address.view}
          desk={desk}
          view={address.view}
          playlists={playlists}
          onAdded={(id) => {
            refresh();
            go({ playlist: id, section: 'playlists' });
          }}
        />
      )}
      <button
        type="button"
        className={styles.button}
        onClick={() => go({ playlist: NEW_PLAYLIST, section: 'playlists' })}
      >
        {t('new')}
      </button>
      {playlists.length === 0 && <p className={styles.empty}>{t('empty')}</p>}
      <ul className={styles.cards}>
        {playlists.map((playlist) => (
          <PlaylistRow
            key={playlist.id}
            desk={desk}
            playlist={playlist}
            state={state}
            onEdit={() => go({ playlist: playlist.id, section: 'playlists' })}
            refresh={refresh}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  desk: Desk;
  playlist: DeskPlaylist;
  state: DeskState;
  onEdit: () => void;
  refresh: () => void;
}

function PlaylistRow({ desk, playlist, state, onEdit, refresh }: RowProps) {
  const t = useTranslations('control.playlist');
  const [isAsked, setAsked] = useState(false);
  const { id, body, screens } = playlist;
  const names = state.screens
    .filter((screen) => screens.includes(screen.id))
    .map(({ name }) => name);
  const isUsed = names.length > 0;
  return (
    <li className={styles.card} data-playlist={id}>
      <h4>{body.name}</h4>
      <p>{t('scenesAndScreens', { scenes: body.scenes.length, screens: names.length })}</p>
      {isUsed && <p className={styles.hint}>{t('usedBy', { names: names.join(', ') })}</p>}
      {isAsked ? (
        <AskOnce
          question={
            isUsed
              ? t('removeUsed', { name: body.name, names: names.join(', ') })
              : t('removeQuestion', { name: body.name })
          }
          action={isUsed ? t('removeAndUnassign') : t('removeNow')}
          run={() => desk.removePlaylist(id, isUsed)}
          onEnd={(isDone) => {
            setAsked(false);
            if (isDone) refresh();
          }}
        />
      ) : (
        <div className={styles.row}>
          <button type="button" className={styles.button} onClick={onEdit}>
            {t('edit')}
          </button>
          <button type="button" className={styles.button} onClick={() => setAsked(true)}>
            {t('remove')}
          </button>
        </div>
      )}
    </li>
  );
}
