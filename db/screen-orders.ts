import { and, asc, desc, eq, gt, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import {
  type Acknowledgement,
  MOMENT_SECONDS,
  MOST_OPEN_COMMANDS,
  type ScreenCommand,
  type ScreenOrders,
} from '@/lib/protocol/screens';
import type { Database, Transaction } from './database';
import { audit } from './schema';
import { playlists, screenCommands, screens } from './screen-tables';
import { hint, lockScreens, ownScreenOf } from './screens';
import type { WriteContext } from './write-context';

/** A page loads anew within this: then a `reload` that was received is of no use any more. */
const RELOAD_SECONDS = 600;

export type CommandRow = typeof screenCommands.$inferSelect;

/** What a decision on a command may look at. */
export type CommandedScreen = Pick<
  typeof screens.$inferSelect,
  'id' | 'number' | 'playlistId' | 'steering' | 'message'
>;
/** What a command changes of a screen. */
export type OrdersChange = Partial<Pick<CommandedScreen, 'playlistId' | 'steering' | 'message'>>;
export type Decision = { change: OrdersChange } | { refused: string };

/**
 * Gives a command to screens in one transaction: `decide` says for each what changes, or why it cannot be. Screens that are not
 * there or are revoked are in neither list.
 */
export async function giveCommand(
  database: Database,
  asked: { screens: 'all' | readonly string[]; command: ScreenCommand },
  decide: (
    screens: readonly CommandedScreen[],
    bodies: ReadonlyMap<string, unknown>,
  ) => ReadonlyMap<string, Decision>,
  { actor, now }: Pick<WriteContext, 'actor' | 'now'>,
): Promise<{ given: CommandRow[]; refused: { screen: string; reason: string }[] }> {
  const { command } = asked;
  return database.transaction(async (tx) => {
    await lockScreens(tx);
    const rows = await tx
      .select()
      .from(screens)
      .where(
        and(
          isNull(screens.revokedAt),
          asked.screens === 'all' ? undefined : inArray(screens.id, [...asked.screens]),
        ),
      )
      .orderBy(asc(screens.number));
    const decided = decide(rows, await bodiesFor(tx, rows, command));
    const refused: { screen: string; reason: string }[] = [];
    const given: CommandRow[] = [];
    for (const { id, revision } of rows) {
      const decision = decided.get(id);
      if (!decision) continue;
      if ('refused' in decision) {
        refused.push({ screen: id, reason: decision.refused });
        continue;
      }
      await tx
        .update(screens)
        .set({ ...decision.change, revision: revision + 1 })
        .where(eq(screens.id, id));
      const [row] = await tx
        .insert(screenCommands)
        .values({ screenId: id, command, progress: 'open', createdAt: now })
        .returning();
      if (row) given.push(row);
    }
    if (given.length > 0) {
      const detail = { command, screens: given.map(({ screenId }) => screenId) };
      await tx
        .insert(audit)
        .values({ at: now, actor, action: 'command screens', incidentId: null, detail });
      await hint(tx);
    }
    return { given, refused };
  });
}

/** Playlists that a decision needs. */
async function bodiesFor(
  tx: Transaction,
  rows: readonly CommandedScreen[],
  command: ScreenCommand,
): Promise<Map<string, unknown>> {
  const wanted = new Set(rows.flatMap(({ playlistId }) => playlistId ?? []));
  if (command.type === 'assign' && command.playlist) wanted.add(command.playlist);
  if (wanted.size === 0) return new Map();
  const found = await tx
    .select()
    .from(playlists)
    .where(inArray(playlists.id, [...wanted]));
  return new Map(found.flatMap(({ id, body }) => (body === null ? [] : [[id, body] as const])));
}

/** What a screen is to show now; null where there is none or it is revoked. */
export async function readOrders(
  { orm }: Pick<Database, 'orm'>,
  id: string,
  now: Date,
): Promise<ScreenOrders | null> {
  const [row] = await orm
    .select({ screen: screens, playlist: playlists })
    .from(screens)
    .leftJoin(playlists, eq(playlists.id, screens.playlistId))
    .where(and(eq(screens.id, id), isNull(screens.revokedAt)));
  if (!row) return null;
  const { screen, playlist } = row;
  const { message } = screen;
  const isOver = message?.until ? Date.parse(message.until) <= now.getTime() : false;
  return {
    screen: ownScreenOf(screen),
    revision: screen.revision,
    serverTime: now.toISOString(),
    playlist:
      playlist && playlist.body !== null
        ? { id: playlist.id, revision: playlist.revision, body: playlist.body }
        : null,
    steering: screen.steering,
    message: isOver ? null : message,
    commands: await openCommands({ orm }, id, now),
  };
}

async function openCommands(
  { orm }: Pick<Database, 'orm'>,
  screenId: string,
  now: Date,
): Promise<ScreenOrders['commands']> {
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
  const type = sql<string>`${screenCommands.command} ->> 'type'`;
  const rows = await orm
    .select()
    .from(screenCommands)
    .where(
      and(
        eq(screenCommands.screenId, screenId),
        inArray(screenCommands.progress, ['open', 'received']),
        or(
          notInArray(type, ['identify', 'reload']),
          gt(screenCommands.createdAt, secondsAgo(MOMENT_SECONDS)),
          and(
            eq(type, 'reload'),
            eq(screenCommands.progress, 'received'),
            gt(screenCommands.createdAt, secondsAgo(RELOAD_SECONDS)),
          ),
        ),
      ),
    )
    .orderBy(desc(screenCommands.id))
    .limit(MOST_OPEN_COMMANDS);
  return rows
    .reverse()
    .map(({ id, command, progress }) => ({ id, command, isReceived: progress === 'received' }));
}

/** Where these screens' orders stand; one that is not there is not in it. */
export async function readRevisions(
  { orm }: Pick<Database, 'orm'>,
  ids: readonly string[],
): Promise<{ id: string; revision: number; isRevoked: boolean }[]> {
  const rows = await orm
    .select({ id: screens.id, revision: screens.revision, revokedAt: screens.revokedAt })
    .from(screens)
    .where(inArray(screens.id, [...ids]));
  return rows.map(({ id, revision, revokedAt }) => ({
    id,
    revision,
    isRevoked: revokedAt !== null,
  }));
}

/** Notes what a screen says of its own commands. What is applied or has failed stays so. */
export async function acknowledge(
  database: Database,
  screenId: string,
  acknowledgements: readonly Acknowledgement[],
  now: Date,
): Promise<void> {
  await database.transaction(async (tx) => {
    for (const { id, outcome, reason = null } of acknowledgements) {
      await tx
        .update(screenCommands)
        .set({
          progress: outcome,
          reason: outcome === 'failed' ? reason : null,
          acknowledgedAt: now,
        })
        .where(
          and(
            eq(screenCommands.id, id),
            eq(screenCommands.screenId, screenId),
            inArray(
              screenCommands.progress,
              outcome === 'received' ? ['open'] : ['open', 'received'],
            ),
          ),
        );
    }
  });
}

const MOST_LISTED = 100;

/** Commands, the newest first: of one screen, or by id, or of all. */
export async function listCommands(
  { orm }: Pick<Database, 'orm'>,
  { screen, ids }: { screen?: string | undefined; ids?: readonly number[] | undefined },
): Promise<CommandRow[]> {
  return orm
    .select()
    .from(screenCommands)
    .where(
      and(
        screen ? eq(screenCommands.screenId, screen) : undefined,
        ids ? inArray(screenCommands.id, [...ids]) : undefined,
      ),
    )
    .orderBy(desc(screenCommands.id))
    .limit(MOST_LISTED);
}
