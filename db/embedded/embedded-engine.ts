import { DatabaseRefused } from './database-refused';
import type { FromEmbedded, ToEmbedded } from './embedded-worker';
import { startThread } from './start-thread';

/** An open PGlite in its worker thread. */
export interface EmbeddedEngine {
  /** Sends one whole request of the protocol; its answer goes to the current receiver. */
  request(bytes: Uint8Array): void;
  /** Who gets the engine's answers: the one connection that there is. */
  receive(receiver: (bytes: Uint8Array) => void): void;
  /** Called once if the worker ends although nobody closed it; nothing can be read or written after that. */
  onFailure(listener: (error: Error) => void): void;
  close(): Promise<void>;
}

/** In the sources the worker is TypeScript; bundled, it lies beside the bundle. */
export function defaultWorkerUrl(): URL {
  const name = import.meta.url.endsWith('.ts') ? './embedded-worker.ts' : './embedded-worker.js';
  return new URL(name, import.meta.url);
}

/** @throws DatabaseRefused if the folder cannot be opened */
export async function startEmbeddedEngine(
  dataDir: string,
  workerUrl: URL,
): Promise<EmbeddedEngine> {
  const worker = startThread(workerUrl, { dataDir });
  const failureListeners: ((error: Error) => void)[] = [];
  let receiver: (bytes: Uint8Array) => void = () => {};
  let failure: Error | null = null;
  let closing = false;
  let sayClosed: () => void = () => {};

  const fail = (error: Error) => {
    if (closing || failure) return;
    failure = error;
    for (const listener of failureListeners) listener(error);
  };

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromEmbedded) => {
      if (message.type === 'data') receiver(message.bytes);
      else if (message.type === 'ready') resolve();
      else if (message.type === 'refused') reject(new DatabaseRefused(message.message));
      else sayClosed();
    });
    worker.on('error', (error) => {
      reject(error);
      fail(error);
    });
    worker.on('exit', (code) => {
      const error = new Error(`the embedded database's thread ended with code ${code}`);
      reject(error);
      fail(error);
      sayClosed();
    });
  });

  return {
    request: (bytes) => {
      const copy = new Uint8Array(bytes);
      worker.postMessage({ type: 'request', bytes: copy } satisfies ToEmbedded, [copy.buffer]);
    },
    receive: (next) => {
      receiver = next;
    },
    onFailure: (listener) => {
      failureListeners.push(listener);
      if (failure) listener(failure);
    },
    close: async () => {
      if (closing || failure) return;
      closing = true;
      await new Promise<void>((resolve) => {
        sayClosed = resolve;
        worker.postMessage({ type: 'close' } satisfies ToEmbedded);
      });
      await worker.terminate();
    },
  };
}
