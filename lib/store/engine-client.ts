import type { PastName } from '@/lib/domain/past-name';
import type {
  EngineEvent,
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '@/lib/protocol/engine-requests';
import type { ScreenSaid } from '@/lib/protocol/screens';

/** What a client needs of a `Worker`. */
export interface EnginePort {
  postMessage: (message: ToEngine) => void;
  addEventListener: (type: 'message', listener: (event: MessageEvent<FromEngine>) => void) => void;
  terminate: () => void;
}

/** The page's side of the engine worker. */
export interface EngineClient {
  /**
   * Asks the engine. Rejects with an `AbortError` if the signal aborts, which spares the engine what it has not begun, and
   * with an `Error` that says why if the engine could not answer or is closed, or if a newer `view` made this one moot.
   */
  request: <Name extends EngineRequestName>(
    name: Name,
    body: EngineRequests[Name]['request'],
    options?: { signal?: AbortSignal },
  ) => Promise<EngineRequests[Name]['response']>;
  /** Has the engine answer from a past state from now on, or from the current one again. Its `past` events say how far it is. */
  stand: (at: PastName | null) => void;
  /** For a page that is a registered screen: see `createScreenClient`. */
  screen: (said: ScreenSaid) => void;
  /** Calls the listener for every event from now on; the returned function ends that. */
  onEvent: (listener: (event: EngineEvent) => void) => () => void;
  close: () => void;
}

const CLOSED = 'the engine was closed';

interface Waiting {
  resolve: (body: unknown) => void;
  reject: (reason: unknown) => void;
}

/**
 * Speaks to an engine worker and has it follow the feed of `baseUrl`, the page's own origin if not given:
 * `createEngineClient(new Worker(new URL('@/lib/store/engine.worker.ts', import.meta.url), { type: 'module' }))`.
 * `isKept`: the state may outlive the page in this browser; null leaves alone what other pages kept.
 */
export function createEngineClient(
  worker: EnginePort,
  { baseUrl = location.origin, isKept = false }: { baseUrl?: string; isKept?: boolean | null } = {},
): EngineClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: EngineEvent) => void>();
  let lastId = 0;
  let isClosed = false;

  worker.addEventListener('message', ({ data }) => {
    if (data.type === 'event') {
      for (const listener of listeners) listener(data.event);
      return;
    }
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.type === 'response') entry?.resolve(data.body);
    else entry?.reject(new Error(data.message));
  });
  worker.postMessage({ type: 'open', baseUrl, isKept });

  return {
    request: (name, body, { signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (isClosed) throw new Error(CLOSED);
        lastId += 1;
        const id = lastId;
        const cancel = (): void => {
          if (!waiting.delete(id)) return;
          worker.postMessage({ type: 'cancel', id });
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', cancel, { once: true });
        const end = (): void => signal?.removeEventListener('abort', cancel);
        waiting.set(id, {
          resolve: (answer) => {
            end();
            resolve(answer as never);
          },
          reject: (reason) => {
            end();
            reject(reason);
          },
        });
        worker.postMessage({ type: 'request', id, name, body });
      }),
    stand: (at) => {
      if (!isClosed) worker.postMessage({ type: 'stand', at });
    },
    screen: (said) => {
      if (!isClosed) worker.postMessage({ type: 'screen', said });
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      worker.postMessage({ type: 'close' });
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Error(CLOSED));
      waiting.clear();
    },
  };
}
