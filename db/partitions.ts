import { and, eq, gt, inArray, isNotNull, isNull, lte, notInArray } from 'drizzle-orm';
import type { Database, Queryable } from './database';
import { incidentVersions, logHead, manifests, partitions } from './schema';

/** An encoded Brussels year that is to become part of the manifest. */
export interface NewPartition {
  /** `{epoch}/{protocol}/{year}/{sha256}`. */
  address: string;
  year: number;
  rows: number;
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface StoredPartition {
  address: string;
  year: number;
  rows: number;
  byteLength: number;
}

/** The partitions that together are the state at `seq`. */
export interface CurrentManifest {
  epoch: string;
  protocol: number;
  seq: number;
  /** Newest year first. */
  partitions: StoredPartition[];
}

export interface ManifestInput {
  epoch: string;
  protocol: number;
  /** What every partition of the manifest is true for. */
  seq: number;
  /** Years encoded now. */
  encoded: NewPartition[];
  /** Addresses of the manifest before whose years did not change since. */
  kept: string[];
}

/**
 * Makes a set of partitions the current manifest, all true at one seq; what is not in it any more is retired.
 * @returns false, and nothing is stored, if meanwhile something that was visible at `seq` was hidden, a kept
 * partition is gone, a newer manifest is there or another epoch began: encode again from the head
 */
export async function putManifest(
  database: Database,
  input: ManifestInput,
  now: Date,
): Promise<boolean> {
  const { epoch, protocol, seq } = input;
  return database.transaction(async (tx) => {
    // A share of the head's lock: no withdrawal commits between this check and this write.
    const [head] = await tx.select({ epoch: logHead.epoch }).from(logHead).for('share');
    if (head?.epoch !== epoch) return false;
    const [hidden] = await tx
      .select({ rid: incidentVersions.rid })
      .from(incidentVersions)
      .where(
        and(
          eq(incidentVersions.hidden, true),
          gt(incidentVersions.hiddenAt, seq),
          lte(incidentVersions.fromSeq, seq),
        ),
      )
      .limit(1);
    if (hidden) return false;
    if (!(await areAllReadable(tx, input.kept))) return false;
    for (const part of input.encoded) {
      await tx
        .insert(partitions)
        .values({
          address: part.address,
          epoch,
          protocol,
          year: part.year,
          seq,
          rows: part.rows,
          sha256: part.sha256,
          byteLength: part.bytes.byteLength,
          // A view, not a copy: the years of a million records are tens of megabytes.
          bytes: Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength),
          createdAt: now,
        })
        .onConflictDoUpdate({ target: partitions.address, set: { retiredAt: null, seq } });
    }
    const addresses = [...input.encoded.map((part) => part.address), ...input.kept];
    if (!(await areAllReadable(tx, addresses))) return false;
    const moved = await tx
      .insert(manifests)
      .values({ epoch, protocol, seq, addresses, createdAt: now })
      .onConflictDoUpdate({
        target: [manifests.epoch, manifests.protocol],
        set: { seq, addresses, createdAt: now },
        setWhere: lte(manifests.seq, seq),
      })
      .returning({ seq: manifests.seq });
    if (moved.length === 0) return false;
    await tx
      .update(partitions)
      .set({ retiredAt: now })
      .where(
        and(
          isNull(partitions.retiredAt),
          addresses.length > 0 ? notInArray(partitions.address, addresses) : undefined,
        ),
      );
    return true;
  });
}

async function areAllReadable(db: Queryable, addresses: string[]): Promise<boolean> {
  return (await findReadable(db, addresses)).size === new Set(addresses).size;
}

async function findReadable(db: Queryable, addresses: string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const readable = and(inArray(partitions.address, addresses), isNotNull(partitions.bytes));
  const rows = await db.select({ address: partitions.address }).from(partitions).where(readable);
  return new Set(rows.map(({ address }) => address));
}

/** Which of these addresses' bytes may still be given out: not those of a year that held what was hidden since. */
export async function readableAddresses(
  database: Pick<Database, 'orm'>,
  addresses: string[],
): Promise<Set<string>> {
  return findReadable(database.orm, addresses);
}

/** A partition's bytes; `gone` if its content was withdrawn or it is no longer kept; null if it never was. */
export async function readPartition(
  database: Pick<Database, 'orm'>,
  address: string,
): Promise<Buffer | 'gone' | null> {
  const [row] = await database.orm
    .select({ bytes: partitions.bytes })
    .from(partitions)
    .where(eq(partitions.address, address));
  if (!row) return null;
  return row.bytes ?? 'gone';
}

/** Whether the bytes of all these partitions may still be given out. */
export async function arePartitionsReadable(
  database: Pick<Database, 'orm'>,
  addresses: string[],
): Promise<boolean> {
  return areAllReadable(database.orm, addresses);
}

/** The manifest that clients load now; null before the first, and while a withdrawal waits for the next one. */
export async function readCurrentManifest(
  database: Pick<Database, 'orm'>,
  protocol: number,
): Promise<CurrentManifest | null> {
  const [current] = await database.orm
    .select({ epoch: manifests.epoch, seq: manifests.seq, addresses: manifests.addresses })
    .from(manifests)
    .innerJoin(logHead, eq(logHead.epoch, manifests.epoch))
    .where(eq(manifests.protocol, protocol));
  if (!current) return null;
  const stored = current.addresses.length
    ? await database.orm
        .select({
          address: partitions.address,
          year: partitions.year,
          rows: partitions.rows,
          byteLength: partitions.byteLength,
        })
        .from(partitions)
        .where(and(inArray(partitions.address, current.addresses), isNotNull(partitions.bytes)))
    : [];
  if (stored.length !== current.addresses.length) return null;
  stored.sort((a, b) => b.year - a.year);
  return { epoch: current.epoch, protocol, seq: current.seq, partitions: stored };
}

/** Destroys the bytes of partitions that left the manifest before an instant; their addresses answer "gone". */
export async function retirePartitions(
  database: Pick<Database, 'orm'>,
  retiredBefore: Date,
): Promise<number> {
  const dropped = await database.orm
    .update(partitions)
    .set({ bytes: null, gone: true })
    .where(and(lte(partitions.retiredAt, retiredBefore), isNotNull(partitions.bytes)))
    .returning({ address: partitions.address });
  return dropped.length;
}
