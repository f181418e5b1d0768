import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeBackupFile } from '@/db/backup/backup-file';
import { streamBackup } from '@/db/backup/write-backup';
import { readHead } from '@/db/read-log';
import {
  changeIncident,
  createIncidents,
  openImportBatch,
  putFigures,
  takeBackBatch,
  withdrawIncident,
} from '@/db/write-incidents';
import type { Figure } from '@/lib/domain/figure';
import { type StoredIncident, toPublic } from '@/lib/domain/incident';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import { addDigest, digestToHex, hashFigure, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';
import { backupContent } from '../../support/backup-content';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import {
  countingIds,
  figureInput,
  incidentInput,
  seededRandom,
} from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { until } from '../../support/until';

const BACKUPS = often(3, 4);
/** Several pages of each table, between which others write. */
const RECORDS = often(120, 300);
const PAGE_ROWS = 40;
/** Beside the one of pairs; on the embedded engine each page waits for a write of each. */
const WRITERS = 2;
const CHANGES_BETWEEN_BACKUPS = 12;
const NOW = new Date('2026-02-03T04:05:06Z');

type Rows = Map<string, Map<string, unknown>>;
interface VersionRow {
  rid: number;
  from_seq: number;
  to_seq: number | null;
  hidden: boolean;
  hidden_at: number | null;
  state: number;
  record: unknown;
}

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-backup-writes-'));
let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(async () => {
  await temporary.close();
  rmSync(folder, { recursive: true, force: true });
});

const newId = countingIds();
const context = { actor: 'writer', now: NOW, newId, bulk: false };

/** Every kind of write, in an order that its seed gives, until it is told to end. */
async function write(seed: number, isOver: () => boolean): Promise<void> {
  const { database } = temporary;
  const random = seededRandom(seed);
  const own: string[] = [];
  const anyOwn = () => own[Math.floor(random() * own.length)] ?? '';
  const anytime = { ...context, expectedRevision: null };
  while (!isOver()) {
    const choice = random();
    if (choice < 0.4 || own.length === 0) {
      const status = random() < 0.3 ? 'draft' : 'published';
      const input = { incident: incidentInput({ status }) };
      const { records } = await createIncidents(database, [input], context);
      own.push(String(records[0]?.incident.id));
    } else if (choice < 0.75) {
      const best = Math.floor(random() * 9);
      const change = (was: StoredIncident) => ({ ...was, killed: { low: best, best, high: best } });
      await changeIncident(database, anyOwn(), change, anytime).catch(ignoreWithdrawn);
    } else if (choice < 0.85) {
      await withdrawIncident(database, anyOwn(), anytime);
    } else if (choice < 0.95) {
      await putFigures(database, [figureInput(seed, Math.floor(random() * 99))], context);
    } else {
      await importAndTakeBack(seed, random);
    }
  }
}

function ignoreWithdrawn(fault: unknown): void {
  if (!(fault instanceof Error) || fault.name !== 'AlreadyWithdrawn') throw fault;
}

async function importAndTakeBack(seed: number, random: () => number): Promise<void> {
  const { database } = temporary;
  const batchId = newId();
  await openImportBatch(database, { id: batchId, name: 'file', sha256: 'x' }, context);
  const inputs = Array.from({ length: 1 + Math.floor(random() * 20) }, (_, row) => ({
    incident: incidentInput({ origin: 'imported' }),
    importKey: `${seed} ${row}`,
  }));
  await createIncidents(database, inputs, { ...context, bulk: true, batchId });
  if (random() < 0.7) await takeBackBatch(database, batchId, context);
}

/** Two private rows that one transaction always changes together. */
async function changePair(ids: string[], isOver: () => boolean): Promise<void> {
  for (let count = 0; !isOver(); count += 1) {
    await temporary.database.transaction(async (tx) => {
      for (const id of ids) {
        await tx.execute(
          sql`update incidents set record = jsonb_set(record, '{notes}', ${JSON.stringify(`${count}`)}::jsonb) where id = ${id}::uuid`,
        );
      }
    });
  }
}

function rowsOf<T>(content: Rows, table: string): T[] {
  return [...(content.get(table)?.values() ?? [])] as T[];
}

function digestOf(content: Rows): string {
  let sum = ZERO_DIGEST;
  for (const version of rowsOf<VersionRow & Record<string, number>>(content, 'incident_versions')) {
    if (version.to_seq !== null || version.state === 2) continue;
    const snake = (name: string) => name.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`);
    sum = addDigest(sum, hashWords(WIRE_COLUMNS.map(({ name }) => version[snake(name)] ?? 0)));
  }
  for (const version of rowsOf<{ from_seq: number; to_seq: number | null; record: Figure }>(
    content,
    'figure_versions',
  )) {
    if (version.to_seq === null) sum = addDigest(sum, hashFigure(version.record, version.from_seq));
  }
  return digestToHex(sum);
}

/** What one transaction writes together is there together: private row, public version, audit, commit. */
function expectOneMoment(content: Rows, pair: string[], head: { seq: number; digest: string }) {
  expect(digestOf(content)).toBe(head.digest);
  const versions = rowsOf<VersionRow>(content, 'incident_versions');
  const seqs = versions.flatMap(({ from_seq, to_seq, hidden_at }) => [from_seq, to_seq, hidden_at]);
  expect(Math.max(...seqs.map((seq) => seq ?? 0))).toBeLessThanOrEqual(head.seq);
  const commits = rowsOf<{ to_seq: number; from_seq: number; digest_after: string }>(
    content,
    'commits',
  ).sort((a, b) => a.to_seq - b.to_seq);
  expect(commits.at(-1)).toMatchObject({ to_seq: head.seq, digest_after: head.digest });
  const ends = commits.map(({ to_seq }) => to_seq);
  expectEqual(
    commits.map(({ from_seq }) => from_seq),
    [0, ...ends.slice(0, -1)],
  );
  const open = new Map(
    versions.filter(({ to_seq }) => to_seq === null).map((row) => [row.rid, row]),
  );
  const audited = new Map<string, number>();
  for (const { incident_id } of rowsOf<{ incident_id: string | null }>(content, 'audit')) {
    if (incident_id) audited.set(incident_id, (audited.get(incident_id) ?? 0) + 1);
  }
  const incidents = rowsOf<{ rid: number; id: string; revision: number; record: StoredIncident }>(
    content,
    'incidents',
  );
  for (const { rid, id, revision, record } of incidents) {
    if (pair.includes(id)) continue;
    const shown = toPublic(record);
    const version = open.get(rid)?.record ?? null;
    expectEqual(version, shown === null ? null : JSON.parse(JSON.stringify(shown)));
    if (record.origin === 'recorded') expectEqual(audited.get(id), revision, id);
  }
  const notes = incidents.filter(({ id }) => pair.includes(id)).map(({ record }) => record.notes);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toBe(notes[1]);
}

it('a backup that is taken under every kind of write is the state at one seq, private rows included', async () => {
  const { database } = temporary;
  const drafts = Array.from({ length: 2 }, () => ({
    incident: incidentInput({ status: 'draft' }),
  }));
  const pair = (await createIncidents(database, drafts.slice(0, 1), context)).records;
  const many = Array.from({ length: RECORDS }, () => ({ incident: incidentInput() }));
  await createIncidents(database, many, context);
  pair.push(...(await createIncidents(database, drafts.slice(1), context)).records);
  const ids = pair.map(({ incident }) => incident.id);

  let isOver = false;
  const writers = [changePair(ids, () => isOver)].concat(
    Array.from({ length: WRITERS }, (_, writer) => write(writer + 1, () => isOver)),
  );
  const path = join(folder, 'backup.gz');
  const seen: { from: number; to: number }[] = [];
  try {
    for (let count = 0; count < BACKUPS; count += 1) {
      const facts = { createdAt: NOW, version: 'x', build: 'x', pageRows: PAGE_ROWS };
      const { header, end } = await writeBackupFile(streamBackup(database, facts), path);
      expectOneMoment(await backupContent(path), ids, end.head);
      seen.push({ from: header.startedAt.seq, to: end.head.seq });
      const wanted = end.head.seq + CHANGES_BETWEEN_BACKUPS;
      await until('changes after it', async () => (await readHead(database)).seq >= wanted);
    }
  } finally {
    isOver = true;
    await Promise.all(writers);
  }
  // The embedded engine's backup is of its end: others wrote while it was taken, or this proves nothing.
  if (database.engine === 'embedded')
    for (const { from, to } of seen) expect(to).toBeGreaterThan(from);
  expect(seen.at(-1)?.to).toBeGreaterThan((seen[0]?.to ?? 0) + 20);
});
