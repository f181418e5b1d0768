import { z } from 'zod';
import {
  areaCodeSchema,
  digestHexSchema,
  figureChangeSchema,
  seqSchema,
  wireTupleSchema,
} from './changes';
import { PAGE_ROWS } from './version';

/**
 * One page of what a reader that holds the state at `at` changes to hold the state as of `seq`: rules AO1-AO7 of
 * SPEC.md. Each record is in it once at most, as a row or as a removal.
 */
export const asOfPageSchema = z.object({
  /** The epoch that both seqs are counted in: the current one. */
  epoch: z.string(),
  seq: seqSchema,
  at: seqSchema,
  committedAt: z.string(),
  /** Where the next page starts (`after` of its request), or null. */
  next: seqSchema.nullable(),
  /** Codes that were given after `at`. */
  areas: z.array(areaCodeSchema),
  /** These replace what the reader holds of their records, whatever `fromSeq` that has. */
  rows: z.array(wireTupleSchema).max(PAGE_ROWS),
  /** rids of which the reader keeps nothing. */
  removed: z.array(z.int().positive()).max(PAGE_ROWS),
  /** All figures as of `seq`, on the last page; null before it. */
  figures: z.array(figureChangeSchema).nullable(),
  /** Of the state as of `seq`, on the last page; null before it. */
  digest: digestHexSchema.nullable(),
});
export type AsOfPage = z.infer<typeof asOfPageSchema>;
