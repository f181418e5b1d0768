import { and, asc, count, eq, gt, isNull, lt, max, notInArray, or, sql } from 'drizzle-orm';
import type { OwnScreen } from '@/lib/protocol/screens';
import type { Database, Queryable, Transaction } from './database';
import { audit } from './schema';
import { screenRegistrations, screens } from './screen-tables';
import type { WriteContext } from './write-context';

/** The old credential holds for so long after the new one was first used: requests with it may be under way. */
const GRACE_MS = 10 * 60_000;
/** Two pages of one screen that ask at once: the second gets none, so that the first's is not lost. */
const RENEWAL_PAUSE_MS = 60_000;
/** Who shows an old credential again and again is noted once in so long. */
const OLD_SHOWN_PAUSE_MS = 3_600_000;
const RENEWAL_AGE_MS = 24 * 3_600_000;
export const MOST_WAITING_SCREENS = 200;

type ScreenRow = typeof screens.$inferSelect;

/**
 * Notes that a screen waits under a code. Where too many do, the oldest of them whose page asks no more makes room, so that nobody
 * stops registrations by asking for many.
 * @param asking hashes of the secrets whose pages asked lately
 */
export async function createRegistration(
  database: Database,
  registration: { code: string; sha256: string; expiresAt: Date },
  { now, asking }: { now: Date; asking: readonly string[] },
): Promise<'created' | 'taken' | 'full'> {
  return database.transaction(async (tx) => {
    await tx.execute(
      sql`delete from screen_registrations where expires_at < ${now.toISOString()}::timestamptz`,
    );
    const [waiting] = await tx.select({ screens: count() }).from(screenRegistrations);
    const isFull = Number(waiting?.screens ?? 0) >= MOST_WAITING_SCREENS;
    if (isFull && !(await makeRoom(tx, asking))) return 'full';
    const made = await tx
      .insert(screenRegistrations)
      .values(registration)
      .onConflictDoNothing()
      .returning({ code: screenRegistrations.code });
    return made.length > 0 ? 'created' : 'taken';
  });
}

/** Whether the oldest that nobody asks for, and that was not confirmed, was there to be dropped. */
async function makeRoom(tx: Transaction, asking: readonly string[]): Promise<boolean> {
  const oldest = tx
    .select({ sha256: screenRegistrations.sha256 })
    .from(screenRegistrations)
    .where(
      and(
        isNull(screenRegistrations.screenId),
        notInArray(screenRegistrations.sha256, [...asking]),
      ),
    )
    .orderBy(asc(screenRegistrations.expiresAt))
    .limit(1);
  const dropped = await tx.execute(
    sql`delete from screen_registrations where sha256 in (${oldest}) returning code`,
  );
  return dropped.rows.length > 0;
}

/** Makes a screen of the one that waits under a code, once; null where none does. */
export async function confirmRegistration(
  database: Database,
  { code, name, place }: { code: string; name: string; place: string },
  { actor, now, newId, holdMs }: WriteContext & { holdMs: number },
): Promise<string | null> {
  return database.transaction(async (tx) => {
    const [registration] = await tx
      .select()
      .from(screenRegistrations)
      .where(
        and(
          eq(screenRegistrations.code, code),
          gt(screenRegistrations.expiresAt, now),
          isNull(screenRegistrations.screenId),
        ),
      )
      .for('update');
    if (!registration) return null;
    await lockScreens(tx);
    const [last] = await tx.select({ number: max(screens.number) }).from(screens);
    const id = newId();
    await tx.insert(screens).values({
      id,
      number: (last?.number ?? 0) + 1,
      name,
      place,
      confirmedAt: now,
      renewedAt: now,
      revision: 1,
      steering: { mode: 'follow' },
    });
    await tx
      .update(screenRegistrations)
      .set({ screenId: id, expiresAt: new Date(now.getTime() + holdMs) })
      .where(eq(screenRegistrations.sha256, registration.sha256));
    await note(tx, 'confirm screen', { screen: id, name, place }, { actor, now });
    return id;
  });
}

/** How far a registration is: a confirmed one gets this credential, until one of them was used. */
export async function pollRegistration(
  database: Database,
  { secretSha256, sha256 }: { secretSha256: string; sha256: string },
  now: Date,
): Promise<{ expiresAt: Date } | { screen: OwnScreen } | null> {
  return database.transaction(async (tx) => {
    const [registration] = await tx
      .select()
      .from(screenRegistrations)
      .where(
        and(eq(screenRegistrations.sha256, secretSha256), gt(screenRegistrations.expiresAt, now)),
      );
    if (!registration) return null;
    const { expiresAt, screenId } = registration;
    if (!screenId) return { expiresAt };
    const [screen] = await tx
      .update(screens)
      .set({ sha256 })
      .where(and(eq(screens.id, screenId), isNull(screens.usedAt), isNull(screens.revokedAt)))
      .returning();
    return screen ? { screen: ownScreenOf(screen) } : null;
  });
}

/**
 * The screen that a credential is of. With its first use a new one replaces the old, which holds for ten minutes more; who shows it later is
 * nobody, and is noted.
 */
