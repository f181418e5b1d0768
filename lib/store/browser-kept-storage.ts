import { KEPT_DATABASE, KEPT_PARTITIONS } from '@/lib/protocol/kept-places';
import type { KeptChanges, KeptStorage } from './kept-storage';

const VERSION = 1;
const LOCK = KEPT_DATABASE;
const BASE = 'base';
const STORES = { state: null, rows: null, areas: 'code', figures: 'fid' } as const;
type StoreName = keyof typeof STORES;
const STORE_NAMES = Object.keys(STORES) as StoreName[];

/**
 * Cache Storage for partitions, IndexedDB for the rest; both, and Web Locks, only where the page came by HTTPS or from
 * this machine.
 * @returns null where the browser has none of it
 */
export function openBrowserKeptStorage(baseUrl: string): KeptStorage | null {
  if (!globalThis.isSecureContext || !('caches' in globalThis) || !navigator.locks) return null;
  const cache = (): Promise<Cache> => caches.open(KEPT_PARTITIONS);
  const address = (url: string): string => new URL(url, baseUrl).href;
  return {
    own: ownByLock,
    read: () => inTransaction('readonly', readRecord),
    write: (record) =>
      inTransaction('readwrite', async (stores) => {
        for (const name of STORE_NAMES) stores[name].clear();
        stores.state.put(record.manifest, BASE);
        putChanges(stores, record);
      }),
    add: (changes) =>
      inTransaction('readwrite', async (stores) => {
        if ((await answerOf(stores.state.count(BASE))) === 0) throw new Error('nothing is kept');
        putChanges(stores, changes);
      }),
    partition: async (url) => {
      const answer = await (await cache()).match(address(url));
      return answer ? new Uint8Array(await answer.arrayBuffer()) : null;
    },
    putPartition: async (url, bytes) =>
      (await cache()).put(address(url), new Response(bytes as Uint8Array<ArrayBuffer>)),
    dropPartitionsBut: async (urls) => {
      const named = new Set(urls.map(address));
      const held = await cache();
      const unnamed = (await held.keys()).filter((request) => !named.has(request.url));
      await Promise.all(unnamed.map((request) => held.delete(request)));
    },
    clear: async () => {
      await caches.delete(KEPT_PARTITIONS);
      await inTransaction('readwrite', async (stores) => {
        for (const name of STORE_NAMES) stores[name].clear();
      });
    },
  };
}

/** The browser gives the lock on when the page that held it is gone, however it went. */
function ownByLock(granted: () => void): () => void {
  const waiting = new AbortController();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  navigator.locks
    .request(LOCK, { signal: waiting.signal }, () => {
      granted();
      return held;
    })
    .catch(() => undefined);
  return () => {
    waiting.abort();
    release();
  };
}

type Stores = Record<StoreName, IDBObjectStore>;

async function readRecord(stores: Stores): Promise<unknown> {
  const [manifest, head, rows, areas, figures] = await Promise.all([
    answerOf(stores.state.get(BASE)),
    answerOf(stores.state.get('head')),
    answerOf(stores.rows.getAll()),
    answerOf(stores.areas.getAll()),
    answerOf(stores.figures.getAll()),
  ]);
  return manifest === undefined ? null : { manifest, head, rows, areas, figures };
}

function putChanges(stores: Stores, { head, rows, areas, figures }: KeptChanges): void {
  stores.state.put(head, 'head');
  for (const row of rows) stores.rows.put(row, row[0]);
  for (const area of areas) stores.areas.put(area);
  for (const figure of figures) stores.figures.put(figure);
}

/** One transaction over all stores; what `work` throws undoes it. `work` may wait for its own requests only. */
async function inTransaction<Result>(
  mode: IDBTransactionMode,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(STORE_NAMES, mode);
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('undone'));
    });
    const entries = STORE_NAMES.map((name) => [name, transaction.objectStore(name)]);
    const worked = work(Object.fromEntries(entries) as Stores).catch((error: unknown) => {
      transaction.abort();
      throw error;
    });
    const [result] = await Promise.all([worked, ended]);
    return result;
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(KEPT_DATABASE, VERSION);
  request.onupgradeneeded = () => {
    for (const name of STORE_NAMES) {
      const keyPath = STORES[name];
      request.result.createObjectStore(name, keyPath === null ? undefined : { keyPath });
    }
  };
  return answerOf(request);
}

function answerOf<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}
