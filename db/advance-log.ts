import { and, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Figure } from '@/lib/domain/figure';
import type { PublicIncident } from '@/lib/domain/incident';
import { areaKey } from '@/lib/domain/region';
import { wordsOfRecord } from '@/lib/domain/search-words';
import { areaOfRecord, ROW_GONE, tombstone, toWireRow, type WireRow } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestFromHex,
  digestToHex,
  hashFigure,
  hashRow,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';
import { addAreaCodes, knownAreaCodes } from './area-codes';
import type { Transaction } from './database';
import { forgetPartitions } from './forget-partitions';
import { indexSearch, type SearchEntry } from './index-search';
import { figureVersions, incidentVersions, logHead } from './schema';

/** One change of what readers see of an incident: a new public form, or its end (`record` null). */
export interface IncidentStep {
  rid: number;
  id: string;
  record: PublicIncident | null;
  /** Every earlier version leaves all views: a withdrawal, a retraction, a place that readers may no longer know. */
  hidesEarlier: boolean;
  /** Nothing public came before it. */
  isFirst: boolean;
}

/** One change of what readers see of a published figure: what it says now, or its end (`figure` null). */
export interface FigureStep {
  fid: number;
  figure: Figure | null;
}

interface Commit {
  incidents: IncidentStep[];
  figures?: FigureStep[];
  bulk: boolean;
  now: Date;
}

/**
 * Writes public versions at the next seqs of the log, one for each step, in order; the only way to move the head.
 * The caller holds the locks of all incidents and figures concerned. The head's lock is taken last of all and kept
 * until the commit, so seqs have no gap and come in commit order.
 * @returns the seq of each rid
 */
export async function advanceLog(tx: Transaction, commit: Commit): Promise<Map<number, number>> {
  const figures = commit.figures ?? [];
  const count = commit.incidents.length + figures.length;
  if (count === 0) return new Map();
  const records = commit.incidents.flatMap((step) => (step.record ? [step.record] : []));
  const known = await knownAreaCodes(tx, records.map(areaOfRecord));
  const closing = await hashesOfOpenVersions(tx, commit.incidents, figures);

  const [head] = await tx.select().from(logHead).for('update');
  if (!head) throw new Error('the log has no head: the database was not opened by openDatabase');
  const committedAt = new Date(Math.max(commit.now.getTime(), head.committedAt.getTime()));
  const seqs = new Map(commit.incidents.map((step, index) => [step.rid, head.seq + 1 + index]));
  const seqOf = (step: IncidentStep) => seqs.get(step.rid) ?? 0;

  const unknown = commit.incidents.flatMap((step) =>
    step.record && !known.has(areaKey(areaOfRecord(step.record)))
      ? [{ area: areaOfRecord(step.record), fromSeq: seqOf(step) }]
      : [],
  );
  const codes =
    unknown.length > 0 ? new Map([...known, ...(await addAreaCodes(tx, unknown))]) : known;

  let digest = closing.reduce(subtractDigest, digestFromHex(head.digest));
  const found: SearchEntry[] = [];
  const versions = commit.incidents.map((step) => {
    const row = wireRowOf(step, seqOf(step), codes);
    const hash = hashRow(row);
    digest = addDigest(digest, hash);
    found.push(searchEntry(step, row));
    return versionRow(step, row, hash, committedAt, commit.bulk);
  });
  const figureRows = figures.map(({ fid, figure }, index) => {
    const fromSeq = head.seq + 1 + commit.incidents.length + index;
    const hash = figure ? hashFigure(figure, fromSeq) : ZERO_DIGEST;
    digest = addDigest(digest, hash);
    return { fid, fromSeq, committedAt, record: figure, rowHash: digestToHex(hash) };
  });

  await closeIncidentVersions(tx, commit.incidents, seqOf);
  await hideEarlierVersions(tx, commit.incidents, seqOf);
  if (versions.length > 0) {
    await tx.execute(
      sql`insert into incident_versions select * from json_populate_recordset(null::incident_versions, ${JSON.stringify(versions)}::json)`,
    );
  }
  await indexSearch(tx, found);
  await replaceFigureVersions(tx, figureRows);
  await moveHead(tx, head.seq, head.seq + count, digestToHex(digest), committedAt, commit.bulk);
  return seqs;
}

function wireRowOf(step: IncidentStep, seq: number, codes: Map<string, number>): WireRow {
  if (!step.record) return tombstone(step.rid, seq);
  const code = codes.get(areaKey(areaOfRecord(step.record)));
  if (code === undefined) throw new Error(`the areas of record ${step.id} have no code`);
  return toWireRow(step.record, seq, code);
}

