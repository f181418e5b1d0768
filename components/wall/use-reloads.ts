'use client';

import { useEffect, useRef } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { isWorthTaking, reloadAtMs } from '@/lib/wall/new-build';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { type Steering, sceneAt } from '@/lib/wall/schedule';
import { isLeftBehind, isStuck, mayReload, readReloads, withReload } from '@/lib/wall/watchdog';
import { askServer } from './ask-server';
import type { ServerNow } from './use-server-clock';

const LOOK_MS = 1_000;
/** A server that is away is not asked each second by every wall. */
const ASK_EVERY_MS = 3_000;
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
    let isAsking = false;
    let askedMs = Number.NEGATIVE_INFINITY;
    let wellSinceMs: number | null = null;
    const onVisible = () => {
      frameMs.current = monotonicNowMs();
    };
    const isServerWell = async (): Promise<boolean> => {
      isAsking = true;
      askedMs = monotonicNowMs();
      const { isWell } = await askServer();
      isAsking = false;
      return isWell;
    };
    const reload = (remember: () => void) => {
      try {
        remember();
      } catch {
        // Without a memory a reload could become a loop.
        return;
      }
      location.reload();
    };
    const takeBuild = async (build: string) => {
      if (await isServerWell()) reload(() => sessionStorage.setItem(BUILD_KEY, build));
    };
    const mend = async () => {
      const isWell = await isServerWell();
      const nowMs = monotonicNowMs();
      wellSinceMs = isWell ? (wellSinceMs ?? nowMs) : null;
      const isStillStuck = looksStuck(latest.current, frameMs.current);
      const known = readReloads(stored(RELOADS_KEY));
      if (!isStillStuck || !isLeftBehind(wellSinceMs, nowMs) || !mayReload(known, nowMs)) return;
      const next = JSON.stringify(withReload(known, nowMs));
      reload(() => sessionStorage.setItem(RELOADS_KEY, next));
    };
    const look = () => {
      requestAnimationFrame(() => {
        frameMs.current = monotonicNowMs();
      });
      if (latest.current.status?.connection === 'access ended') return;
      const isStanding = looksStuck(latest.current, frameMs.current);
      if (!isStanding) wellSinceMs = null;
      if (isAsking || monotonicNowMs() - askedMs < ASK_EVERY_MS) return;
      if (isDueForBuild(latest.current, buildReloadMs)) {
        void takeBuild(latest.current.status?.build ?? '');
      } else if (isStanding) void mend();
    };
    const timer = setInterval(look, LOOK_MS);
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
