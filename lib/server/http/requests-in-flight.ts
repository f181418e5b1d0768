import type { ServerResponse } from 'node:http';

/**
 * Counts requests from their arrival until their answer is sent or broken off, so that what the process holds for them
 * is bounded however many come at once.
 */
export class RequestsInFlight {
  private readonly most: number;
  private count = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** Takes a place for a request, given back when its answer closes; false where there is none. */
  admit(answer: ServerResponse): boolean {
    if (this.count >= this.most) return false;
    this.count += 1;
    answer.once('close', () => {
      this.count -= 1;
    });
    return true;
  }
}
