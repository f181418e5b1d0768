import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ScreenCommand, ScreenStatus, WireSteering } from '@/lib/protocol/screens';
import { instant } from './column-types';

export interface StoredMessage {
  text: string;
  /** ISO instant; null until it is cleared. */
  until: string | null;
}

/**
 * Registered wall screens and what each is to show. A revoked one keeps its row and its hashes, so that it is told why it
 * is let in no more.
 */
export const screens = pgTable('screens', {
  id: uuid('id').primaryKey(),
  /** What `identify` shows; never given twice. */
  number: integer('number').notNull().unique(),
  name: text('name').notNull(),
  place: text('place').notNull(),
  confirmedAt: instant('confirmed_at').notNull(),
  /** SHA-256 of the credential in use; null until the screen has fetched it. */
  sha256: text('sha256').unique(),
  /** When the credential was first shown to us; null while its answer may have been lost. */
  usedAt: instant('used_at'),
  renewedAt: instant('renewed_at').notNull(),
  /** Of a credential that was given and not used yet: the one in use goes on until it is. */
  nextSha256: text('next_sha256').unique(),
  nextGivenAt: instant('next_given_at'),
  /** Of the one before, which holds for a few minutes more. */
  previousSha256: text('previous_sha256').unique(),
  previousUntil: instant('previous_until'),
  /** When the one before was last shown after that: somebody has a copy. */
  oldShownAt: instant('old_shown_at'),
  revokedAt: instant('revoked_at'),
  /** Raised by all that changes its orders. */
  revision: integer('revision').notNull(),
  playlistId: uuid('playlist_id'),
  steering: jsonb('steering').$type<WireSteering>().notNull(),
  message: jsonb('message').$type<StoredMessage>(),
});

/** Screens that wait for an administrator, by the hash of what only their page knows. */
export const screenRegistrations = pgTable('screen_registrations', {
  sha256: text('sha256').primaryKey(),
  code: text('code').notNull().unique(),
  expiresAt: instant('expires_at').notNull(),
  /** Set by the confirmation. */
  screenId: uuid('screen_id'),
});

/** A deleted one keeps its row without the body: a backup reads rows twice, and none may vanish in between. */
export const playlists = pgTable('playlists', {
  id: uuid('id').primaryKey(),
  revision: integer('revision').notNull(),
  /** By `playlistSchema`; null where it was deleted. */
  body: jsonb('body').$type<unknown>(),
  changedAt: instant('changed_at').notNull(),
});

export type CommandProgress = 'open' | 'received' | 'applied' | 'failed';

/** What was asked of screens, one row for each; about the moment, and forgotten after a week. */
export const screenCommands = pgTable(
  'screen_commands',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    screenId: uuid('screen_id').notNull(),
    command: jsonb('command').$type<ScreenCommand>().notNull(),
    progress: text('progress').$type<CommandProgress>().notNull(),
    reason: text('reason'),
    createdAt: instant('created_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
  },
  (table) => [
    index('screen_commands_screen').on(table.screenId, table.id),
    index('screen_commands_open')
      .on(table.screenId, table.id)
      .where(sql`${table.progress} in ('open', 'received')`),
  ],
);

/** The last that each screen said of itself, and when, by the database's clock. */
export const screenStatuses = pgTable('screen_statuses', {
  screenId: uuid('screen_id').primaryKey(),
  status: jsonb('status').$type<ScreenStatus>(),
  seenAt: instant('seen_at').notNull(),
});
