'use client';

import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { brusselsDay } from '@/lib/domain/time';
import { wallPath } from '@/lib/url/page-paths';
import { formatWall, MOST_ADDRESS_SCENES } from '@/lib/url/wall-address';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { upcomingScenes } from '@/lib/wall/upcoming';
import styles from './control.module.css';

/** Two rounds of a usual playlist, and a screen's height. */
const MOST_SHOWN = 24;
const ROUNDS = 2;

interface Props {
  playlist: Playlist;
  /** The server's time when the list was begun. */
  fromMs: number;
}

/** What will be shown when, by the rules that the walls follow. */
export function UpcomingList({ playlist, fromMs }: Props) {
  const t = useTranslations('control.preview');
  const format = useFormatter();
  const locale = useReaderLocale();
  const count = Math.min(MOST_SHOWN, Math.max(4, playlist.scenes.length * ROUNDS));
  const upcoming = useMemo(
    () => upcomingScenes(playlist, fromMs, count),
    [playlist, fromMs, count],
  );
  const { scenes, breaking, pauseSeconds, language } = playlist;
  const query = formatWall({
    scenes: scenes.slice(0, MOST_ADDRESS_SCENES),
    breaking,
    pauseSeconds,
    language,
    theme: 'auto',
  });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const when = (atMs: number) =>
    format.dateTime(
      atMs,
      brusselsDay(atMs) === brusselsDay(fromMs) ? clock : { weekday: 'short', ...clock },
    );
  return (
    <section className={styles.preview} aria-label={t('heading')}>
      <h3>{t('heading')}</h3>
      <ol>
        {upcoming.map((item) => (
          <li key={item.startedAtMs}>
            <time dateTime={new Date(item.startedAtMs).toISOString()}>
              {when(item.startedAtMs)}
            </time>{' '}
            {item.isGap ? <i>{t('nothing')}</i> : item.scene.name}
            {!item.isGap && item.endsAtMs === null && <i> {t('forEver')}</i>}
          </li>
        ))}
      </ol>
      <a href={`/${locale}${wallPath(query)}`} target="_blank" rel="noreferrer">
        {t('open')}
      </a>
      {scenes.length > MOST_ADDRESS_SCENES && (
        <p className={styles.hint}>{t('onlyFirst', { count: MOST_ADDRESS_SCENES })}</p>
      )}
      <p className={styles.hint}>{t('without')}</p>
    </section>
  );
}
