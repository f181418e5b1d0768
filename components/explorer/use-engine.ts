'use client';

import { useEffect, useState } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';

export interface Engine {
  /** Null until the worker runs. */
  client: EngineClient | null;
  status: FeedStatus | null;
  /** Raised by every change of the state: ask again. */
  revision: number;
  /** Why the worker stopped, or null. */
  fault: string | null;
}

const NOT_RUNNING: Engine = { client: null, status: null, revision: 0, fault: null };

/** Runs the engine worker for as long as the page is open. */
export function useEngine(): Engine {
  const [engine, setEngine] = useState<Engine>(NOT_RUNNING);

  useEffect(() => {
    const worker = new Worker(new URL('../../lib/store/engine.worker.ts', import.meta.url), {
      type: 'module',
    });
    worker.addEventListener('error', (event) => {
      setEngine((known) => ({ ...known, fault: event.message || 'worker' }));
    });
    const client = createEngineClient(worker);
    setEngine({ ...NOT_RUNNING, client });
    const endListening = client.onEvent((event) => {
      if (event.type === 'status') setEngine((known) => ({ ...known, status: event.status }));
      if (event.type === 'changed') {
        setEngine((known) => ({ ...known, revision: known.revision + 1 }));
      }
    });
    return () => {
      endListening();
      client.close();
    };
  }, []);

  return engine;
}
