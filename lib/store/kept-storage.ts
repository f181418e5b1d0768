import { z } from 'zod';
import {
  areaCodeSchema,
  digestHexSchema,
  figureChangeSchema,
  manifestSchema,
  seqSchema,
  wireTupleSchema,
} from '@/lib/protocol/changes';

/** What is kept of changes: all of it belongs to the state at `head`. */
export const keptChangesSchema = z.object({
  head: z.object({ seq: seqSchema, digest: digestHexSchema, committedAt: z.string() }),
  /** The newest version of each record that changed since the manifest; tombstones too. */
  rows: z.array(wireTupleSchema),
  areas: z.array(areaCodeSchema),
  figures: z.array(figureChangeSchema),
});
export type KeptChanges = z.infer<typeof keptChangesSchema>;

/** A whole state but for the partitions' bytes: the manifest they belong to, and what changed since. */
export const keptRecordSchema = keptChangesSchema.extend({
  manifest: manifestSchema.omit({ areas: true, figures: true }),
});
export type KeptRecord = z.infer<typeof keptRecordSchema>;

/**
 * A place that outlives the page. Everything rejects where the place fails; what was read may be anything, since others
 * can write there.
 */
export interface KeptStorage {
  /** Waits until no other screen of this browser writes there, then says so; the returned function ends that. */
  own: (granted: () => void) => () => void;
  /** A `KeptRecord` as it was written, or null. */
  read: () => Promise<unknown>;
  /** Puts a record in the place of what was there. All or nothing. */
  write: (record: KeptRecord) => Promise<void>;
  /** Puts rows, areas and figures in the place of those with their numbers, and the head. All or nothing. */
  add: (changes: KeptChanges) => Promise<void>;
  /** The bytes that were put under an address, for the caller to own; null if there are none. */
  partition: (url: string) => Promise<Uint8Array | null>;
  putPartition: (url: string, bytes: Uint8Array) => Promise<void>;
  /** Deletes all partitions but these. */
  dropPartitionsBut: (urls: readonly string[]) => Promise<void>;
  /** Forgets everything. */
  clear: () => Promise<void>;
}
