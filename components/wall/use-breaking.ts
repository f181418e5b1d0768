'use client';

import { useEffect, useRef, useState } from 'react';
import type { Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { matchesFilter } from '@/lib/domain/matches-filter';
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
  /** The selection of the scene that stands; null where none does, and then nothing interrupts. */
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
      const { playlist, filter, freshHours, now } = latest.current;
      const nowMs = now() ?? monotonicNowMs();
      const { breaking: rules, pauseSeconds, quietHours } = playlist;
      const isQuiet = !filter || (quietHours !== undefined && isWithinHours(quietHours, nowMs));
      const concerns = (record: PublicIncident) => mayInterrupt(record, latest.current);
      const terms = { rules, freshHours, isQuiet, concerns, pauseSeconds };
      state = stepBreaking(state, { ...input, nowMs }, terms);
      setShowing(state.showing);
    };
    const end = client.onEvent((event) => {
      if (event.type === 'arrivals') step({ arrivals: event.arrivals });
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

function mayInterrupt(record: PublicIncident, { filter, isNarrowed }: Options): boolean {
  if (!filter) return false;
  if (isNarrowed) return matchesFilter(record, filter, areaMatches);
  return (record.origin === 'simulated') === (filter.scope === 'simulated');
}
