import { describe, expect, it } from 'vitest';
import { flyOrJump } from '@/components/map/fly-or-jump';

type Listener = (movement: { flight?: object }) => void;

/** A map that moves when it is told that time has passed. */
function mapOf() {
  const listeners: [string, Listener][] = [];
  const did: string[] = [];
  let atMs = 0;
  let current: object | undefined;
  const say = (type: string) => {
    for (const [of, listener] of [...listeners]) {
      if (of === type) listener(current ? { flight: current } : {});
    }
  };
  return {
    did,
    listeners,
    nowMs: () => atMs,
    /** A step of the camera after so many milliseconds. */
    step: (afterMs: number) => {
      atMs += afterMs;
      say('move');
    },
    arrive: () => say('moveend'),
    map: {
      on: (type: string, listener: Listener) => listeners.push([type, listener]),
      off: (type: string, listener: Listener) => {
        const at = listeners.findIndex(([of, known]) => of === type && known === listener);
        if (at >= 0) listeners.splice(at, 1);
      },
      flyTo: (flight: { name: string }) => {
        if (current) say('moveend');
        current = flight;
        did.push(`fly ${flight.name}`);
      },
      jumpTo: (flight: { name: string }) => did.push(`jump ${flight.name}`),
    },
  };
}

describe('a flight', () => {
  it('is flown to its end where it can be drawn, and then nothing listens any more', () => {
    const { map, did, step, arrive, listeners, nowMs } = mapOf();
    flyOrJump(map, { name: 'there' }, nowMs);
    for (let index = 0; index < 100; index += 1) step(16);
    arrive();
    expect(did).toEqual(['fly there']);
    expect(listeners).toEqual([]);
  });

  it('goes on after one slow step, and is over after two that follow each other', () => {
    const { map, did, step, listeners, nowMs } = mapOf();
    flyOrJump(map, { name: 'there' }, nowMs);
    for (const ms of [900, 16, 900, 16]) step(ms);
    expect(did).toEqual(['fly there']);
    step(900);
    step(900);
    expect(did).toEqual(['fly there', 'jump there']);
    expect(listeners).toEqual([]);
  });

  it('that another interrupted leads nowhere any more', () => {
    const { map, did, step, nowMs } = mapOf();
    flyOrJump(map, { name: 'first' }, nowMs);
    flyOrJump(map, { name: 'second' }, nowMs);
    step(2_000);
    step(2_000);
    expect(did).toEqual(['fly first', 'fly second', 'jump second']);
  });
});
