import { withLock } from './advisory-lock';
import type { Database } from './database';

/** Runs work while no other process builds partitions; null, without running it, if one does. */
export function withBuilderLock<T>(database: Database, work: () => Promise<T>): Promise<T | null> {
  return withLock(database, 'build', work);
}
