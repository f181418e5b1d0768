import type { FeedStatus } from '@/lib/protocol/engine-requests';

/** What tells a page that has begun from one that still waits. */
export type Start = Pick<FeedStatus, 'connection' | 'loaded' | 'asOf'>;

/** Rows that a page has while it waits for the rest of its first state; null once it shows one, kept or current. */
export function awaitedRows(status: Start | null): number | null {
  if (status === null) return 0;
  return status.connection === 'loading' && status.asOf === null ? status.loaded : null;
}
