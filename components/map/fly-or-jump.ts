import { monotonicNowMs } from '@/lib/protocol/monotonic';

/** Steps that come slower than this are no motion. */
const SLOW_STEP_MS = 300;
/** One slow step may be a page that is busy for a moment. */
const SLOW_STEPS = 2;

/** Of which flight a movement of the map tells. */
interface Movement {
  flight?: object;
}

/** What of a MapLibre map flies; its events carry what the flight was begun with. */
export interface FlyingMap<Flight> {
  on: (type: 'move' | 'moveend', listener: (movement: Movement) => void) => unknown;
  off: (type: 'move' | 'moveend', listener: (movement: Movement) => void) => unknown;
  flyTo: (flight: Flight, movement: Movement) => unknown;
  jumpTo: (flight: Flight) => unknown;
}

/**
 * Flies, and ends a flight at once that the machine cannot draw: at 3840 x 2160 without a graphics card a frame takes two
 * seconds, and a flight of two and a half would keep what it leads to off the screen for fifteen.
 */
export function flyOrJump<Flight extends object>(
  map: FlyingMap<Flight>,
  flight: Flight,
  nowMs: () => number = monotonicNowMs,
): void {
  let lastMs = nowMs();
  let slowSteps = 0;
  const step = (movement: Movement) => {
    if (movement.flight !== flight) return;
    const atMs = nowMs();
    slowSteps = atMs - lastMs > SLOW_STEP_MS ? slowSteps + 1 : 0;
    lastMs = atMs;
    if (slowSteps < SLOW_STEPS) return;
    stopLooking();
    map.jumpTo(flight);
  };
  // A flight that this one interrupts ends while this one begins.
  const end = (movement: Movement) => {
    if (movement.flight === flight) stopLooking();
  };
  const stopLooking = () => {
    map.off('move', step);
    map.off('moveend', end);
  };
  map.on('move', step);
  map.on('moveend', end);
  map.flyTo(flight, { flight });
}
