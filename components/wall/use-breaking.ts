'use client';

import { useEffect, useRef, useState } from 'react';
import type { Filter } from '@/lib/domain/filter';
import { matchesFilter } from '@/lib/domain/matches-filter';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { areaMatches } from '@/lib/regions/gazetteer';
import type { EngineClient } from '@/lib/store/engine-client';
import {
  type BreakingInput,
  type BreakingState,
  NOTHING_BREAKING,
  stepBreaking,
} from '@/lib/wall/breaking-queue';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { isWithinHours } from '@/lib/wall/weekly-hours';
import type { ServerNow } from './use-server-clock';

/** What is waiting, or over, is looked after so often. */
const STEP_MS = 500;

interface Options {
  playlist: Playlist;
  /** The selection of the scene that stands. */
  filter: Filter | null;
  /** Whether what is new has to be in that selection, or only as real or simulated as it. */
  isNarrowed: boolean;
  freshHours: number;
  now: ServerNow;
}

/** What interrupts the scenes, fed by what arrives and by what no longer holds. */
export function useBreaking(
  client: EngineClient | null,
  options: Options,
): BreakingState['showing'] {
  const [showing, setShowing] = useState<BreakingState['showing']>(null);
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    if (!client) return;
    let state = NOTHING_BREAKING;
    const step = (input: Omit<BreakingInput, 'nowMs'> = {}) => {
      const { playlist, freshHours, now } = latest.current;
      const nowMs = now() ?? monotonicNowMs();
      const isQuiet = playlist.quietHours ? isWithinHours(playlist.quietHours, nowMs) : false;
      const { breaking: rules, pauseSeconds } = playlist;
      const terms = { rules, freshHours, isQuiet, pauseSeconds };
      state = stepBreaking(state, { ...input, nowMs }, terms);
      setShowing(state.showing);
    };
    const end = client.onEvent((event) => {
      if (event.type === 'arrivals') {
        step({ arrivals: event.arrivals.filter((arrival) => concerns(arrival, latest.current)) });
      }
      if (event.type === 'gone') step({ gone: event.rids });
    });
    const timer = setInterval(() => {
      if (state.showing || state.waiting.length > 0) step();
    }, STEP_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, [client]);

  return showing;
}

/** What changes may be about what is on screen, whatever it has become. */
function concerns({ record, change }: Arrival, { filter, isNarrowed }: Options): boolean {
  if (change !== 'new') return true;
  if (!filter) return false;
  if (isNarrowed) return matchesFilter(record, filter, areaMatches);
  return (record.origin === 'simulated') === (filter.scope === 'simulated');
}
