import type { FeedStatus } from '@/lib/protocol/engine-requests';

/** Which sentence says where the feed stands. */
export type FeedWord =
  | 'starting'
  | 'loading'
  | 'live'
  | 'catchingUp'
  | 'polling'
  | 'stale'
  | 'staleMinutes'
  | 'offline'
  | 'unconfirmed'
  | 'refused'
  | 'accessEnded'
  | 'fault';

const MINUTES_FROM_SECONDS = 120;

interface Circumstances {
  status: FeedStatus | null;
  /** Seconds since the last sign of life, counted on. */
  silentSeconds: number;
  isOnline: boolean;
  fault: string | null;
}

/** A worker that stopped outranks the network, and the network the feed: the first cause is what the reader is told. */
export function feedWord({ status, silentSeconds, isOnline, fault }: Circumstances): FeedWord {
  if (fault !== null) return 'fault';
  if (!status) return 'starting';
  switch (status.connection) {
    case 'refused':
      return 'refused';
    case 'access ended':
      return 'accessEnded';
    case 'loading':
      return status.expected > 0 && !status.isUnconfirmed ? 'loading' : 'starting';
    case 'catching up':
      return 'catchingUp';
    case 'stale':
      if (!isOnline) return 'offline';
      // For how long nothing was heard is not known: the page that heard it is gone.
      if (status.isUnconfirmed) return 'unconfirmed';
      return silentSeconds >= MINUTES_FROM_SECONDS ? 'staleMinutes' : 'stale';
    default:
      return status.connection;
  }
}

/** Which sentence a screen reader hears when the feed's state changes; nothing while it starts or catches up. */
export function announcementOf(
  word: FeedWord,
): 'announceLive' | 'announceStale' | 'announceOffline' | 'announceAccessEnded' | null {
  switch (word) {
    case 'live':
    case 'polling':
      return 'announceLive';
    case 'stale':
    case 'staleMinutes':
    case 'unconfirmed':
      return 'announceStale';
    case 'offline':
      return 'announceOffline';
    case 'accessEnded':
      return 'announceAccessEnded';
    default:
      return null;
  }
}
