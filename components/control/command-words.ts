import type { CommandFacts, ScreenCommand } from '@/lib/protocol/screens';
import type { DeskPlaylist } from './desk-client';

/** How a command stands, as a person says it, and whether that is bad news. */
export const STATE_TONES: Record<CommandFacts['state'], 'waiting' | 'good' | 'bad'> = {
  pending: 'waiting',
  received: 'waiting',
  applied: 'good',
  failed: 'bad',
  notReceived: 'bad',
};

/** What a command is about: the name of a playlist or a scene, or a message's text; null where it is about nothing more. */
export function objectOf(
  command: ScreenCommand,
  playlists: readonly Pick<DeskPlaylist, 'id' | 'body'>[],
): string | null {
  switch (command.type) {
    case 'assign':
      return playlists.find(({ id }) => id === command.playlist)?.body.name ?? null;
    case 'jump': {
      const scenes = playlists.flatMap(({ body }) => body.scenes);
      return scenes.find(({ id }) => id === command.scene)?.name ?? command.scene;
    }
    case 'message':
      return command.text;
    default:
      return null;
  }
}
