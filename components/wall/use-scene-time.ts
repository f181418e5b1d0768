'use client';

import { useEffect, useState } from 'react';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { type SceneTime, type Steering, sceneAt } from '@/lib/wall/schedule';
import type { ServerNow } from './use-server-clock';

/** A timer is never aimed further than this: a screen that slept, or a clock that was corrected, is noticed by then. */
const LONGEST_AIM_MS = 15_000;
/** A browser's timer may fire a little early. */
const EARLY_MS = 1;

/** The scene that stands now; null while the time is not known, or no scene is open. One timer, aimed at the scene's end. */
export function useSceneTime(
  playlist: Playlist,
  steering: Steering,
  { now, isKnown }: { now: ServerNow; isKnown: boolean },
): SceneTime | null {
  const [time, setTime] = useState<SceneTime | null>(null);
  useEffect(() => {
    if (!isKnown) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = () => {
      if (timer) clearTimeout(timer);
      const atMs = now();
      if (atMs === null) return;
      const next = sceneAt(playlist, atMs, steering);
      setTime((known) => (isSame(known, next) ? known : next));
      const untilEndMs = (next?.endsAtMs ?? Number.POSITIVE_INFINITY) - atMs + EARLY_MS;
      timer = setTimeout(look, Math.min(LONGEST_AIM_MS, untilEndMs));
    };
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pageshow', look);
    return () => {
      if (timer) clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pageshow', look);
    };
  }, [playlist, steering, now, isKnown]);
  return time;
}

/** A scene that was changed under its name while it stands is another one. */
function isSame(a: SceneTime | null, b: SceneTime | null): boolean {
  return a?.scene === b?.scene && a?.startedAtMs === b?.startedAtMs && a?.endsAtMs === b?.endsAtMs;
}
