'use client';

import { useEffect, useState } from 'react';
import { loadGazetteer } from '@/components/regions/load-gazetteer';
import { PAGE_CLOCK } from '@/components/ui/page-clock';
import { type PastName, textOfPastName } from '@/lib/domain/past-name';
import type { FeedStatus, PastStatus } from '@/lib/protocol/engine-requests';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';

export interface Engine {
  /**
   * Null until the worker has something to answer from: before that, "0 records" would be a lie. And null until the regions
   * that answers name are known to the page.
   */
  client: EngineClient | null;
  /** The same from the page's start on, whatever it could answer; null before. */
  line: EngineClient | null;
  status: FeedStatus | null;
  /** Raised by every change of the state: ask again. */
  revision: number;
  /** Why the worker stopped, or null. */
  fault: string | null;
  /** Where the past state stands that is asked for, or null; `client` is null until it is shown. */
  past: PastStatus | null;
}

const NOT_RUNNING: Engine = {
  client: null,
  line: null,
  status: null,
  revision: 0,
  fault: null,
  past: null,
};

/** Begun with the page's code and not after it has drawn: by then the worker's own code has loaded. The first page takes it. */
let early = typeof Worker === 'undefined' ? null : startWorker();

function startWorker(): Worker {
  return new Worker(new URL('../../lib/store/engine.worker.ts', import.meta.url), {
    type: 'module',
  });
}

/**
 * Runs the engine worker for as long as the page is open. `isKept`: the state may outlive the page in this browser; null in a frame. `asOf`:
 * the past state to answer from, or null for the current one.
 */
export function useEngine(isKept: boolean | null, asOf: PastName | null): Engine {
  const [engine, setEngine] = useState<Engine>(NOT_RUNNING);
  const [running, setRunning] = useState<EngineClient | null>(null);

  useEffect(() => {
    const worker = early ?? startWorker();
    early = null;
    worker.addEventListener('error', (event) => {
      setEngine((known) => ({ ...known, fault: event.message || 'worker' }));
    });
    const client = createEngineClient(worker, { isKept });
    setRunning(client);
    setEngine((known) => ({ ...known, line: client }));
    let hasEnded = false;
    let hasNames = false;
    const offer = ({ status, client: known }: Engine): EngineClient | null =>
      known ?? (hasNames && status !== null && hasRecords(status) ? client : null);
    loadGazetteer().then(
      () => {
        hasNames = true;
        if (!hasEnded) setEngine((known) => ({ ...known, client: offer(known) }));
      },
      (error: unknown) => {
        if (!hasEnded) setEngine((known) => ({ ...known, fault: String(error) }));
      },
    );
    const endListening = client.onEvent((event) => {
      if (event.type === 'status') {
        const { status } = event;
        PAGE_CLOCK.take(status.serverTimes);
        setEngine((known) => ({ ...known, status, client: offer({ ...known, status }) }));
      }
      if (event.type === 'changed') {
        setEngine((known) => ({ ...known, revision: known.revision + 1 }));
      }
      if (event.type === 'past') setEngine((known) => ({ ...known, past: event.past }));
    });
    return () => {
      hasEnded = true;
      endListening();
      client.close();
      setRunning(null);
      setEngine(NOT_RUNNING);
    };
  }, [isKept]);

  const name = asOf && textOfPastName(asOf);
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal names are one past
  useEffect(() => {
    if (!running || asOf === null) return;
    running.stand(asOf);
    return () => running.stand(null);
  }, [running, name]);

  if (name === null) return { ...engine, past: null };
  const past = engine.past && textOfPastName(engine.past.name) === name ? engine.past : null;
  return { ...engine, past, client: past?.state === 'shown' ? engine.client : null };
}

/** Whether at least the newest records are there, or it is known that there are none. */
function hasRecords({ epoch, connection, loaded, expected }: FeedStatus): boolean {
  return epoch !== null && (connection !== 'loading' || loaded > 0 || expected === 0);
}
