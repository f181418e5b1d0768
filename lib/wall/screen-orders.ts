import type { ScreenOrders } from '@/lib/protocol/screens';
import { type Playlist, playlistSchema } from './playlist-schema';
import type { Steering } from './schedule';

/** Orders as a wall carries them out. */
export interface WallOrders extends Omit<ScreenOrders, 'playlist' | 'steering'> {
  /** Null where none is assigned, or where this page is too old to understand it. */
  playlist: Playlist | null;
  steering: Steering;
  /** Why the assigned playlist cannot be shown, or null: what its `assign` is acknowledged with. */
  fault: string | null;
}

/** Reads the playlist of orders. */
export function wallOrdersOf(orders: ScreenOrders): WallOrders {
  const { playlist } = orders;
  if (!playlist) return { ...orders, playlist: null, fault: null };
  const parsed = playlistSchema.safeParse(playlist.body);
  if (parsed.success) return { ...orders, playlist: parsed.data, fault: null };
  const issue = parsed.error.issues[0];
  const fault = `the playlist is not understood: ${issue?.path.join('.')} ${issue?.message}`;
  return { ...orders, playlist: null, fault };
}
