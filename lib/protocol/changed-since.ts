import { z } from 'zod';

/** As many records as one question names, and as many withdrawals as one answer tells of. */
export const MOST_CHANGED = 50;

/** What became of a record since a past state; nothing is told of what was in one that was withdrawn. */
const changedRecordSchema = z.object({
  rid: z.int().positive(),
  change: z.enum(['changed', 'retracted']),
  /** When its newest public version was published, ISO. */
  at: z.iso.datetime(),
});
export type ChangedRecord = z.infer<typeof changedRecordSchema>;

/** What `GET /api/v1/changed-since` answers. */
export const changedSinceSchema = z.object({
  /** Of the records that were asked about, those that have changed, the latest change first. */
  records: z.array(changedRecordSchema).max(MOST_CHANGED),
  /** Of all records of the past state: how many have left public view, and when the latest of them did. */
  withdrawn: z.object({
    count: z.int().min(0),
    latest: z.array(z.iso.datetime()).max(MOST_CHANGED),
  }),
});
export type ChangedSince = z.infer<typeof changedSinceSchema>;
