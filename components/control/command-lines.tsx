'use client';

import { useFormatter, useTranslations } from 'use-intl';
import type { CommandFacts } from '@/lib/protocol/screens';
import { objectOf, STATE_TONES } from './command-words';
import styles from './control.module.css';
import type { DeskPlaylist } from './desk-client';

const MOST_SHOWN = 3;

interface Props {
  /** Of one screen, newest first. */
  commands: readonly CommandFacts[];
  playlists: readonly DeskPlaylist[];
}

/** What a screen was told last, and what became of it. */
export function CommandLines({ commands, playlists }: Props) {
  const t = useTranslations('control.commands');
  const format = useFormatter();
  if (commands.length === 0) return null;
  return (
    <ol className={styles.commands} aria-label={t('label')}>
      {commands.slice(0, MOST_SHOWN).map(({ id, command, state, reason, createdAt }) => (
        <li
          key={id}
          data-id={id}
          data-command={command.type}
          data-state={state}
          data-tone={STATE_TONES[state]}
        >
          <time dateTime={createdAt}>
            {format.dateTime(Date.parse(createdAt), {
              hour: '2-digit',
              minute: '2-digit',
              second: '2-digit',
            })}
          </time>{' '}
          <span>
            {[t(`types.${command.type}`), objectOf(command, playlists)].filter(Boolean).join(' · ')}
          </span>{' '}
          <b>{t(`states.${state}`)}</b>
          {reason && <span className={styles.reason}>{reason}</span>}
        </li>
      ))}
    </ol>
  );
}
