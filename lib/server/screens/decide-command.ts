import type { CommandedScreen, Decision, OrdersChange } from '@/db/screen-orders';
import type { ScreenCommand } from '@/lib/protocol/screens';
import { type Playlist, playlistSchema } from '@/lib/wall/playlist-schema';
import { FOLLOW, type Steering, sceneAt, stepFrom } from '@/lib/wall/schedule';

const NO_PLAYLIST = 'the screen has no playlist: assign one first';

/**
 * What a command changes of each screen, at the server's time. SC5: screens that show one playlist are steered as the one with
 * the lowest number is, so that those which drifted apart are together again.
 * @param screens by number
 */
export function decideCommand(
  command: ScreenCommand,
  screens: readonly CommandedScreen[],
  bodies: ReadonlyMap<string, unknown>,
  nowMs: number,
): Map<string, Decision> {
  const leaders = new Map<string, CommandedScreen>();
  for (const screen of screens) {
    if (screen.playlistId && !leaders.has(screen.playlistId))
      leaders.set(screen.playlistId, screen);
  }
  return new Map(
    screens.map((screen): [string, Decision] => {
      const leader = leaders.get(screen.playlistId ?? '') ?? screen;
      return [screen.id, decideOne(command, leader, bodies, nowMs)];
    }),
  );
}

function decideOne(
  command: ScreenCommand,
  screen: CommandedScreen,
  bodies: ReadonlyMap<string, unknown>,
  nowMs: number,
): Decision {
  switch (command.type) {
    case 'assign':
      if (command.playlist && !bodies.has(command.playlist))
        return { refused: 'there is no such playlist' };
      return { change: { playlistId: command.playlist, steering: FOLLOW } };
    case 'message': {
      const { text, minutes } = command;
      const until = minutes === null ? null : new Date(nowMs + minutes * 60_000).toISOString();
      return { change: { message: { text, until } } };
    }
    case 'clearMessage':
      return { change: { message: null } };
    case 'identify':
    case 'reload':
      return { change: {} };
    default: {
      const body = bodies.get(screen.playlistId ?? '');
      const playlist = body === undefined ? null : playlistSchema.safeParse(body).data;
      return playlist ? steer(command, playlist, screen.steering, nowMs) : { refused: NO_PLAYLIST };
    }
  }
}

function steer(
  command: Extract<ScreenCommand, { type: 'jump' | 'pause' | 'next' | 'previous' | 'resume' }>,
  playlist: Playlist,
  steering: Steering,
  nowMs: number,
): Decision {
  const steered = (next: Steering): { change: OrdersChange } => ({ change: { steering: next } });
  switch (command.type) {
    case 'jump': {
      const { scene } = command;
      const isKnown = playlist.scenes.some(({ id }) => id === scene);
      if (!isKnown) return { refused: `its playlist "${playlist.name}" has no scene "${scene}"` };
      return steered({ mode: 'start', scene, atMs: nowMs });
    }
    case 'pause': {
      const shown = sceneAt(playlist, nowMs, steering);
      if (!shown) return { refused: 'no scene stands at this hour' };
      return steered({ mode: 'hold', scene: shown.scene.id, atMs: nowMs });
    }
    case 'next':
      return steered(stepFrom(playlist, nowMs, steering, 1));
    case 'previous':
      return steered(stepFrom(playlist, nowMs, steering, -1));
    case 'resume':
      return steered(FOLLOW);
  }
}
