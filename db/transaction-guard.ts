import { AsyncLocalStorage } from 'node:async_hooks';
import { Pool, type PoolClient } from 'pg';

const insideTransaction = new AsyncLocalStorage<true>();

/** Runs the work of a transaction; a query beside its `tx` is a fault from here on. */
export function runInsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return insideTransaction.run(true, work);
}

type ConnectCallback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * A pool that refuses a second connection inside a transaction. With the embedded engine's pool of one, such a query
 * would wait for the transaction that waits for it; with a server it would be outside the transaction unnoticed.
 */
export class GuardedPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | undefined {
    if (insideTransaction.getStore()) {
      throw new Error('inside a transaction only its own `tx` may be used, not the database');
    }
    if (!callback) return super.connect();
    super.connect(callback);
    return undefined;
  }
}
