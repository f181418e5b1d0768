import { createHash } from 'node:crypto';
import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { Database } from './database';
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
  database: Pick<Database, 'orm'>,
  content: LinkContent,
): Promise<StoredLink | null> {
  return (await findLiving(database, content)).link;
}

/**
 * Keeps a link under a new code. Where another was faster with the same content, its link is given, and `isNew` is false. One
 * that leads to the same and has ended stays as it is.
 * @param newCode of so many codes that none comes twice
 */
export async function createLink(
  { orm }: Pick<Database, 'orm'>,
  content: LinkContent,
  { now, newCode }: { now: Date; newCode: () => string },
): Promise<{ link: StoredLink; isNew: boolean }> {
  const { state, title, note } = content;
  for (;;) {
    const { link, generation } = await findLiving({ orm }, content);
    if (link) return { link, isNew: false };
    const sha256 = hashOf(content, generation);
    const [row] = await orm
      .insert(links)
      .values({ code: newCode(), state, title, note, sha256, createdAt: now })
      .onConflictDoNothing({ target: links.sha256 })
      .returning();
    if (row) return { link: linkOf(row), isNew: true };
  }
}

/** How many links to the same have ended, and the one after these. Only the newsroom ends links, so they are few. */
async function findLiving(
  { orm }: Pick<Database, 'orm'>,
  content: LinkContent,
): Promise<{ generation: number; link: StoredLink | null }> {
  for (let generation = 0; ; generation += 1) {
    const sha256 = hashOf(content, generation);
    const [row] = await orm.select().from(links).where(eq(links.sha256, sha256));
    if (!row?.revokedAt) return { generation, link: row ? linkOf(row) : null };
  }
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

/** The first link to a content has the hash of it alone; rows of ended ones are never changed for those that follow. */
function hashOf({ state, title, note }: LinkContent, generation: number): string {
  const named = [state, title, note, ...(generation > 0 ? [generation] : [])];
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
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
