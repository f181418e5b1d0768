import type { Pool } from 'pg';
import type { Database } from '@/db/database';
import { isListed } from '@/db/index-search';
import { writeSetting } from '@/db/settings';
import { SEARCH_WORDS_VERSION } from '@/lib/domain/search-words';
import { fromTuple, tombstone, toTuple, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { digestToHex } from '@/lib/protocol/digest';
import {
  exactly,
  type GrownLog,
  type GrownRecord,
  type GrownVersion,
  uuidOf,
  WITHDRAWN,
} from './grown-log';

const RECORDS_PER_STATEMENT = 2_000;
const VERSIONS_PER_STATEMENT = 5_000;
/** Transactions of imports; after them every change is a transaction of its own. */
const BULK_ROWS = 500;
const SINGLE_CHANGES = 200_000;
/** The embedded engine keeps its log until it is told to look. */
const STATEMENTS_PER_CHECKPOINT = 40;
const COLUMN_NAMES = WIRE_COLUMNS.map(({ name }) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
);
/** What a correction leaves as it was. */
const KEPT = COLUMN_NAMES.filter((name) => !['rid', 'from_seq', 'injured'].includes(name));
const FILLED_TABLES = [
  'incident_versions',
  'incident_search',
  'search_words',
  'incidents',
  'commits',
];

/** Nothing here must survive a crash; and the planner, who knows no figures yet, shall look first versions up by key. */
const BEGIN = `begin; ${[
  'synchronous_commit',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_seqscan',
]
  .map((name) => `set local ${name} = off`)
  .join('; ')}`;

/** Writes a grown log into an empty, migrated database: its tables then are as the application would have left them. */
export async function fillWithLog(
  database: Database,
  log: GrownLog,
  say: (line: string) => void,
): Promise<void> {
  const writer = new LogWriter(database, log);
  const indexes = await dropIndexes(database.pool);
  await writer.writeRecords();
  say(`${log.size.incidents} records are written`);
  await writer.writeCorrections();
  say(`${log.size.versions} versions are written`);
  await writer.writeHead();
  for (const index of indexes) await database.pool.query(index);
  say(`${indexes.length} indexes are made`);
}

/** Secondary indexes cost less made at once than filled row by row. @returns how to make them again */
async function dropIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ indexname: string; indexdef: string }>(
    `select i.indexname, i.indexdef from pg_indexes i
     where i.schemaname = current_schema() and i.tablename = any($1)
       and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [FILLED_TABLES],
  );
  for (const { indexname } of rows) await pool.query(`drop index "${indexname}"`);
  return rows.map(({ indexdef }) => indexdef);
}

class LogWriter {
  readonly #pool: Pool;
  readonly #database: Database;
  readonly #log: GrownLog;
  readonly #words = new Map<string, number>();
  #commits: { t: number; f: number; d: string }[] = [];
  #commitStart = 0;
  #statements = 0;
  /** The statement under way: the next one is prepared meanwhile. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(database: Database, log: GrownLog) {
    this.#database = database;
    this.#pool = database.pool;
    this.#log = log;
  }

  async writeRecords(): Promise<void> {
    let some: GrownRecord[] = [];
    for (const record of this.#log.records()) {
      some.push(record);
      if (some.length < RECORDS_PER_STATEMENT) continue;
      await this.#writeSome(some);
      some = [];
    }
    if (some.length > 0) await this.#writeSome(some);
    await this.#running;
  }

  async #writeSome(some: GrownRecord[]): Promise<void> {
    const versions = some.map(({ record, tuple }) => {
      const version = this.#versionAt(record.rid);
      return { ...columnsOf(tuple), ...this.#labels(version), id: record.id, record };
    });
    const found = some.filter(({ record }) => !WITHDRAWN.isOf(record.rid));
    for (const { words } of found) this.#count(words);
    const search = found.map(({ record, tuple, words }) => {
      const { occurredFrom, area } = fromTuple(tuple);
      return { rid: record.rid, occurred_from: occurredFrom, area, words: words.join(' ') };
    });
    const [first, last] = [some[0]?.record.rid, some.at(-1)?.record.rid];
    await this.#run([
      [
        `insert into incident_versions select * from json_populate_recordset(null::incident_versions, $1::json)`,
        JSON.stringify(versions),
      ],
      [
        `insert into incident_search (rid, occurred_from, area, words)
         select rid, occurred_from, area, string_to_array(words, ' ')
         from json_to_recordset($1::json) as d(rid int, occurred_from bigint, area int, words text)`,
        JSON.stringify(search),
      ],
      [this.#privateRecords(first ?? 0, last ?? 0)],
    ]);
  }

  /** The desk's own record as it is after the last round; its point is the public one. */
  #privateRecords(first: number, last: number): string {
    const { rounds } = this.#log;
    const status = `case when ${WITHDRAWN.sql} then 'withdrawn' else 'published' end`;
    return `insert into incidents (id, rid, status, revision, record, origin, created_at, updated_at)
      select id, rid, ${status}, ${rounds}, (record - 'uncertaintyMetres') || jsonb_build_object('notes', null,
        'sensitivity', '[]'::jsonb, 'status', ${status}, 'injured', '${JSON.stringify(exactly(rounds - 1))}'::jsonb),
        'simulated', committed_at, committed_at
      from incident_versions where rid between ${first} and ${last} and from_seq = rid`;
  }

  async writeCorrections(): Promise<void> {
    const { incidents, versions } = this.#log.size;
    for (let start = incidents + 1; start <= versions; start += VERSIONS_PER_STATEMENT) {
      const length = Math.min(VERSIONS_PER_STATEMENT, versions - start + 1);
      const some = Array.from({ length }, (_, place) => this.#versionAt(start + place));
      const ends = some.filter(({ isTombstone }) => isTombstone);
      await this.#run([
        [this.#corrections(), ...this.#arraysOf(some.filter(({ isTombstone }) => !isTombstone))],
        [
          `insert into incident_versions select * from json_populate_recordset(null::incident_versions, $1::json)`,
          JSON.stringify(ends.map((version) => this.#tombstone(version))),
        ],
      ]);
    }
    await this.#running;
  }

  #arraysOf(versions: GrownVersion[]): string[] {
    const rows = versions.map((version) => this.#labels(version));
    const column = (name: keyof (typeof rows)[number]) =>
      `{${rows.map((row) => row[name] ?? 'null').join(',')}}`;
    return [
      column('rid'),
      column('from_seq'),
      column('to_seq'),
      column('committed_at'),
      column('hidden_at'),
      column('bulk'),
      column('injured'),
      column('row_hash'),
    ];
  }

  /** The row of a later round is its first one with other labels and another number of injured. */
  #corrections(): string {
    const kept = KEPT.map((name) => `b.${name}`).join(', ');
    return `insert into incident_versions (rid, from_seq, to_seq, id, committed_at, hidden, hidden_at, bulk, ${KEPT.join(', ')},
        injured, record, row_hash)
      select b.rid, d.from_seq, d.to_seq, b.id, d.committed_at, d.hidden_at is not null, d.hidden_at, d.bulk, ${kept}, d.injured,
        b.record || jsonb_build_object('injured', jsonb_build_object('low', null, 'best', d.injured, 'high', null)), d.row_hash
      from unnest($1::int[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::bool[], $7::int[], $8::text[])
        as d(rid, from_seq, to_seq, committed_at, hidden_at, bulk, injured, row_hash)
      join incident_versions b on b.rid = d.rid and b.from_seq = d.rid`;
  }

  #tombstone(version: GrownVersion) {
    const { injured: _, ...labels } = this.#labels(version);
    return {
      ...columnsOf(toTuple(tombstone(version.rid, version.seq))),
      ...labels,
      id: uuidOf(version.rid),
      record: null,
    };
  }

  #labels({ rid, seq, toSeq, hiddenAt, injured, rowHash }: GrownVersion) {
    return {
      rid,
      from_seq: seq,
      to_seq: toSeq,
      committed_at: this.#log.committedAt(this.#commitEnd(seq)),
      hidden: hiddenAt !== null,
      hidden_at: hiddenAt,
      bulk: !this.#isSingle(seq),
      injured,
      row_hash: rowHash,
    };
  }

  #isSingle(seq: number): boolean {
    const { versions } = this.#log.size;
    return seq > versions - Math.min(SINGLE_CHANGES, versions / 2);
  }

  /** The end of the transaction that a seq is of. */
  #commitEnd(seq: number): number {
    return this.#isSingle(seq)
      ? seq
      : Math.min(Math.ceil(seq / BULK_ROWS) * BULK_ROWS, this.#log.size.versions);
  }

  #versionAt(seq: number): GrownVersion {
    const version = this.#log.versionAt(seq);
    if (this.#commitEnd(seq) === seq || this.#isSingle(seq + 1)) {
      this.#commits.push({ t: seq, f: this.#commitStart, d: digestToHex(this.#log.digest) });
      this.#commitStart = seq;
    }
    return version;
  }

  #count(words: readonly string[]): void {
    for (const word of words) {
      if (isListed(word)) this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
    }
  }

  async writeHead(): Promise<void> {
    const { incidents, versions, seed } = this.#log.size;
    const areas = [...this.#log.areas].map(([key, { fromSeq, ...rest }]) => ({
      key,
      from_seq: fromSeq,
      ...rest,
    }));
    const words = [...this.#words].map(([word, records]) => ({ word, records }));
    await this.#run([
      [
        `insert into area_codes select * from json_populate_recordset(null::area_codes, $1::json)`,
        JSON.stringify(areas),
      ],
      [
        `insert into search_words select * from json_populate_recordset(null::search_words, $1::json)`,
        JSON.stringify(words),
      ],
      [`select setval('incidents_rid_seq', ${incidents})`],
      [
        `update log_head set seq = ${versions}, digest = '${digestToHex(this.#log.digest)}', committed_at = '${this.#log.committedAt(versions)}'`,
      ],
    ]);
    await this.#running;
    await writeSetting(this.#database, 'search-words', SEARCH_WORDS_VERSION);
    await writeSetting(this.#database, 'demo-history', { count: incidents, seed });
  }

  /** In one transaction, while the caller prepares the next. */
  async #run(statements: [text: string, ...values: string[]][]): Promise<void> {
    const commits = this.#commits.map(({ t, f, d }) => ({
      to_seq: t,
      from_seq: f,
      committed_at: this.#log.committedAt(t),
      digest_after: d,
      bulk: !this.#isSingle(t),
    }));
    this.#commits = [];
    await this.#running;
    this.#running = this.#transact([
      ...statements,
      [
        `insert into commits select * from json_populate_recordset(null::commits, $1::json)`,
        JSON.stringify(commits),
      ],
    ]);
    this.#running.catch(() => undefined);
  }

  async #transact(statements: [text: string, ...values: string[]][]): Promise<void> {
    this.#statements += 1;
    const client = await this.#pool.connect();
    try {
      await client.query(BEGIN);
      for (const [text, ...values] of statements) await client.query(text, values);
      await client.query('commit');
      if (this.#statements % STATEMENTS_PER_CHECKPOINT === 0) await client.query('checkpoint');
    } finally {
      client.release();
    }
  }
}

function columnsOf(tuple: readonly number[]): Record<string, number> {
  return Object.fromEntries(COLUMN_NAMES.map((name, index) => [name, tuple[index] ?? 0]));
}
