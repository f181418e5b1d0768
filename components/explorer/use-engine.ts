'use client';

import { useEffect, useState } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';

export interface Engine {
  /** Null until the worker has something to answer from: before that, "0 records" would be a lie. */
  client: EngineClient | null;
  status: FeedStatus | null;
  /** Raised by every change of the state: ask again. */
  revision: number;
  /** Why the worker stopped, or null. */
  fault: string | null;
}

const NOT_RUNNING: Engine = { client: null, status: null, revision: 0, fault: null };

/** Begun with the page's code and not after it has drawn: by then the worker's own code has loaded. The first page takes it. */
let early = typeof Worker === 'undefined' ? null : startWorker();

function startWorker(): Worker {
  return new Worker(new URL('../../lib/store/engine.worker.ts', import.meta.url), {
    type: 'module',
  });
}

/** Runs the engine worker for as long as the page is open. `isKept`: the state may outlive the page in this browser. */
export function useEngine(isKept: boolean): Engine {
  const [engine, setEngine] = useState<Engine>(NOT_RUNNING);

  useEffect(() => {
    const worker = early ?? startWorker();
    early = null;
    worker.addEventListener('error', (event) => {
      setEngine((known) => ({ ...known, fault: event.message || 'worker' }));
    });
    const client = createEngineClient(worker, { isKept });
    const endListening = client.onEvent((event) => {
      if (event.type === 'status') {
        const { status } = event;
        setEngine((known) => ({
          ...known,
          status,
          client: known.client ?? (hasRecords(status) ? client : null),
        }));
      }
      if (event.type === 'changed') {
        setEngine((known) => ({ ...known, revision: known.revision + 1 }));
      }
    });
    return () => {
      endListening();
      client.close();
      setEngine(NOT_RUNNING);
    };
  }, [isKept]);

  return engine;
}

/** Whether at least the newest records are there, or it is known that there are none. */
function hasRecords({ epoch, connection, loaded, expected }: FeedStatus): boolean {
  return epoch !== null && (connection !== 'loading' || loaded > 0 || expected === 0);
}
