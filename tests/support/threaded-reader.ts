import { Worker } from 'node:worker_threads';
import type {
  EngineRequestName,
  EngineRequests,
  FeedStatus,
  FromEngine,
  ToEngine,
} from '@/lib/protocol/engine-requests';
import { type BundledScript, bundleScript } from './bundle-script';

const ENGINE = 'tests/support/engine-thread.ts';

/** The engine of a screen, in a thread of its own whose memory can be searched. */
export class ThreadedReader {
  status: FeedStatus | null = null;
  readonly #script: BundledScript;
  readonly #worker: Worker;
  #waiting = new Map<number, (body: unknown) => void>();
  #asked = 0;

  private constructor(script: BundledScript, baseUrl: string) {
    this.#script = script;
    this.#worker = new Worker(script.path);
    this.#worker.on('message', (message: FromEngine) => this.#hear(message));
    this.#say({ type: 'open', isKept: false, baseUrl });
  }

  static async open(baseUrl: string): Promise<ThreadedReader> {
    return new ThreadedReader(await bundleScript(ENGINE), baseUrl);
  }

  ask<Name extends EngineRequestName>(
    name: Name,
    body: EngineRequests[Name]['request'],
  ): Promise<EngineRequests[Name]['response']> {
    this.#asked += 1;
    const id = this.#asked;
    this.#say({ type: 'request', id, name, body });
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (body: unknown) => void);
    });
  }

  /** Every string and object of the thread, after its garbage was collected, as V8 writes them down. */
  async memory(): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of await this.#worker.getHeapSnapshot()) parts.push(Buffer.from(part));
    return Buffer.concat(parts).toString('latin1');
  }

  async close(): Promise<void> {
    this.#say({ type: 'close' });
    await this.#worker.terminate();
    this.#script.remove();
  }

  #say(message: ToEngine): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromEngine): void {
    if (message.type === 'event') {
      if (message.event.type === 'status') this.status = message.event.status;
      return;
    }
    this.#waiting.get(message.id)?.(message.type === 'response' ? message.body : null);
    this.#waiting.delete(message.id);
  }
}