export async function findScreen(
  database: Database,
  sha256: string,
  now: Date,
): Promise<{ id: string; isRevoked: boolean } | null> {
  const [row] = await database.orm
    .select()
    .from(screens)
    .where(
      or(
        eq(screens.sha256, sha256),
        eq(screens.nextSha256, sha256),
        eq(screens.previousSha256, sha256),
      ),
    );
  if (!row) return null;
  const { id, revokedAt, previousSha256, previousUntil } = row;
  if (previousSha256 === sha256 && (!previousUntil || previousUntil <= now)) {
    if (!revokedAt) await noteOldShown(database, row, now);
    return null;
  }
  if (!revokedAt) await noteFirstUse(database.orm, row, sha256, now);
  return { id, isRevoked: revokedAt !== null };
}

/** The screen itself has the new one: whoever still shows the old may have a copy, or the screen lost its own to who has. */
async function noteOldShown(database: Database, { id, name }: ScreenRow, now: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const isDue = or(
      isNull(screens.oldShownAt),
      lt(screens.oldShownAt, new Date(now.getTime() - OLD_SHOWN_PAUSE_MS)),
    );
    const noted = await tx
      .update(screens)
      .set({ oldShownAt: now })
      .where(and(eq(screens.id, id), isDue))
      .returning({ id: screens.id });
    if (noted.length === 0) return;
    await note(tx, 'old screen credential', { screen: id, name }, { actor: 'screen', now });
  });
}

async function noteFirstUse(
  orm: Queryable,
  { id, usedAt, sha256: current, nextSha256 }: ScreenRow,
  sha256: string,
  now: Date,
): Promise<void> {
  if (nextSha256 === sha256) {
    await orm
      .update(screens)
      .set({
        sha256,
        usedAt: now,
        renewedAt: now,
        nextSha256: null,
        nextGivenAt: null,
        previousSha256: current,
        previousUntil: new Date(now.getTime() + GRACE_MS),
      })
      .where(and(eq(screens.id, id), eq(screens.nextSha256, sha256)));
  } else if (!usedAt && current === sha256) {
    await orm.update(screens).set({ usedAt: now }).where(eq(screens.id, id));
  }
}

/** Gives a screen this credential, if its own is older than a day and none was given a moment ago. */
export async function renewCredential(
  { orm }: Pick<Database, 'orm'>,
  id: string,
  { sha256, now }: { sha256: string; now: Date },
): Promise<boolean> {
  const renewed = await orm
    .update(screens)
    .set({ nextSha256: sha256, nextGivenAt: now })
    .where(
      and(
        eq(screens.id, id),
        isNull(screens.revokedAt),
        lt(screens.renewedAt, new Date(now.getTime() - RENEWAL_AGE_MS)),
        or(
          isNull(screens.nextGivenAt),
          lt(screens.nextGivenAt, new Date(now.getTime() - RENEWAL_PAUSE_MS)),
        ),
      ),
    )
    .returning({ id: screens.id });
  return renewed.length > 0;
}

/** Changes a screen's words; false where there is none. */
export async function renameScreen(
  database: Database,
  id: string,
  change: { name?: string | undefined; place?: string | undefined },
  { actor, now }: Pick<WriteContext, 'actor' | 'now'>,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const { name, place } = change;
    const changed = await tx
      .update(screens)
      .set({
        ...(name === undefined ? {} : { name }),
        ...(place === undefined ? {} : { place }),
        revision: sql`${screens.revision} + 1`,
      })
      .where(eq(screens.id, id))
      .returning({ id: screens.id });
    if (changed.length === 0) return false;
    await note(tx, 'rename screen', { screen: id, ...change }, { actor, now });
    await hint(tx);
    return true;
  });
}

/** Ends a screen; again on one that has ended, it changes nothing. False where there is none. */
export async function revokeScreen(
  database: Database,
  id: string,
  { actor, now }: Pick<WriteContext, 'actor' | 'now'>,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await lockScreens(tx);
    const [row] = await tx.select().from(screens).where(eq(screens.id, id));
    if (!row) return false;
    if (row.revokedAt) return true;
    await tx
      .update(screens)
      .set({ revokedAt: now, playlistId: null, revision: row.revision + 1 })
      .where(eq(screens.id, id));
    await note(tx, 'revoke screen', { screen: id, name: row.name }, { actor, now });
    await hint(tx);
    return true;
  });
}

/** Whoever changes several screens, or gives a number, does it alone: no two can wait for each other. Reading goes on. */
export async function lockScreens(tx: Transaction): Promise<void> {
  await tx.execute(sql`lock table ${screens} in share row exclusive mode`);
}

/** Makes the other processes look at the orders sooner than at their next poll. */
export async function hint(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_notify('havenwacht_log', '')`);
}

async function note(
  tx: Transaction,
  action: string,
  detail: Record<string, unknown>,
  { actor, now }: Pick<WriteContext, 'actor' | 'now'>,
): Promise<void> {
  await tx.insert(audit).values({ at: now, actor, action, incidentId: null, detail });
}

export function ownScreenOf({ id, number, name, place }: ScreenRow): OwnScreen {
  return { id, number, name, place };
}
