import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import type { Figure } from '@/lib/domain/figure';
import type { PublicIncident, StoredIncident } from '@/lib/domain/incident';
import type { AreaTuple } from '@/lib/domain/region';
import type { Origin, Status } from '@/lib/domain/vocabulary';
import type { BoundaryFacts } from '@/lib/protocol/boundaries';
import { bytes, digestHex, instant, logSeq, unsigned32 } from './column-types';

/** Private records: drafts, exact points, notes. No public route reads this table. */
export const incidents = pgTable(
  'incidents',
  {
    id: uuid('id').primaryKey(),
    rid: integer('rid').generatedByDefaultAsIdentity().notNull().unique(),
    status: text('status').$type<Status>().notNull(),
    /** Raised by every write; the record's ETag. */
    revision: integer('revision').notNull(),
    record: jsonb('record').$type<StoredIncident>().notNull(),
    origin: text('origin').$type<Origin>().notNull(),
    batchId: uuid('batch_id'),
    /** Names the row of a file that this record came from; the same row adds nothing twice. */
    importKey: text('import_key').unique(),
    /** Of the line of our own seed that this record was last made from; null before that was kept. */
    seedHash: text('seed_hash'),
    /** The revision that loading the seed left; a higher one is an editor's. Null for what came from elsewhere. */
    seedRevision: integer('seed_revision'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('incidents_batch').on(table.batchId).where(sql`${table.batchId} is not null`),
    index('incidents_origin').on(table.origin),
  ],
);

/**
 * The log, the history and the truth for readers. The state at S is the rows with `from_seq <= S` and
 * (`to_seq` null or `> S`) that are not hidden. A tombstone is a row without a record whose `state` is `ROW_GONE`.
 */
export const incidentVersions = pgTable(
  'incident_versions',
  {
    rid: integer('rid').notNull(),
    fromSeq: logSeq('from_seq').notNull(),
    toSeq: logSeq('to_seq'),
    /** The record's UUID, so that a public address is looked up without the private table. */
    id: uuid('id').notNull(),
    committedAt: instant('committed_at').notNull(),
    /** No reader may see this version any more, whatever seq it asks for. */
    hidden: boolean('hidden').notNull().default(false),
    /** The change that hid it: a withdrawal or a retraction. */
    hiddenAt: logSeq('hidden_at'),
    bulk: boolean('bulk').notNull(),
    x: unsigned32('x').notNull(),
    y: unsigned32('y').notNull(),
    occurredFrom: unsigned32('occurred_from').notNull(),
    occurredTo: unsigned32('occurred_to').notNull(),
    announcedAt: unsigned32('announced_at').notNull(),
    area: integer('area').notNull(),
    incidentClass: integer('incident_class').notNull(),
    timePrecision: integer('time_precision').notNull(),
    placePrecision: integer('place_precision').notNull(),
    verification: integer('verification').notNull(),
    state: integer('state').notNull(),
    origin: integer('origin').notNull(),
    context: integer('context').notNull(),
    killed: integer('killed').notNull(),
    injured: integer('injured').notNull(),
    quantity: unsigned32('quantity').notNull(),
    quantityUnit: integer('quantity_unit').notNull(),
    record: jsonb('record').$type<PublicIncident>(),
    rowHash: digestHex('row_hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rid, table.fromSeq] }),
    index('incident_versions_from_seq').on(table.fromSeq),
    index('incident_versions_id').on(table.id),
    uniqueIndex('incident_versions_one_open').on(table.rid).where(sql`${table.toSeq} is null`),
    index('incident_versions_open_occurred')
      .on(table.occurredFrom, table.rid)
      .where(sql`${table.toSeq} is null`),
    // The way back to an old state: what is open since is found without all that was closed since.
    index('incident_versions_open_from_seq').on(table.fromSeq).where(sql`${table.toSeq} is null`),
    index('incident_versions_hidden')
      .on(table.hiddenAt, table.fromSeq, table.toSeq, table.rid)
      .where(sql`${table.hidden}`),
    // The list as of an earlier seq, newest first. All that a list asks for is in it: the rows themselves, with their
    // texts, are twenty times as large, and a rare condition or a count looks at every one.
    index('incident_versions_past')
      .on(
        table.occurredFrom,
        table.rid,
        table.fromSeq,
        table.toSeq,
        table.area,
        table.incidentClass,
        table.verification,
        table.origin,
        table.x,
        table.y,
        table.committedAt,
        table.context,
        table.killed,
        table.injured,
        table.quantity,
        table.quantityUnit,
      )
      .where(sql`not ${table.hidden} and ${table.state} <> 2`),
  ],
);

/**
 * What a search looks in: the normalised words of each record's open public version. No row for what is retracted or
 * gone. Written in the transaction that writes the version; derived, so it can be made again at any time.
 */
export const incidentSearch = pgTable(
  'incident_search',
  {
    rid: integer('rid').primaryKey(),
    occurredFrom: unsigned32('occurred_from').notNull(),
    area: integer('area').notNull(),
    words: text('words').array().notNull(),
  },
  (table) => [
    index('incident_search_words').using('gin', table.words),
    index('incident_search_area').on(table.area),
    // Of words that very many records have, the newest.
    index('incident_search_occurred').on(table.occurredFrom, table.rid),
  ],
);

/** Every word of `incident_search` and in how many records it stands; a slip of the pen is looked up here by trigrams. */
export const searchWords = pgTable(
  'search_words',
  {
    word: text('word').primaryKey(),
    records: integer('records').notNull(),
  },
  (table) => [index('search_words_trigrams').using('gin', sql`${table.word} gin_trgm_ops`)],
);

/** A figure's stable name and its number in this installation. */
export const figures = pgTable('figures', {
  fid: integer('fid').primaryKey().generatedByDefaultAsIdentity(),
  key: text('key').notNull().unique(),
});

/** Figures under the same head as incidents; `record` is null where a figure left public view. */
export const figureVersions = pgTable(
  'figure_versions',
  {
    fid: integer('fid').notNull(),
    fromSeq: logSeq('from_seq').notNull(),
    toSeq: logSeq('to_seq'),
    committedAt: instant('committed_at').notNull(),
    record: jsonb('record').$type<Figure>(),
    rowHash: digestHex('row_hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fid, table.fromSeq] }),
    index('figure_versions_from_seq').on(table.fromSeq),
    uniqueIndex('figure_versions_one_open').on(table.fid).where(sql`${table.toSeq} is null`),
  ],
);

/** Append-only: a code means the same area tuple for ever. Code 0 is the tuple of all nulls. */
export const areaCodes = pgTable(
  'area_codes',
  {
    code: integer('code').primaryKey(),
    key: text('key').notNull().unique(),
    area: jsonb('area').$type<AreaTuple>().notNull(),
    fromSeq: logSeq('from_seq').notNull(),
  },
  (table) => [
    index('area_codes_from_seq').on(table.fromSeq),
    check('area_codes_uint16', sql`${table.code} between 0 and 65535`),
  ],
);

/** One row: where the log stands. Every public write takes its lock, last of all locks. */
export const logHead = pgTable(
  'log_head',
  {
    singleton: boolean('singleton').primaryKey().default(true),
    epoch: text('epoch').notNull(),
    seq: logSeq('seq').notNull(),
    digest: digestHex('digest').notNull(),
    committedAt: instant('committed_at').notNull(),
  },
  (table) => [check('log_head_singleton', sql`${table.singleton}`)],
);

/** One row for each transaction that moved the head from `from_seq` to `to_seq`. */
export const commits = pgTable(
  'commits',
  {
    toSeq: logSeq('to_seq').primaryKey(),
    fromSeq: logSeq('from_seq').notNull(),
    committedAt: instant('committed_at').notNull(),
    digestAfter: digestHex('digest_after').notNull(),
    bulk: boolean('bulk').notNull(),
  },
  (table) => [index('commits_committed_at').on(table.committedAt)],
);

/** A restore begins a new epoch; `fork_seq` says up to where it shares its parent's past. */
export const epochs = pgTable('epochs', {
  epoch: text('epoch').primaryKey(),
  parent: text('parent'),
  forkSeq: logSeq('fork_seq').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** Immutable encoded years. A `gone` address held content that was withdrawn since; its bytes are destroyed. */
export const partitions = pgTable(
  'partitions',
  {
    address: text('address').primaryKey(),
    epoch: text('epoch').notNull(),
    protocol: integer('protocol').notNull(),
    year: integer('year').notNull(),
    /** The state that these bytes were encoded from; an untouched year keeps its older, still true, address. */
    seq: logSeq('seq').notNull(),
    rows: integer('rows').notNull(),
    sha256: text('sha256').notNull(),
    byteLength: integer('byte_length').notNull(),
    bytes: bytes('bytes'),
    gone: boolean('gone').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (table) => [index('partitions_year').on(table.year)],
);

/** The current set of partitions of an epoch and protocol, all true at one seq. */
export const manifests = pgTable(
  'manifests',
  {
    epoch: text('epoch').notNull(),
    protocol: integer('protocol').notNull(),
    seq: logSeq('seq').notNull(),
    addresses: jsonb('addresses').$type<string[]>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.epoch, table.protocol] })],
);

/** Answers to requests that carried an `Idempotency-Key`, stored with the write they speak of. */
export const idempotency = pgTable(
  'idempotency',
  {
    key: text('key').primaryKey(),
    actor: text('actor').notNull(),
    bodyHash: text('body_hash').notNull(),
    status: integer('status').notNull(),
    response: jsonb('response').$type<unknown>().notNull(),
    /** The record that the answer tells of: what leaves public view leaves this answer too. */
    incidentId: uuid('incident_id'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('idempotency_created').on(table.createdAt),
    index('idempotency_incident').on(table.incidentId),
  ],
);

/** What is left of an erased record: that it was here, and what keeps its file's row from coming back. */
export const erasures = pgTable('erasures', {
  id: uuid('id').primaryKey(),
  rid: integer('rid').notNull(),
  /** One above the record's last; the ETag of the erasure. */
  revision: integer('revision').notNull(),
  /** The tombstone's, or null if nothing public was left to end. */
  seq: logSeq('seq'),
  erasedAt: instant('erased_at').notNull(),
  /** SHA-256 of the import key, in hexadecimal digits. */
  importKeyHash: text('import_key_hash').unique(),
});

/** Who changed what; private. Bulk writes leave one row for each transaction. */
export const audit = pgTable(
  'audit',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    incidentId: uuid('incident_id'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index('audit_incident').on(table.incidentId)],
);

export const importBatches = pgTable('import_batches', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull(),
  createdAt: instant('created_at').notNull(),
  takenBackAt: instant('taken_back_at'),
});

/** Who may read where `ACCESS=private`. A token itself is shown once, at its making; only its SHA-256 is kept. */
export const readTokens = pgTable('read_tokens', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
});

/**
 * One row: the boundaries of regions that the deployer imported. Its content is replaced, and emptied when they are
 * removed, but the row is never deleted, so that a backup that is read meanwhile has one or the other.
 */
export const boundaries = pgTable(
  'boundaries',
  {
    singleton: boolean('singleton').primaryKey().default(true),
    /** Of `topology`, and the last part of its address; null where there are none. */
    sha256: text('sha256'),
    /** TopoJSON as it is sent. */
    topology: text('topology'),
    facts: jsonb('facts').$type<BoundaryFacts>(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [check('boundaries_singleton', sql`${table.singleton}`)],
);

/** Short links to views. A link that was ended keeps its row, so that its address says so and is never given again. */
export const links = pgTable(
  'links',
  {
    code: text('code').primaryKey(),
    /** The address's query as `lib/url` writes it. */
    state: text('state').notNull(),
    title: text('title'),
    note: text('note'),
    /** Of state, title and note, and of how many links to these had ended: the same three have one code that leads there. */
    sha256: text('sha256').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [index('links_created').on(table.createdAt, table.code)],
);

export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});

/** What runs on a schedule, once for all processes: the newest time a job was due for, and who has it until when. */
export const jobs = pgTable('jobs', {
  name: text('name').primaryKey(),
  dueAt: instant('due_at').notNull(),
  /** While it runs, by the database's clock; whoever has it renews this, so that a killed process lets go. */
  leasedUntil: instant('leased_until').notNull(),
  /** Names the run that holds the lease. */
  runId: text('run_id').notNull(),
  /** Null while the run for `due_at` goes on, or was cut short. */
  finishedAt: instant('finished_at'),
  /** Why the last finished run failed, or null. */
  fault: text('fault'),
});

/**
 * Counts of writes and refused tokens for all processes; the layout is rate-limiter-flexible's. The migration makes it
 * unlogged: a crash may forget it, and counting waits for no disk.
 */
export const rateLimits = pgTable('rate_limits', {
  key: varchar('key', { length: 255 }).primaryKey(),
  points: integer('points').notNull().default(0),
  /** Milliseconds since 1970. */
  expire: bigint('expire', { mode: 'number' }),
});
