import { z } from 'zod';

/** Raised by any change that an older reader would misunderstand. */
export const BACKUP_FORMAT = 1;

/**
 * A backup is gzip'd text, one JSON value a line: a header, then for each table a section line and its rows as objects,
 * then an end line with counts and the SHA-256 of every byte before it. Control lines are arrays, rows are objects.
 */
export const backupHeaderSchema = z.object({
  format: z.int(),
  createdAt: z.iso.datetime(),
  version: z.string(),
  build: z.string(),
  engine: z.enum(['embedded', 'server']),
  /** The migrations that made this schema: how many, and the hash of the last. */
  migrations: z.object({ count: z.int().min(1), lastHash: z.string() }),
  /** Where the log stood when the reading began; it ends at the end line's head, which is what a restore gives. */
  startedAt: z.object({ epoch: z.string(), seq: z.int(), digest: z.string() }),
  /** For a progress display only. */
  expectedRows: z.int().min(0),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;

export const backupSectionSchema = z.object({
  table: z.string().regex(/^[a-z_]+$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)).min(1),
  /** Rows that changed while the table was read; they replace the ones before. */
  isChanged: z.boolean(),
});
export type BackupSection = z.infer<typeof backupSectionSchema>;

export const backupEndSchema = z.object({
  head: z.object({
    epoch: z.string().min(1),
    seq: z.int().min(0),
    digest: z.string().regex(/^[0-9a-f]{16}$/),
    committedAt: z.iso.datetime({ offset: true }),
  }),
  /** Lines with rows, in all sections. */
  rows: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupEnd = z.infer<typeof backupEndSchema>;

export const backupControlSchema = z.union([
  z.tuple([z.literal('havenwacht backup'), backupHeaderSchema]),
  z.tuple([z.literal('section'), backupSectionSchema]),
  z.tuple([z.literal('end'), backupEndSchema]),
]);
export type BackupControl = z.infer<typeof backupControlSchema>;

/** A backup cannot be made, read or restored; the message is one sentence that says what to do. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}
