'use client';

import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEngine } from '@/components/explorer/use-engine';
import type { Locale } from '@/lib/domain/vocabulary';
import { parseWall, playlistOfWall } from '@/lib/url/wall-address';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { FOLLOW, type SceneTime } from '@/lib/wall/schedule';
import type { WallOrders } from '@/lib/wall/screen-orders';
import type { WallFacts } from './addressed-wall';
import { RegistrationScreen } from './registration-screen';
import styles from './screen-words.module.css';
import { useCommands } from './use-commands';
import { useMessage } from './use-message';
import { useScreenOrders } from './use-screen-orders';
import { useServerClock } from './use-server-clock';
import { useStatusReport } from './use-status-report';
import { WallScreen } from './wall-screen';

type Props = WallFacts & { query: string; locale: Locale };

/** A screen that shows what it is told from the control page: orders drive playlist and steering. */
export function RegisteredWall({ query, locale, ...facts }: Props) {
  const { defaults, isKept, build, publicUrl } = facts;
  const engine = useEngine(isKept, null);
  const clock = useServerClock(engine.status);
  const { orders, refusal, client } = useScreenOrders(engine, isKept);
  const [time, setTime] = useState<SceneTime | null>(null);
  const isIdentified = useCommands(orders, client);
  const message = useMessage(orders?.message ?? null, clock.now);
  useStatusReport({
    client,
    engine,
    build,
    time,
    revision: orders?.revision ?? null,
    now: clock.now,
  });
  const wall = useMemo(() => parseWall(query, defaults), [query, defaults]);
  const usual = useMemo(
    () => usualPlaylist(playlistOfWall(wall, locale), orders?.screen.name ?? null),
    [wall, locale, orders?.screen.name],
  );
  // Orders come whole with every command: what is the same in them changes nothing on screen.
  const told = useSame(orders?.playlist ?? null);
  const steering = useSame(orders?.steering ?? FOLLOW);
  const theme = wall.theme === 'light' ? 'light' : 'dark';
  if (refusal) return <RegistrationScreen reason={refusal} theme={theme} publicUrl={publicUrl} />;
  const playlist = told ?? usual;
  const isUsual = playlist === usual;
  return (
    <WallScreen
      {...facts}
      engine={engine}
      clock={clock}
      playlist={playlist}
      steering={isUsual ? FOLLOW : steering}
      isNarrowed={isUsual}
      hasNames={!isUsual || orders !== null}
      notices={wall.notices}
      theme={theme}
      onScene={setTime}
      strip={
        <>
          {orders && isUsual && <NoPlaylist isBroken={orders.fault !== null} />}
          {message !== null && <ScreenMessage text={message} />}
        </>
      }
      overlay={isIdentified && orders && <ScreenNumber screen={orders.screen} />}
    />
  );
}

/** The value that was there before where the new one says the same. */
function useSame<Value>(value: Value): Value {
  const known = useRef(value);
  if (JSON.stringify(known.current) !== JSON.stringify(value)) known.current = value;
  return known.current;
}

/** The installation's usual view, under the screen's own name. */
function usualPlaylist(playlist: Playlist, name: string | null): Playlist {
  if (name === null) return playlist;
  return { ...playlist, scenes: playlist.scenes.map((scene) => ({ ...scene, name })) };
}

function NoPlaylist({ isBroken }: { isBroken: boolean }) {
  const t = useTranslations('screen');
  return (
    <p className={styles.none} id="no-playlist">
      {t(isBroken ? 'brokenPlaylist' : 'noPlaylist')}
    </p>
  );
}

/** Plain text; it has a place of its own below the headline, and covers nothing. */
function ScreenMessage({ text }: { text: string }) {
  const t = useTranslations('screen');
  return (
    <p className={styles.message} id="screen-message" role="status" aria-label={t('message')}>
      {text}
    </p>
  );
}

function ScreenNumber({ screen }: { screen: WallOrders['screen'] }) {
  const t = useTranslations('screen');
  return (
    <aside className={styles.number} id="screen-number" aria-label={t('identify', screen)}>
      <b data-headline>{screen.number}</b>
      <span>{screen.name}</span>
    </aside>
  );
}
