'use client';

import { useEffect, useRef } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { isWorthTaking, reloadAtMs } from '@/lib/wall/new-build';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { type Steering, sceneAt } from '@/lib/wall/schedule';
import { isStuck } from '@/lib/wall/watchdog';
import { askServer } from './ask-server';
import type { ServerNow } from './use-server-clock';
import { watchReloads } from './watch-reloads';

const LOOK_MS = 1_000;
const BUILD_KEY = 'havenwacht-wall-build';
const RELOADS_KEY = 'havenwacht-wall-reloads';

interface Options {
  status: FeedStatus | null;
  fault: string | null;
  silentSeconds: number;
  /** The build of this page. */
  build: string;
  playlist: Playlist;
  steering: Steering;
  now: ServerNow;
}

/** Opens the wall anew for a new build, and where it is stuck while the server is well. */
export function useReloads(options: Options): void {
  const latest = useRef(options);
  latest.current = options;
  const frameMs = useRef(0);
  const buildReloadMs = useRef<number | null>(null);

  useEffect(() => {
    frameMs.current = monotonicNowMs();
    const onVisible = () => {
      frameMs.current = monotonicNowMs();
    };
    const watch = watchReloads({
      nowMs: monotonicNowMs,
      isEnded: () => latest.current.status?.connection === 'access ended',
      isStanding: () => looksStuck(latest.current, frameMs.current),
      newBuild: () =>
        isDueForBuild(latest.current, buildReloadMs) ? (latest.current.status?.build ?? '') : null,
      askServer,
      recall: () => stored(RELOADS_KEY),
      reload: ({ build, reloads }) => {
        try {
          if (build !== undefined) sessionStorage.setItem(BUILD_KEY, build);
          if (reloads !== undefined) sessionStorage.setItem(RELOADS_KEY, reloads);
        } catch {
          // Without a memory a reload could become a loop.
          return;
        }
        location.reload();
      },
    });
    const timer = setInterval(() => {
      requestAnimationFrame(() => {
        frameMs.current = monotonicNowMs();
      });
      watch();
    }, LOOK_MS);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);
}

/** A reader whose protocol is unknown, or whose engine stopped, cannot mend itself either. */
function looksStuck({ status, fault, silentSeconds }: Options, frameMs: number): boolean {
  if (fault !== null || status?.connection === 'refused') return true;
  const nowMs = monotonicNowMs();
  const heardMs = nowMs - silentSeconds * 1_000;
  return isStuck({ nowMs, frameMs, heardMs, isVisible: document.visibilityState === 'visible' });
}

function isDueForBuild(
  { status, build, playlist, steering, now }: Options,
  reloadMs: { current: number | null },
): boolean {
  const terms = { own: build, served: status?.build ?? null, tried: stored(BUILD_KEY) };
  const atMs = now();
  if (atMs === null || !isWorthTaking(terms)) {
    reloadMs.current = null;
    return false;
  }
  const endOfScene = (instantMs: number) =>
    sceneAt(playlist, instantMs, steering)?.endsAtMs ?? null;
  reloadMs.current ??= reloadAtMs(atMs, Math.random, endOfScene);
  return atMs >= reloadMs.current;
}

function stored(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
