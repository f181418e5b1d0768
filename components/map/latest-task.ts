/**
 * Runs one task at a time and keeps only the newest of those that wait, so that a source which settles slower than data
 * arrives is never fed faster than it settles.
 */
export class LatestTask<T> {
  private readonly run: (value: T) => Promise<unknown>;
  private readonly nextFrame: (callback: () => void) => void;
  private readonly onError: (error: unknown) => void;
  private waiting: { value: T } | null = null;
  private isBusy = false;
  private generation = 0;

  constructor(options: {
    run: (value: T) => Promise<unknown>;
    nextFrame: (callback: () => void) => void;
    onError: (error: unknown) => void;
  }) {
    this.run = options.run;
    this.nextFrame = options.nextFrame;
    this.onError = options.onError;
  }

  /** Runs with this value at the next frame, or after the task that is running; an older value that waits is dropped. */
  push(value: T): void {
    this.waiting = { value };
    if (!this.isBusy) this.schedule();
  }

  /** Forgets a task that may never settle, such as one of a style or a context that is gone, and begins with this value. */
  restart(value: T): void {
    this.forget();
    this.push(value);
  }

  /** Forgets a task that may never settle, and what waits for it. */
  forget(): void {
    this.generation += 1;
    this.waiting = null;
    this.isBusy = false;
  }

  private schedule(): void {
    this.isBusy = true;
    const { generation } = this;
    this.nextFrame(() => void this.work(generation));
  }

  private async work(generation: number): Promise<void> {
    if (generation !== this.generation) return;
    const next = this.waiting;
    this.waiting = null;
    try {
      if (next) await this.run(next.value);
    } catch (error) {
      this.onError(error);
    }
    if (generation !== this.generation) return;
    if (this.waiting) this.schedule();
    else this.isBusy = false;
  }
}
