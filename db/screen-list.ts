import { asc, eq, sql } from 'drizzle-orm';
import type { ScreenFacts, ScreenStatus } from '@/lib/protocol/screens';
import type { Database } from './database';
import { playlists, screenStatuses, screens } from './screen-tables';
import { ownScreenOf } from './screens';

/** All screens, revoked ones too, by number; or one of them. */
export async function listScreens(
  { orm }: Pick<Database, 'orm'>,
  { now, id }: { now: Date; id?: string },
): Promise<ScreenFacts[]> {
  const rows = await orm
    .select({
      screen: screens,
      playlist: {
        id: playlists.id,
        name: sql<string>`${playlists.body} ->> 'name'`,
        revision: playlists.revision,
      },
      status: screenStatuses.status,
      // Both by the database's clock, so that it does not matter which process the screen speaks to.
      silentSeconds: sql<
        string | null
      >`extract(epoch from clock_timestamp() - ${screenStatuses.seenAt})`,
    })
    .from(screens)
    .leftJoin(playlists, eq(playlists.id, screens.playlistId))
    .leftJoin(screenStatuses, eq(screenStatuses.screenId, screens.id))
    .where(id === undefined ? undefined : eq(screens.id, id))
    .orderBy(asc(screens.number));
  return rows.map(({ screen, playlist, status, silentSeconds }) => {
    const { message } = screen;
    const isOver = message?.until ? Date.parse(message.until) <= now.getTime() : false;
    return {
      ...ownScreenOf(screen),
      confirmedAt: screen.confirmedAt.toISOString(),
      renewedAt: screen.renewedAt.toISOString(),
      revokedAt: screen.revokedAt?.toISOString() ?? null,
      oldCredentialAt: screen.oldShownAt?.toISOString() ?? null,
      revision: screen.revision,
      playlist: playlist?.id ? playlist : null,
      steering: screen.steering,
      message: isOver ? null : message,
      silentSeconds: silentSeconds === null ? null : Math.max(0, Number(silentSeconds)),
      status,
    };
  });
}

/** Keeps the last that a screen said, `agoMs` before now, and that it lived then; without a status the last one stays. */
export async function noteStatus(
  { orm }: Pick<Database, 'orm'>,
  screenId: string,
  { status, agoMs }: { status: ScreenStatus | null; agoMs: number },
): Promise<void> {
  const seenAt = sql`clock_timestamp() - make_interval(secs => ${agoMs / 1_000})`;
  await orm
    .insert(screenStatuses)
    .values({ screenId, status, seenAt })
    .onConflictDoUpdate({
      target: screenStatuses.screenId,
      set: { seenAt, ...(status ? { status } : {}) },
    });
}
