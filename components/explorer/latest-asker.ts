interface Options<Body, Answer> {
  /** The signal aborts when nobody wants the answer any more. */
  ask: (body: Body, signal: AbortSignal) => Promise<Answer>;
  onAnswer: (answer: Answer, to: Body) => void;
  /** Calls back once, a little later; the returned function cancels. */
  later: (callback: () => void) => () => void;
  /** Whether a newer question is worth taking back the one under way, which is then not answered; never if not given. */
  isMoot?: (underWay: Body, newer: Body) => boolean;
}

/**
 * Puts one question at a time and keeps only the newest of those that wait: while a map is dragged every answer is shown,
 * none is queued behind outdated ones, and the last question is always answered: one that failed is asked again a little
 * later, unless a newer one came.
 */
export class LatestAsker<Body, Answer> {
  private readonly options: Options<Body, Answer>;
  private waiting: { body: Body } | null = null;
  private isBusy = false;
  private underWay: { body: Body; abandon: AbortController } | null = null;
  private readonly stopping = new AbortController();
  private cancelRetry: (() => void) | null = null;

  constructor(options: Options<Body, Answer>) {
    this.options = options;
  }

  ask(body: Body): void {
    this.waiting = { body };
    this.cancelRetry?.();
    this.cancelRetry = null;
    if (!this.isBusy) void this.work();
    const running = this.underWay;
    if (running && this.options.isMoot?.(running.body, body)) running.abandon.abort();
  }

  /** A question that is under way is taken back. */
  stop(): void {
    this.stopping.abort();
    this.cancelRetry?.();
    this.waiting = null;
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.waiting && !this.isStopped) {
      const { body } = this.waiting;
      this.waiting = null;
      await this.askOne(body);
    }
    this.isBusy = false;
  }

  private async askOne(body: Body): Promise<void> {
    const abandon = new AbortController();
    this.underWay = { body, abandon };
    try {
      const signal = AbortSignal.any([this.stopping.signal, abandon.signal]);
      const answer = await this.options.ask(body, signal);
      if (!signal.aborted) this.options.onAnswer(answer, body);
    } catch {
      if (!this.isStopped && !this.waiting) {
        this.cancelRetry = this.options.later(() => this.ask(body));
      }
    } finally {
      this.underWay = null;
    }
  }
}
