import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { NodePgDatabase, NodePgTransaction } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import type * as schema from './schema';

export type Orm = NodePgDatabase<typeof schema>;
/** What a transaction's work may use. */
export type Transaction = NodePgTransaction<
  typeof schema,
  ExtractTablesWithRelations<typeof schema>
>;
/** Either: for reads that make sense in and out of a transaction. */
export type Queryable = Orm | Transaction;

/** An open database: PGlite in a worker thread, or a PostgreSQL server. */
export interface Database {
  readonly engine: 'embedded' | 'server';
  readonly orm: Orm;
  /** For reads that need a connection of their own; release it. The embedded engine has one. */
  readonly pool: Pool;
  /** Runs work in one transaction. Inside it only `tx` may be used: anything else throws at once. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A hint that the log moved; it may be lost, so poll as well. */
  onNotify(listener: () => void): void;
  /** The embedded engine's thread ended: the process must stop. Never called for a server. */
  onFailure(listener: (error: Error) => void): void;
  /** Vacuum, statistics and a checkpoint, and answers that nobody will ask for again. Call it now and then. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}
