import type { Worker } from 'node:worker_threads';
import { startThread } from '@/db/embedded/start-thread';
import type { PreviewScene } from '@/lib/publish/preview/preview-scene';
import type { FromPictureWorker, PictureWorkerData, ToPictureWorker } from './picture-worker';

type Png = Uint8Array<ArrayBuffer>;

interface Desk {
  thread: Worker;
  job: { id: number; resolve: (png: Png) => void; reject: (error: Error) => void } | null;
}

/**
 * Draws pictures in threads of their own, one at a time each, so that the process goes on answering. A thread begins with
 * the first picture that needs it, and another takes its place after its death. Whoever asks keeps to {@link desks} at
 * once: nothing waits here.
 */
export class PicturePress {
  readonly desks: number;
  readonly #start: () => Worker;
  #open: Desk[] = [];
  #lastId = 0;

  constructor(desks: number, start: () => Worker) {
    this.desks = desks;
    this.#start = start;
  }

  /** @throws Error where the thread died of it, or more are asked for than there are desks */
  draw(scene: PreviewScene): Promise<Png> {
    const desk = this.#open.find(({ job }) => job === null) ?? this.#openDesk();
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      desk.job = { id, resolve, reject };
      desk.thread.ref();
      desk.thread.postMessage({ id, scene } satisfies ToPictureWorker);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map(({ thread }) => thread.terminate()));
  }

  #openDesk(): Desk {
    if (this.#open.length >= this.desks) throw new Error('every desk of the press is taken');
    const desk: Desk = { thread: this.#start(), job: null };
    this.#open.push(desk);
    let fault: Error | null = null;
    desk.thread.on('message', (message: FromPictureWorker) => settle(desk, message));
    desk.thread.on('error', (error) => {
      fault = error;
    });
    desk.thread.on('exit', (code) => {
      this.#open = this.#open.filter((other) => other !== desk);
      const error = new Error(`the thread that draws pictures ended with code ${code}`, {
        cause: fault,
      });
      desk.job?.reject(error);
      desk.job = null;
    });
    return desk;
  }
}

function settle(desk: Desk, message: FromPictureWorker): void {
  const { job } = desk;
  if (job?.id !== message.id) return;
  desk.job = null;
  // An idle thread keeps no process alive.
  desk.thread.unref();
  if ('failure' in message) job.reject(new Error(`picture: ${message.failure}`));
  else job.resolve(message.png);
}

/** Beside this module: in the sources TypeScript, in a bundle JavaScript. */
export function startPictureThread(data: PictureWorkerData): Worker {
  const name = import.meta.url.endsWith('.ts') ? './picture-worker.ts' : './picture-worker.js';
  return startThread(new URL(name, import.meta.url), data);
}
