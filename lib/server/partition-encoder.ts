import type { Worker } from 'node:worker_threads';
import { startThread } from '@/db/embedded/start-thread';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import type { Encoding } from './http/node-adapter';
import type {
  EncodedYear,
  EncodeJob,
  FromPartitionWorker,
  PartitionJob,
  PartitionResult,
  ToPartitionWorker,
} from './partition-worker';

/** The thread ended with work in it. The work may be given again: another thread begins. */
export class EncoderDied extends Error {
  override readonly name = 'EncoderDied';
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * Encodes and compresses partitions in a thread of its own, so that the process goes on answering. The thread begins
 * with the first job, and again with the first job after its death.
 */
export class PartitionEncoder {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private readonly start: () => Worker;

  constructor(start: () => Worker = startPartitionThread) {
    this.start = start;
  }

  /**
   * Encodes the years of what the columns hold now; what they become later makes no difference.
   * @throws EncoderDied
   */
  encode(
    columns: IncidentColumns,
    options: Pick<EncodeJob, 'leaveOut' | 'epoch' | 'seq'>,
  ): Promise<EncodedYear[]> {
    const copy = columns.compact();
    const buffers = Object.values(copy.arrays).map(({ buffer }) => buffer as ArrayBuffer);
    return this.run<EncodeJob>({ type: 'encode', columns: copy, ...options }, buffers);
  }

  /**
   * Compresses; the bytes are the thread's from now on, and empty here.
   * @throws EncoderDied
   */
  compress(bytes: Uint8Array<ArrayBuffer>, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    return this.run({ type: 'compress', bytes, encoding }, [bytes.buffer]);
  }

  async close(): Promise<void> {
    await this.thread?.terminate();
  }

  private run<J extends PartitionJob>(job: J, buffers: ArrayBuffer[]): Promise<PartitionResult<J>> {
    const thread = this.living();
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      thread.ref();
      thread.postMessage({ id, job } satisfies ToPartitionWorker, buffers);
    });
  }

  private living(): Worker {
    if (this.thread) return this.thread;
    const thread = this.start();
    this.thread = thread;
    let fault: Error | null = null;
    thread.on('message', (message: FromPartitionWorker) => this.settle(thread, message));
    thread.on('error', (error) => {
      fault = error;
    });
    thread.on('exit', (code) => this.bury(`it ended with code ${code}`, fault));
    return thread;
  }

  private settle(thread: Worker, message: FromPartitionWorker): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    // An idle thread keeps no process alive.
    if (this.waiting.size === 0) thread.unref();
    if ('failure' in message) waiting?.reject(new Error(`partitions: ${message.failure}`));
    else waiting?.resolve(message.result);
  }

  private bury(how: string, cause: Error | null): void {
    this.thread = null;
    for (const { reject } of this.waiting.values()) {
      reject(new EncoderDied(`the thread that encodes partitions is gone: ${how}`, { cause }));
    }
    this.waiting.clear();
  }
}

/** Beside this module: in the sources TypeScript, in a bundle JavaScript. */
export function startPartitionThread(): Worker {
  const name = import.meta.url.endsWith('.ts') ? './partition-worker.ts' : './partition-worker.js';
  return startThread(new URL(name, import.meta.url));
}
