import { and, asc, count, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type { Database } from './database';
import { audit, readTokens } from './schema';
import type { WriteContext } from './write-context';

/** What the desk may know of a token: never the token, and never what it is compared with. */
export interface ReadTokenFacts {
  id: string;
  name: string;
  createdAt: string;
  /** To the minute, null before the first use. */
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Every reading compares with all of them. */
export const MOST_ACTIVE_TOKENS = 1_000;
const USE_NOTED_EVERY_MS = 60_000;

/** Keeps a new token by its hash; null where there are too many already. */
export async function createReadToken(
  database: Database,
  token: { name: string; sha256: string },
  context: WriteContext,
): Promise<ReadTokenFacts | null> {
  const id = context.newId();
  return database.transaction(async (tx) => {
    const [active] = await tx
      .select({ tokens: count() })
      .from(readTokens)
      .where(isNull(readTokens.revokedAt));
    if (Number(active?.tokens ?? 0) >= MOST_ACTIVE_TOKENS) return null;
    const createdAt = context.now;
    const { name, sha256 } = token;
    await tx.insert(readTokens).values({ id, name, sha256, createdAt });
    await tx.insert(audit).values(auditRow('create read token', id, name, context));
    return factsOf({ id, name, sha256, createdAt, lastUsedAt: null, revokedAt: null });
  });
}

/** All tokens, revoked ones too, oldest first. */
export async function listReadTokens(database: Database): Promise<ReadTokenFacts[]> {
  const rows = await database.orm.select().from(readTokens).orderBy(asc(readTokens.createdAt));
  return rows.map(factsOf);
}

/** Ends a token; again on one that has ended, it changes nothing. Null where there is none. */
export async function revokeReadToken(
  database: Database,
  id: string,
  context: WriteContext,
): Promise<ReadTokenFacts | null> {
  return database.transaction(async (tx) => {
    const [row] = await tx.select().from(readTokens).where(eq(readTokens.id, id)).for('update');
    if (!row || row.revokedAt) return row ? factsOf(row) : null;
    const revokedAt = context.now;
    await tx.update(readTokens).set({ revokedAt }).where(eq(readTokens.id, id));
    await tx.insert(audit).values(auditRow('revoke read token', id, row.name, context));
    return factsOf({ ...row, revokedAt });
  });
}

/** The tokens that count now: their ids and hashes. */
export async function activeReadTokens(
  database: Database,
): Promise<{ id: string; sha256: string }[]> {
  return database.orm
    .select({ id: readTokens.id, sha256: readTokens.sha256 })
    .from(readTokens)
    .where(isNull(readTokens.revokedAt));
}

/** Notes that tokens were used, to the minute, so that a busy reader does not write with every request. */
export async function noteUse(database: Database, ids: string[], now: Date): Promise<void> {
  const noted = new Date(now.getTime() - USE_NOTED_EVERY_MS);
  await database.orm
    .update(readTokens)
    .set({ lastUsedAt: now })
    .where(
      and(
        inArray(readTokens.id, ids),
        or(isNull(readTokens.lastUsedAt), lt(readTokens.lastUsedAt, noted)),
      ),
    );
}

function auditRow(action: string, tokenId: string, name: string, { actor, now }: WriteContext) {
  return { at: now, actor, action, incidentId: null, detail: { tokenId, name } };
}

function factsOf(row: typeof readTokens.$inferSelect): ReadTokenFacts {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
