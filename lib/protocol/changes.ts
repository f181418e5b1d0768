import { z } from 'zod';
import { figureSchema } from '@/lib/domain/figure-schema';
import { publicIncidentSchema } from '@/lib/domain/incident';
import { areaTupleSchema } from '@/lib/domain/region-schema';
import { WIRE_COLUMNS } from './columns';
import { PAGE_ROWS } from './version';

/** A position in the log. */
export const seqSchema = z.int().min(0).max(0xffff_fffe);
export const digestHexSchema = z.string().regex(/^[0-9a-f]{16}$/);
/** A row as integers in the order of `WIRE_COLUMNS`. */
export const wireTupleSchema = z.array(z.int().min(0).max(0xffff_ffff)).length(WIRE_COLUMNS.length);

/** An area code and what it stands for; codes are only ever added. */
export const areaCodeSchema = z.object({ code: z.int().min(0).max(0xffff), area: areaTupleSchema });
export type AreaCode = z.infer<typeof areaCodeSchema>;

/** A figure's version; `figure` is null when it left public view. */
export const figureChangeSchema = z.object({
  fid: z.int().positive(),
  fromSeq: seqSchema,
  figure: figureSchema.nullable(),
});
export type FigureChange = z.infer<typeof figureChangeSchema>;

/**
 * What changed in `(from, to]`, as of `to`: the versions that began there and are still open at `to`, with tombstones.
 * Both bounds are ends of transactions. `more` pages of the same interval share `from` and `to`; only with the last
 * (`next` is null) do the reader's seq and digest move to `to`.
 */
export const changeBatchSchema = z.object({
  epoch: z.string(),
  from: seqSchema,
  to: seqSchema,
  /** The state's digest at `to`; the reader's must be equal once `to >= verifyFrom`. */
  digest: digestHexSchema,
  /** Records were withdrawn after `to`: until this seq a reader that lacks them cannot have an equal digest. */
  verifyFrom: seqSchema,
  committedAt: z.string(),
  /** Where the next page starts (`from_seq` greater than this), or null. */
  next: seqSchema.nullable(),
  areas: z.array(areaCodeSchema),
  rows: z.array(wireTupleSchema).max(PAGE_ROWS),
  figures: z.array(figureChangeSchema),
  /** The records behind the rows, where the batch is small. */
  texts: z.array(z.object({ fromSeq: seqSchema, record: publicIncidentSchema })),
  /** Whether the rows were published one by one; a bulk import raises no pulse. */
  bulk: z.boolean(),
});
export type ChangeBatch = z.infer<typeof changeBatchSchema>;

/** An immutable file with one Brussels year's records at the manifest's seq. */
export const partitionEntrySchema = z.object({
  year: z.int(),
  url: z.string(),
  rows: z.int(),
  bytes: z.int(),
});

/** Everything a reader needs to hold the state at `seq`: `GET /api/v1/snapshot`. */
export const manifestSchema = z.object({
  protocol: z.int(),
  epoch: z.string(),
  seq: seqSchema,
  digest: digestHexSchema,
  committedAt: z.string(),
  /** Newest year first. */
  partitions: z.array(partitionEntrySchema),
  areas: z.array(areaCodeSchema),
  figures: z.array(figureChangeSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The head of the log, as a hello, a heartbeat and `GET /api/v1/digest` give it. */
export const headSchema = z.object({ epoch: z.string(), seq: seqSchema, digest: digestHexSchema });
export type Head = z.infer<typeof headSchema>;
