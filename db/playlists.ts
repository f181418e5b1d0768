import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { StoredPlaylist } from '@/lib/protocol/screens';
import type { Database, Queryable, Transaction } from './database';
import { audit } from './schema';
import { playlists, screens } from './screen-tables';
import { hint, lockScreens } from './screens';
import type { WriteContext } from './write-context';

type Context = Pick<WriteContext, 'actor' | 'now'>;

/** Playlists in the order in which they were made known, with the screens that show each. */
export async function listPlaylists(
  { orm }: { orm: Queryable },
  id?: string,
): Promise<StoredPlaylist[]> {
  const rows = await orm
    .select()
    .from(playlists)
    .where(and(isNotNull(playlists.body), id === undefined ? undefined : eq(playlists.id, id)))
    .orderBy(asc(sql`lower(${playlists.body} ->> 'name')`), asc(playlists.id));
  if (rows.length === 0) return [];
  const shown = await orm
    .select({ id: screens.id, playlistId: screens.playlistId })
    .from(screens)
    .where(
      inArray(
        screens.playlistId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(screens.number));
  return rows.map(({ id: playlist, revision, body, changedAt }) => ({
    id: playlist,
    revision,
    changedAt: changedAt.toISOString(),
    body,
    screens: shown.flatMap((screen) => (screen.playlistId === playlist ? [screen.id] : [])),
  }));
}

export async function createPlaylist(
  database: Database,
  body: unknown,
  { actor, now, newId }: WriteContext,
): Promise<StoredPlaylist> {
  const id = newId();
  await database.transaction(async (tx) => {
    await tx.insert(playlists).values({ id, revision: 1, body, changedAt: now });
    await note(tx, 'create playlist', id, { actor, now });
  });
  return { id, revision: 1, changedAt: now.toISOString(), body, screens: [] };
}

/**
 * Changes a playlist, and the orders of the screens that show it. `change` gets the body as it is and gives the next one; what it
 * throws, ends the transaction. Null where there is none.
 */
export async function changePlaylist(
  database: Database,
  id: string,
  change: (current: { revision: number; body: unknown }) => unknown,
  { actor, now }: Context,
): Promise<StoredPlaylist | null> {
  return database.transaction(async (tx) => {
    const row = await findPlaylist(tx, id);
    if (!row) return null;
    const body = change({ revision: row.revision, body: row.body });
    await tx
      .update(playlists)
      .set({ body, revision: row.revision + 1, changedAt: now })
      .where(eq(playlists.id, id));
    await tx
      .update(screens)
      .set({ revision: sql`${screens.revision} + 1` })
      .where(eq(screens.playlistId, id));
    await note(tx, 'change playlist', id, { actor, now });
    await hint(tx);
    const [stored] = await listPlaylists({ orm: tx }, id);
    return stored ?? null;
  });
}

/** Deletes a playlist that no screen shows, or takes it off those that do. */
export async function deletePlaylist(
  database: Database,
  id: string,
  { unassign, actor, now }: Context & { unassign: boolean },
): Promise<{ type: 'deleted' | 'missing' } | { type: 'in use'; names: string[] }> {
  return database.transaction(async (tx) => {
    if (!(await findPlaylist(tx, id))) return { type: 'missing' };
    const users = await tx
      .select({ name: screens.name })
      .from(screens)
      .where(eq(screens.playlistId, id))
      .orderBy(asc(screens.number));
    if (users.length > 0 && !unassign)
      return { type: 'in use', names: users.map(({ name }) => name) };
    await tx
      .update(screens)
      .set({
        playlistId: null,
        steering: { mode: 'follow' },
        revision: sql`${screens.revision} + 1`,
      })
      .where(eq(screens.playlistId, id));
    await tx.update(playlists).set({ body: null, changedAt: now }).where(eq(playlists.id, id));
    await note(tx, 'delete playlist', id, { actor, now });
    await hint(tx);
    return { type: 'deleted' };
  });
}

async function findPlaylist(tx: Transaction, id: string) {
  await lockScreens(tx);
  const [row] = await tx
    .select()
    .from(playlists)
    .where(and(eq(playlists.id, id), isNotNull(playlists.body)));
  return row ?? null;
}

async function note(
  tx: Transaction,
  action: string,
  playlist: string,
  { actor, now }: Context,
): Promise<void> {
  await tx.insert(audit).values({ at: now, actor, action, incidentId: null, detail: { playlist } });
}
