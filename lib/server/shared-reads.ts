/**
 * Asks the database once for many who ask the same at the same time, as when thousands come back after a cut. Invariant:
 * whoever asks gets the answer of a read that began afterwards, so that what was hidden before the question is in no
 * answer (TD5); so those who ask while a read runs share the next one. Nothing is kept.
 */
export class SharedReads {
  private readonly running = new Map<string, Promise<unknown>>();
  private readonly next = new Map<string, Promise<unknown>>();

  /** `key` names the question whole; the same key must always come with a read that gives the same type. */
  read<T>(key: string, read: () => Promise<T>): Promise<T> {
    const running = this.running.get(key);
    if (!running) return this.begin(key, read);
    const waiting = this.next.get(key) ?? this.beginAfter(running, key, read);
    return waiting as Promise<T>;
  }

  private beginAfter<T>(
    running: Promise<unknown>,
    key: string,
    read: () => Promise<T>,
  ): Promise<T> {
    const begin = () => {
      this.next.delete(key);
      return this.begin(key, read);
    };
    const next = running.then(begin, begin);
    this.next.set(key, next);
    return next;
  }

  private begin<T>(key: string, read: () => Promise<T>): Promise<T> {
    const reading = read().finally(() => {
      if (this.running.get(key) === reading) this.running.delete(key);
    });
    this.running.set(key, reading);
    return reading;
  }
}
