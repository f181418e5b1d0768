'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import type { CommandFacts, ScreenFacts } from '@/lib/protocol/screens';
import { playlistSchema } from '@/lib/wall/playlist-schema';
import { type Desk, DeskFault, type DeskPlaylist } from './desk-client';

const ASK_EVERY_MS = 2_000;
const TICK_MS = 1_000;

/** Everything that the server told of its screens, and when. */
export interface DeskState {
  screens: readonly ScreenFacts[];
  /** Newest first. */
  commands: readonly CommandFacts[];
  playlists: readonly DeskPlaylist[];
  head: { seq: number; build: string } | null;
  /** The server's time in its answer, and when that was heard, on the monotonic clock. */
  serverMs: number;
  heardMs: number;
}

export interface Told {
  /** Null before the first answer. */
  state: DeskState | null;
  /** Why the last question was not answered; null where it was. */
  fault: DeskFault | null;
  /** Asks at once. */
  refresh: () => void;
}

/** Asks again and again, one question at a time; what was told stands while the server is away. */
export function useDesk(desk: Desk): Told {
  const [state, setState] = useState<DeskState | null>(null);
  const [fault, setFault] = useState<DeskFault | null>(null);
  const askNow = useRef<() => void>(() => undefined);

  useEffect(() => {
    let hasEnded = false;
    let isAsking = false;
    let isAskedAgain = false;
    const ask = async (): Promise<void> => {
      if (isAsking) {
        isAskedAgain = true;
        return;
      }
      isAsking = true;
      try {
        const next = await readAll(desk);
        if (hasEnded) return;
        setState(next);
        setFault(null);
      } catch (error) {
        if (!hasEnded) setFault(error instanceof DeskFault ? error : new DeskFault(0, `${error}`));
      } finally {
        isAsking = false;
      }
      if (isAskedAgain && !hasEnded) {
        isAskedAgain = false;
        await ask();
      }
    };
    askNow.current = () => void ask();
    void ask();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void ask();
    }, ASK_EVERY_MS);
    return () => {
      hasEnded = true;
      clearInterval(timer);
    };
  }, [desk]);

  const refresh = useCallback(() => askNow.current(), []);
  return { state, fault, refresh };
}

async function readAll(desk: Desk): Promise<DeskState> {
  const [{ screens, serverTime }, commands, playlists, head] = await Promise.all([
    desk.screens(),
    desk.commands(),
    desk.playlists(),
    // A database that is away makes it a fault of its own, told by the others.
    desk.head().catch(() => null),
  ]);
  return {
    screens,
    commands,
    playlists: playlists.flatMap(({ body, ...rest }) => {
      const parsed = playlistSchema.safeParse(body);
      return parsed.success ? [{ ...rest, body: parsed.data }] : [];
    }),
    head,
    serverMs: Date.parse(serverTime),
    heardMs: monotonicNowMs(),
  };
}

/** Milliseconds since the server told what is shown, each second. */
export function useSinceAnswer(state: Pick<DeskState, 'heardMs'>): number {
  const { heardMs } = state;
  const [nowMs, setNowMs] = useState(heardMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(monotonicNowMs()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, nowMs - heardMs);
}
