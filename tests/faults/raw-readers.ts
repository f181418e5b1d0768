import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Head } from '@/lib/protocol/changes';
import type { OpenOrder, ReadersReport } from './raw-readers-process';

interface Asked {
  settle: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** A process that answers each message `{ id, name, of }` with `{ id, result }` or `{ id, error }`. */
export class AnsweringProcess {
  readonly child: ChildProcess;
  private count = 0;
  private readonly asked = new Map<number, Asked>();

  private constructor(child: ChildProcess) {
    this.child = child;
    child.on(
      'message',
      ({ id, result, error }: { id: number; result: unknown; error?: string }) => {
        const asked = this.asked.get(id);
        this.asked.delete(id);
        if (error === undefined) asked?.settle(result);
        else asked?.reject(new Error(error));
      },
    );
    child.on('exit', (code) => {
      for (const { reject } of this.asked.values()) reject(new Error(`it ended with code ${code}`));
    });
  }

  /** Starts a file of this folder and waits until it is ready. */
  static async start(file: string): Promise<AnsweringProcess> {
    const child = fork(join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] });
    await once(child, 'message');
    return new AnsweringProcess(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  ask<T>(name: string, of: unknown = null): Promise<T> {
    this.count += 1;
    const id = this.count;
    return new Promise<unknown>((settle, reject) => {
      this.asked.set(id, { settle, reject });
      this.child.send({ id, name, of });
    }) as Promise<T>;
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Thousands of raw readers in one process that is not the server's. */
export class RawReaders {
  readonly process: AnsweringProcess;

  private constructor(process: AnsweringProcess) {
    this.process = process;
  }

  static async start(): Promise<RawReaders> {
    return new RawReaders(await AnsweringProcess.start('raw-readers-process.ts'));
  }

  /** Resolves once they are live; gives how many are. */
  open(order: OpenOrder): Promise<number> {
    return this.process.ask('open', order);
  }

  report(head: Head | null, startsAnew = false): Promise<ReadersReport> {
    return this.process.ask('report', { head, startsAnew });
  }

  /** The first of them says a batch, for a bare server to pass on to all. */
  say(batch: string): Promise<void> {
    return this.process.ask('say', batch);
  }

  /** They hold nothing any more, and know it when they connect again. */
  forget(): Promise<void> {
    return this.process.ask('forget');
  }

  end(): Promise<void> {
    return this.process.end();
  }
}
