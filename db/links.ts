import { createHash } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database, Queryable, Transaction } from './database';
import { audit, links } from './schema';
import type { WriteContext } from './write-context';

/** A short link with what the desk may know of it. */
export interface StoredLink {
  code: string;
  state: string;
  title: string | null;
  note: string | null;
  createdAt: string;
  revokedAt: string | null;
}

export type LinkContent = Pick<StoredLink, 'state' | 'title' | 'note'>;

/** The link that leads to exactly this and has not ended, or null. */
export async function findLink(
  { orm }: { orm: Queryable },
  content: LinkContent,
): Promise<StoredLink | null> {
  const [row] = await orm
    .select()
    .from(links)
    .where(and(eq(links.sha256, hashOf(content)), isNull(links.revokedAt)));
  return row ? linkOf(row) : null;
}

/** One that has ended gives its content back; another process may do so too, or be faster with the same. */
const ATTEMPTS = 5;

/**
 * Keeps a link under a new code. Where another process was faster with the same content, its link is given. One that leads
 * to the same and has ended stays ended under its own code.
 * @param newCode of so many codes that none comes twice
 */
export async function createLink(
  database: Database,
  content: LinkContent,
  { now, newCode }: { now: Date; newCode: () => string },
): Promise<StoredLink> {
  const { state, title, note } = content;
  const sha256 = hashOf(content);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const link = await database.transaction(async (tx) => {
      await leaveContent(tx, sha256);
      const [row] = await tx
        .insert(links)
        .values({ code: newCode(), state, title, note, sha256, createdAt: now })
        .onConflictDoNothing({ target: links.sha256 })
        .returning();
      return row ? linkOf(row) : findLink({ orm: tx }, content);
    });
    if (link) return link;
  }
  throw new Error('a link was neither made nor found');
}

/** The one link of a content is the one that lives: an ended one is found by its code alone. */
async function leaveContent(tx: Transaction, sha256: string): Promise<void> {
  await tx
    .update(links)
    .set({ sha256: sql`'ended ' || ${links.code}` })
    .where(and(eq(links.sha256, sha256), isNotNull(links.revokedAt)));
}

export async function readLink(
  { orm }: Pick<Database, 'orm'>,
  code: string,
): Promise<StoredLink | null> {
  const [row] = await orm.select().from(links).where(eq(links.code, code));
  return row ? linkOf(row) : null;
}

/** Links, ended ones too, the newest first; `before` is the last of the page before. */
export async function listLinks(
  { orm }: Pick<Database, 'orm'>,
  { limit, before }: { limit: number; before: { at: Date; code: string } | null },
): Promise<StoredLink[]> {
  const rows = await orm
    .select()
    .from(links)
    .where(
      before
        ? or(
            lt(links.createdAt, before.at),
            and(eq(links.createdAt, before.at), lt(links.code, before.code)),
          )
        : undefined,
    )
    .orderBy(desc(links.createdAt), desc(links.code))
    .limit(limit);
  return rows.map(linkOf);
}

/** Ends a link; again on one that has ended, it changes nothing. Null where there is none. */
export async function revokeLink(
  database: Database,
  code: string,
  { actor, now }: Pick<WriteContext, 'actor' | 'now'>,
): Promise<StoredLink | null> {
  return database.transaction(async (tx) => {
    const [row] = await tx.select().from(links).where(eq(links.code, code)).for('update');
    if (!row || row.revokedAt) return row ? linkOf(row) : null;
    await tx.update(links).set({ revokedAt: now }).where(eq(links.code, code));
    const detail = { code };
    await tx
      .insert(audit)
      .values({ at: now, actor, action: 'revoke link', incidentId: null, detail });
    return linkOf({ ...row, revokedAt: now });
  });
}

function hashOf({ state, title, note }: LinkContent): string {
  return createHash('sha256')
    .update(JSON.stringify([state, title, note]))
    .digest('hex');
}

function linkOf(row: typeof links.$inferSelect): StoredLink {
  const { code, state, title, note, createdAt, revokedAt } = row;
  return {
    code,
    state,
    title,
    note,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
