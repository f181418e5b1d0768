import type { ChangeBatch } from '@/lib/protocol/changes';
import type { WireTuple } from '@/lib/protocol/columns';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { createFeedHttp } from './feed-http';
import { monotonicClock } from './feed-link';
import { FeedSession, type FeedSurroundings } from './feed-session';
import type { BatchOutcome } from './incident-store';
import { createSocketLinks } from './socket-link';

/** A reader of a server's feed in Node: for tests and command-line tools. */
export interface Reader {
  /** What is held now; epoch is null until the manifest is there. */
  state: () => { epoch: string | null; seq: number; digest: string };
  status: () => FeedStatus;
  /** Every record held, as wire tuples, by rid. */
  rows: () => WireTuple[];
  close: () => void;
}

export interface ReaderOptions {
  /** The server's origin, such as `http://127.0.0.1:3000`. */
  baseUrl: string;
  onStatus?: (status: FeedStatus) => void;
  /** Called with every batch or page that was taken, and what it changed. */
  onBatch?: (batch: ChangeBatch, outcome: BatchOutcome) => void;
  /** Sent with every request and the socket's handshake: a read token, where the installation is private. */
  headers?: Record<string, string>;
  /** Parts to replace, as in a test. */
  surroundings?: Partial<FeedSurroundings>;
}

/** Connects at once and follows the feed until it is closed. */
export function createReader({
  baseUrl,
  onStatus,
  onBatch,
  headers = {},
  surroundings,
}: ReaderOptions): Reader {
  const session = new FeedSession(
    {
      http: createFeedHttp(baseUrl, (input, init) => fetch(input, { ...init, headers })),
      openLink: createSocketLinks(baseUrl, headers),
      clock: monotonicClock,
      random: Math.random,
      ...surroundings,
    },
    {
      store: () => undefined,
      batch: (batch, outcome) => onBatch?.(batch, outcome),
      event: (event) => {
        if (event.type === 'status') onStatus?.(event.status);
      },
    },
  );
  session.start();
  return {
    state: () => {
      const { epoch, seq, digest } = session.store;
      return { epoch, seq, digest };
    },
    status: () => session.status(),
    rows: () => {
      const { columns } = session.store;
      const rows = Array.from(columns.rows(), (row) => columns.tupleAt(row));
      return rows.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    },
    close: () => session.close(),
  };
}