function searchEntry(step: IncidentStep, { occurredFrom, area }: WireRow): SearchEntry {
  const words = step.record ? wordsOfRecord(step.record) : null;
  return { rid: step.rid, occurredFrom, area, words, isFirst: step.isFirst };
}

/** A row of `incident_versions` under its column names. */
function versionRow(
  step: IncidentStep,
  row: WireRow,
  hash: Digest,
  committedAt: Date,
  bulk: boolean,
) {
  const columns = Object.entries(row).map(([name, value]) => [snakeCase(name), value]);
  return {
    ...Object.fromEntries(columns),
    id: step.id,
    committed_at: committedAt.toISOString(),
    hidden: false,
    bulk,
    record: step.record,
    row_hash: digestToHex(hash),
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Safe before the head is taken: only a holder of the record's lock, or the figure's, closes its version. */
async function hashesOfOpenVersions(
  tx: Transaction,
  steps: IncidentStep[],
  figures: FigureStep[],
): Promise<Digest[]> {
  const rids = steps.filter((step) => !step.isFirst).map((step) => step.rid);
  const fids = figures.map((figure) => figure.fid);
  const ofIncidents = rids.length
    ? await tx
        .select({ hash: incidentVersions.rowHash })
        .from(incidentVersions)
        .where(and(inArray(incidentVersions.rid, rids), isNull(incidentVersions.toSeq)))
    : [];
  const ofFigures = fids.length
    ? await tx
        .select({ hash: figureVersions.rowHash })
        .from(figureVersions)
        .where(and(inArray(figureVersions.fid, fids), isNull(figureVersions.toSeq)))
    : [];
  return [...ofIncidents, ...ofFigures].map((row) => digestFromHex(row.hash));
}

async function closeIncidentVersions(
  tx: Transaction,
  steps: IncidentStep[],
  seqOf: (step: IncidentStep) => number,
): Promise<void> {
  const ends = steps
    .filter((step) => !step.isFirst)
    .map((step) => ({ rid: step.rid, seq: seqOf(step) }));
  if (ends.length === 0) return;
  await tx.execute(sql`
    update incident_versions v set to_seq = e.seq
    from json_to_recordset(${JSON.stringify(ends)}::json) as e(rid int, seq bigint)
    where v.rid = e.rid and v.to_seq is null`);
}

async function hideEarlierVersions(
  tx: Transaction,
  steps: IncidentStep[],
  seqOf: (step: IncidentStep) => number,
): Promise<void> {
  const hiding = steps.filter((step) => step.hidesEarlier && !step.isFirst);
  const occurred: number[] = [];
  for (const step of hiding) {
    const seq = seqOf(step);
    const rows = await tx
      .update(incidentVersions)
      .set({ hidden: true, hiddenAt: seq })
      .where(
        and(
          eq(incidentVersions.rid, step.rid),
          lt(incidentVersions.fromSeq, seq),
          ne(incidentVersions.state, ROW_GONE),
          eq(incidentVersions.hidden, false),
        ),
      )
      .returning({ occurredFrom: incidentVersions.occurredFrom });
    occurred.push(...rows.map((row) => row.occurredFrom));
  }
  await forgetPartitions(tx, occurred);
}

async function replaceFigureVersions(
  tx: Transaction,
  rows: (typeof figureVersions.$inferInsert & { fromSeq: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  const ends = rows.map((row) => ({ fid: row.fid, seq: row.fromSeq }));
  await tx.execute(sql`
    update figure_versions v set to_seq = e.seq
    from json_to_recordset(${JSON.stringify(ends)}::json) as e(fid int, seq bigint)
    where v.fid = e.fid and v.to_seq is null`);
  await tx.insert(figureVersions).values(rows);
}

async function moveHead(
  tx: Transaction,
  fromSeq: number,
  toSeq: number,
  digest: string,
  committedAt: Date,
  bulk: boolean,
): Promise<void> {
  const at = committedAt.toISOString();
  await tx.execute(sql`
    with head as (
      update log_head set seq = ${toSeq}, digest = ${digest}, committed_at = ${at}::timestamptz
    ), entry as (
      insert into commits (to_seq, from_seq, committed_at, digest_after, bulk)
      values (${toSeq}, ${fromSeq}, ${at}::timestamptz, ${digest}, ${bulk})
    )
    select pg_notify('havenwacht_log', '')`);
}
