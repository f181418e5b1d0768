import type { ClockSample } from '@/lib/protocol/engine-requests';

const MOST_ROUND_TRIPS = 4;
/** Of a minute, since a heartbeat comes every three seconds. */
const MOST_UNASKED = 20;
/** A crystal drifts by up to 50 millionths; a sample of an hour ago may be off by 0.2 s. */
const DRIFT = 50e-6;

/** What the server's clock may be ahead of the screen's, milliseconds. */
interface Bounds {
  leastMs: number;
  mostMs: number;
}

/**
 * The server's time on a screen whose own clock nobody trusts. What the server says is late when it arrives, by nobody knows how
 * much: the latest that it can have been said is when it was heard, and of an answer the earliest is when it was asked for. Every
 * sample so bounds by how much the server's clock is ahead, and bounds widen as they age. Heartbeats, which come all the time, keep the
 * lower bound tight, and what is added to it is half of the shortest way there and back.
 */
export class ServerClock {
  #roundTrips: ClockSample[] = [];
  #unasked: ClockSample[] = [];
  #leastRoundTripMs: number | null = null;

  /** The same sample may be given again. */
  take(sample: ClockSample): void {
    const { askedMs, heardMs } = sample;
    if (askedMs !== null && heardMs < askedMs) return;
    if (this.#samples().some((known) => isSame(known, sample))) return;
    if (askedMs === null) {
      this.#unasked = [...this.#unasked, sample].slice(-MOST_UNASKED);
      return;
    }
    this.#roundTrips = [...this.#roundTrips, sample].slice(-MOST_ROUND_TRIPS);
    this.#leastRoundTripMs = Math.min(...this.#roundTrips.map(roundTripMs));
  }

  /** UTC milliseconds at an instant of `monotonicNowMs`; null before the server said anything. */
  at(monotonicMs: number): number | null {
    const bounds = this.#boundsAt(monotonicMs);
    if (!bounds) return null;
    return monotonicMs + bounds.leastMs + this.#underWayMs(bounds);
  }

  /** By how much `at` may be wrong at most, milliseconds; null while nobody can know. */
  errorAt(monotonicMs: number): number | null {
    const bounds = this.#boundsAt(monotonicMs);
    if (!bounds || bounds.mostMs === Number.POSITIVE_INFINITY) return null;
    const underWayMs = this.#underWayMs(bounds);
    return Math.max(underWayMs, bounds.mostMs - bounds.leastMs - underWayMs);
  }

  #underWayMs({ leastMs, mostMs }: Bounds): number {
    return Math.min((mostMs - leastMs) / 2, (this.#leastRoundTripMs ?? 0) / 2);
  }

  #samples(): ClockSample[] {
    return [...this.#roundTrips, ...this.#unasked];
  }

  /** From the newest back: where an older one contradicts, a clock was set or the screen slept, and it no longer counts. */
  #boundsAt(monotonicMs: number): Bounds | null {
    let bounds: Bounds | null = null;
    for (const sample of this.#samples().sort((a, b) => b.heardMs - a.heardMs)) {
      const own = boundsOf(sample, monotonicMs);
      const both: Bounds = bounds
        ? {
            leastMs: Math.max(bounds.leastMs, own.leastMs),
            mostMs: Math.min(bounds.mostMs, own.mostMs),
          }
        : own;
      if (both.leastMs > both.mostMs) break;
      bounds = both;
    }
    return bounds;
  }
}

function boundsOf({ askedMs, heardMs, serverMs }: ClockSample, monotonicMs: number): Bounds {
  const driftMs = Math.abs(monotonicMs - heardMs) * DRIFT;
  return {
    leastMs: serverMs - heardMs - driftMs,
    mostMs: askedMs === null ? Number.POSITIVE_INFINITY : serverMs - askedMs + driftMs,
  };
}

function roundTripMs({ askedMs, heardMs }: ClockSample): number {
  return heardMs - (askedMs ?? heardMs);
}

function isSame(a: ClockSample, b: ClockSample): boolean {
  return a.heardMs === b.heardMs && a.serverMs === b.serverMs && a.askedMs === b.askedMs;
}
