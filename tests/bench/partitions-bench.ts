import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import type { Database } from '@/db/database';
import { openDatabase } from '@/db/open-database';
import { incidentVersions } from '@/db/schema';
import { brusselsToUtcMs, MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { NOT_STATED, type WireRow } from '@/lib/protocol/columns';
import { addDigest, digestToHex, hashRow, ZERO_DIGEST } from '@/lib/protocol/digest';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';

/**
 * How long the server cannot answer while all years are built anew: `--rows N` (200 000) records over five years, on
 * the embedded engine. The time of a build, and the longest and the 99th percentile of the event loop's delay in it.
 */

const SEED = 20260102;
const RUNS = 3;
/** The histogram counts from its second look on, so that it must have begun, and must look once more at the end. */
const SETTLE_MS = 50;
const CHUNK_ROWS = 10_000;
const RESOLUTION_MS = 1;

function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomRow(rid: number, random: () => number): WireRow {
  const begins = brusselsToUtcMs(2022, 1, 1) / MINUTE_MS + Math.floor(random() * 5 * 365 * 1440);
  return {
    rid,
    fromSeq: rid,
    x: Math.floor(2 ** 30 + random() * 2 ** 25),
    y: Math.floor(2 ** 29 + random() * 2 ** 25),
    occurredFrom: begins,
    occurredTo: begins,
    announcedAt: 0,
    area: 0,
    incidentClass: Math.floor(random() * INCIDENT_CLASSES.length),
    timePrecision: 0,
    placePrecision: 0,
    verification: 3,
    state: 0,
    origin: 0,
    context: 0,
    killed: NOT_STATED,
    injured: Math.floor(random() * 3),
    quantity: Math.floor(random() * 1e6),
    quantityUnit: 1,
  };
}

function versionOf(row: WireRow) {
  const columns = Object.entries(row).map(([name, value]) => [
    incidentVersions[name as keyof WireRow].name,
    value,
  ]);
  return {
    ...Object.fromEntries(columns),
    id: `00000000-0000-4000-8000-${String(row.rid).padStart(12, '0')}`,
    committed_at: '2026-01-01T00:00:00Z',
    hidden: false,
    bulk: true,
    record: null,
    row_hash: digestToHex(hashRow(row)),
  };
}

/** Writes the public versions alone, as one transaction: what a keeper reads is there, and true to its digest. */
async function fill(database: Database, rows: number): Promise<void> {
  const random = seededRandom(SEED);
  let digest = ZERO_DIGEST;
  for (let first = 1; first <= rows; first += CHUNK_ROWS) {
    const chunk = Array.from({ length: Math.min(CHUNK_ROWS, rows - first + 1) }, (_, index) =>
      randomRow(first + index, random),
    );
    for (const row of chunk) digest = addDigest(digest, hashRow(row));
    await database.orm.execute(
      sql`insert into incident_versions select * from json_populate_recordset(null::incident_versions, ${JSON.stringify(chunk.map(versionOf))}::json)`,
    );
  }
  const after = digestToHex(digest);
  await database.orm.execute(sql`insert into commits (to_seq, from_seq, committed_at, digest_after, bulk)
    values (${rows}, 0, now(), ${after}, true)`);
  await database.orm.execute(sql`update log_head set seq = ${rows}, digest = ${after}`);
}

/** Every year built anew by a keeper that knows of no manifest. */
async function measureBuild(database: Database) {
  await database.orm.execute(sql`delete from manifests`);
  await database.orm.execute(sql`delete from partitions`);
  const log = pino({ level: 'error' });
  const tail = await LogTail.start(database, log);
  const keeper = await PartitionKeeper.open(database, tail, log);
  globalThis.gc?.();
  const waited = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  waited.enable();
  await delay(SETTLE_MS);
  const begins = performance.now();
  const { partitions } = await keeper.manifest();
  const tookMs = performance.now() - begins;
  await delay(SETTLE_MS);
  waited.disable();
  await keeper.close();
  await tail.close();
  return {
    partitions: partitions.length,
    built_ms: Math.round(tookMs),
    longest_delay_ms: Math.round(waited.max / 1e5) / 10,
    p99_delay_ms: Math.round(waited.percentile(99) / 1e5) / 10,
  };
}

const given = process.argv.indexOf('--rows');
const rows = given < 0 ? 200_000 : Number(process.argv[given + 1]);
const dataDir = mkdtempSync(join(tmpdir(), 'havenwacht-bench-'));
const database = await openDatabase({ dataDir, databaseUrl: null });
try {
  await fill(database, rows);
  for (let run = 0; run < RUNS; run += 1) {
    process.stdout.write(`${JSON.stringify({ rows, run, ...(await measureBuild(database)) })}\n`);
  }
} finally {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}
