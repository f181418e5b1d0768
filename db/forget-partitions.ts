import { inArray } from 'drizzle-orm';
import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { Transaction } from './database';
import { partitions } from './schema';

/**
 * Destroys the encoded years that hold records which happened at these minutes, in every epoch. Their addresses
 * answer "gone" from now on. The caller holds the log's head, which also keeps a builder from storing them again.
 */
export async function forgetPartitions(tx: Transaction, occurredMinutes: number[]): Promise<void> {
  const years = [...new Set(occurredMinutes.map((minute) => brusselsYear(minute * MINUTE_MS)))];
  if (years.length === 0) return;
  await tx
    .update(partitions)
    .set({ gone: true, bytes: null })
    .where(inArray(partitions.year, years));
}
