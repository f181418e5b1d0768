'use client';

import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Messages } from 'use-intl';
import type { BasemapProps } from '@/components/explorer/map-stage';
import type { Engine } from '@/components/explorer/use-engine';
import { MessagesProvider } from '@/components/ui/messages-provider';
import { rolled } from '@/lib/domain/rolling-period';
import { brusselsDay } from '@/lib/domain/time';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { type Notice, parseUnresolved } from '@/lib/url/parse-view';
import type { ViewDefaults, ViewState } from '@/lib/url/view-state';
import type { Playlist, Scene } from '@/lib/wall/playlist-schema';
import { languageAt } from '@/lib/wall/scene-language';
import type { SceneTime, Steering } from '@/lib/wall/schedule';
import { useBreaking } from './use-breaking';
import { useReloads } from './use-reloads';
import { useRunningHour } from './use-running-hour';
import { useSceneTime } from './use-scene-time';
import { useScreenCare } from './use-screen-care';
import type { ServerNow } from './use-server-clock';
import { useSilence } from './use-silence';
import styles from './wall.module.css';
import { WallPicture } from './wall-picture';

export interface WallScreenProps {
  engine: Engine;
  /** Of the server, as this screen knows it. */
  clock: { now: ServerNow; isKnown: boolean };
  /** What else is said in the head, below what is shown; a registered screen's own words. */
  strip?: ReactNode;
  /** What stands over the scenes for a moment. */
  overlay?: ReactNode;
  /** Told of the scene that stands, with each change of it. */
  onScene?: (time: SceneTime | null) => void;
  playlist: Playlist;
  steering: Steering;
  /** Whether what is new has to be in the selection of the scene that stands to interrupt it. */
  isNarrowed: boolean;
  /** Whether scenes have names that somebody gave them, to be shown. */
  hasNames: boolean;
  /** What of the address was not understood; shown at the start. */
  notices: readonly Notice[];
  theme: 'light' | 'dark';
  defaults: ViewDefaults;
  basemap: BasemapProps;
  basemapManifest: unknown;
  /** The state may outlive the page in this browser. */
  isKept: boolean;
  /** How old a record may be to interrupt when it is published. */
  freshHours: number;
  /** The build of this page. */
  build: string;
  /** The address at which phones reach this installation; null for the page's own origin. */
  publicUrl: string | null;
  /** Of every language that the wall speaks. */
  messages: Partial<Record<Locale, Messages>>;
}

/** A screen that nobody touches: the scenes of a playlist by the server's clock, and what interrupts them. */
export function WallScreen(props: WallScreenProps) {
  const { engine, clock, playlist, steering, isNarrowed, theme, defaults, freshHours } = props;
  const { build, onScene } = props;
  const { status, fault } = engine;
  const time = useSceneTime(playlist, steering, clock);
  const shown = useShownScene(playlist, time, clock.isKnown);
  const scene = shown?.scene ?? null;
  useEffect(() => onScene?.(time), [onScene, time]);
  const hourMs = useRunningHour(clock.now, clock.isKnown);
  const today = hourMs === null ? null : brusselsDay(hourMs);
  const view = useSceneView(scene, defaults, hourMs);
  const silentSeconds = useSilence(status);
  const { now } = clock;
  const showing = useBreaking(engine.client, {
    playlist,
    filter: view?.filter ?? null,
    isNarrowed,
    freshHours,
    now,
  });
  useReloads({ status, fault, silentSeconds, build, playlist, steering, now });
  const care = useScreenCare(playlist, now);
  const locale = useSpokenLanguage(playlist, shown, props.messages);

  return (
    <div
      className={styles.wall}
      style={care.style as CSSProperties}
      lang={locale}
      data-theme={theme}
      data-pointer={care.hasPointer || undefined}
      data-scene={time?.scene.id}
      data-breaking={showing?.type}
    >
      <MessagesProvider locale={locale} messages={props.messages[locale] as Messages}>
        <WallPicture
          {...props}
          time={shown}
          view={view}
          today={today}
          showing={showing}
          silentSeconds={silentSeconds}
          now={now}
        />
      </MessagesProvider>
      {care.isDimmed && <div className={styles.night} />}
    </div>
  );
}

/** A scene's view, the same object as long as its period has not rolled on. */
function useSceneView(
  scene: Scene | null,
  defaults: ViewDefaults,
  hourMs: number | null,
): ViewState | null {
  const written = useMemo(
    () => (scene ? parseUnresolved(scene.view, defaults).state : null),
    [scene, defaults],
  );
  // A wall that has not heard the server yet has no other clock than its computer's.
  const { from = null, to = null } = written ? rolled(written.filter, hourMs ?? Date.now()) : {};
  return useMemo(
    () => written && { ...written, filter: { ...written.filter, from, to } },
    [written, from, to],
  );
}

/** Until the time is known the first scene stands; where no scene is open, nothing does. */
function useShownScene(
  { scenes }: Playlist,
  time: SceneTime | null,
  isTimeKnown: boolean,
): SceneTime | null {
  const [first] = scenes;
  const waiting = useMemo(() => (first ? standing(first) : null), [first]);
  return time ?? (isTimeKnown ? null : waiting);
}

function standing(scene: Scene): SceneTime {
  return { scene, startedAtMs: 0, endsAtMs: null };
}

/** While no scene stands the wall goes on in the language of the last. */
function useSpokenLanguage(
  playlist: Playlist,
  time: SceneTime | null,
  messages: WallScreenProps['messages'],
): Locale {
  const last = useRef<Locale>(LOCALES.find((locale) => messages[locale]) ?? 'en');
  const locale = time ? languageAt(playlist, time) : last.current;
  if (messages[locale]) last.current = locale;
  return last.current;
}
