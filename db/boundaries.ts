import type { BoundaryFacts } from '@/lib/protocol/boundaries';
import type { Database } from './database';
import { audit, boundaries } from './schema';
import type { WriteContext } from './write-context';

/** The imported boundaries without their polygons. */
export interface StoredBoundaries {
  sha256: string;
  facts: BoundaryFacts;
}

/** What is imported now, or null. Reads no polygon. */
export async function readBoundaryFacts(
  database: Pick<Database, 'orm'>,
): Promise<StoredBoundaries | null> {
  const [row] = await database.orm
    .select({ sha256: boundaries.sha256, facts: boundaries.facts })
    .from(boundaries);
  return row?.sha256 && row.facts ? { sha256: row.sha256, facts: row.facts } : null;
}

/** The topology as it is sent, with what is told of it; null where none is imported. */
export async function readBoundaryTopology(
  database: Pick<Database, 'orm'>,
): Promise<(StoredBoundaries & { topology: string }) | null> {
  const [row] = await database.orm
    .select({
      sha256: boundaries.sha256,
      facts: boundaries.facts,
      topology: boundaries.topology,
    })
    .from(boundaries);
  if (!row?.sha256 || !row.facts || !row.topology) return null;
  return { sha256: row.sha256, facts: row.facts, topology: row.topology };
}

/** Puts boundaries in the place of those before; null removes them. One row, so that all of it is there or nothing. */
export async function putBoundaries(
  database: Database,
  given: (StoredBoundaries & { topology: string }) | null,
  context: WriteContext,
): Promise<void> {
  const values = {
    sha256: given?.sha256 ?? null,
    topology: given?.topology ?? null,
    facts: given?.facts ?? null,
    changedAt: context.now,
  };
  await database.transaction(async (tx) => {
    await tx
      .insert(boundaries)
      .values(values)
      .onConflictDoUpdate({ target: boundaries.singleton, set: values });
    await tx.insert(audit).values({
      at: context.now,
      actor: context.actor,
      action: given ? 'import boundaries' : 'remove boundaries',
      incidentId: null,
      detail: given ? { sha256: given.sha256, ...given.facts } : {},
    });
    await context.beforeCommit?.();
  });
}
