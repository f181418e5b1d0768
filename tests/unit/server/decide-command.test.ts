import { describe, expect, it } from 'vitest';
import type { CommandedScreen } from '@/db/screen-orders';
import type { ScreenCommand } from '@/lib/protocol/screens';
import { commandFacts } from '@/lib/server/screens/command-facts';
import { decideCommand } from '@/lib/server/screens/decide-command';
import { type Playlist, playlistSchema } from '@/lib/wall/playlist-schema';
import { type Steering, sceneAt } from '@/lib/wall/schedule';
import { EXAMPLE_PLAYLIST } from '../../support/screen-client';

const NOW_MS = Date.parse('2026-03-04T11:00:00Z');
const playlist: Playlist = playlistSchema.parse(EXAMPLE_PLAYLIST);
const bodies = new Map<string, unknown>([['p', playlist]]);

const screen = (number: number, steering: Steering): CommandedScreen => ({
  id: `s${number}`,
  number,
  playlistId: 'p',
  steering,
  message: null,
});

function steeringAfter(command: ScreenCommand, screens: CommandedScreen[]) {
  return [...decideCommand(command, screens, bodies, NOW_MS).values()].map((decision) =>
    'change' in decision ? decision.change.steering : decision.refused,
  );
}

describe('[SC5] what a command changes', () => {
  it('next and previous go one scene on and back from the one that stands', () => {
    const held: Steering = { mode: 'hold', scene: 'one', atMs: NOW_MS - 1_000 };
    const next = { mode: 'start', scene: 'two', atMs: NOW_MS };
    expect(steeringAfter({ type: 'next' }, [screen(1, held)])).toEqual([next]);
    expect(steeringAfter({ type: 'previous' }, [screen(1, held)])).toEqual([next]);
  });

  it('screens of one playlist are steered as the lowest number is', () => {
    const held: Steering = { mode: 'hold', scene: 'one', atMs: NOW_MS - 1_000 };
    const apart: Steering = { ...held, scene: 'two' };
    const [first, second] = steeringAfter({ type: 'pause' }, [screen(1, held), screen(2, apart)]);
    expect(first).toEqual({ mode: 'hold', scene: 'one', atMs: NOW_MS });
    expect(second).toEqual(first);
  });

  it('pause holds what stands, and resume gives back the order of the playlist', () => {
    const follow: Steering = { mode: 'follow' };
    const shown = sceneAt(playlist, NOW_MS)?.scene.id;
    expect(steeringAfter({ type: 'pause' }, [screen(1, follow)])).toEqual([
      { mode: 'hold', scene: shown, atMs: NOW_MS },
    ]);
    expect(steeringAfter({ type: 'resume' }, [screen(1, follow)])).toEqual([follow]);
  });

  it('a message ends after its minutes, and a screen without a playlist cannot be steered', () => {
    const alone = { ...screen(1, { mode: 'follow' }), playlistId: null };
    const message = { type: 'message', text: 'x', minutes: 2 } as const;
    expect(decideCommand(message, [alone], bodies, NOW_MS).get('s1')).toEqual({
      change: { message: { text: 'x', until: '2026-03-04T11:02:00.000Z' } },
    });
    expect(steeringAfter({ type: 'next' }, [alone])).toEqual([
      'the screen has no playlist: assign one first',
    ]);
  });
});

describe('[SC7] a command without an acknowledgement', () => {
  const row = {
    id: 1,
    screenId: 's1',
    command: { type: 'next' } as const,
    progress: 'open' as const,
    reason: null,
    createdAt: new Date(NOW_MS),
    acknowledgedAt: null,
  };

  it('is pending for fifteen seconds and not received from then on, until it is', () => {
    expect(commandFacts(row, NOW_MS + 14_999).state).toBe('pending');
    expect(commandFacts(row, NOW_MS + 15_000).state).toBe('notReceived');
    expect(commandFacts({ ...row, progress: 'applied' }, NOW_MS + 99_000).state).toBe('applied');
  });
});
