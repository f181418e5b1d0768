import type { NormaliseOptions } from '@/lib/ingest/normalise-row';
import { domainFault } from '@/lib/ingest/normalise-row';
import { type FileSurvey, type PreparedRow, prepareRows } from '@/lib/ingest/prepare-import';
import type { FormatDriver } from '@/lib/ingest/raw-row';
import { type ImportClient, ServerRefusal } from './import-client';
import { createProgress } from './import-progress';
import {
  createTally,
  decisionLines,
  faultLines,
  plural,
  type Tally,
  tallyBadRow,
  tallyRow,
} from './import-report';
import type { ExitCode, ImportWorld } from './import-world';

export interface SendRowsOptions {
  name: string;
  driver: FormatDriver;
  text: string;
  survey: FileSurvey;
  options: NormaliseOptions;
  batchId: string;
  client: ImportClient;
  world: Pick<ImportWorld, 'out' | 'error' | 'isTerminal'>;
}

const LARGEST_BATCH_ROWS = 500;
/** Below the 8 MiB that the server takes as one body. */
const LARGEST_BATCH_CHARACTERS = 2_000_000;
const LONGEST_NAME = 300;
const BATCHES_UNDER_WAY = 2;

interface Sent {
  added: number;
  skipped: number;
}

/** Sends a file's good rows in batches and reports the rest. A server that goes away leaves what was sent in place. */
export async function sendRows(given: SendRowsOptions): Promise<ExitCode> {
  const tally = createTally();
  const sent: Sent = { added: 0, skipped: 0 };
  const { world, batchId, survey } = given;
  world.out(
    `${given.name}: ${given.driver.name}, ${plural(survey.rows, 'row')}, batch ${batchId}\n`,
  );
  const progress = createProgress(world, survey.rows);
  let refusal: ServerRefusal | null = null;
  const underWay: Promise<void>[] = [];
  try {
    // Reading, the server's checks and its database work at the same time, each on another batch.
    for await (const batch of batchesOf(given, tally)) {
      if (underWay.length >= BATCHES_UNDER_WAY) await underWay.shift();
      progress.show(tally.rows);
      const sending = sendBatch(given, batch, tally, sent);
      // A refusal is met when its turn comes; until then it must not count as unhandled.
      sending.catch(() => undefined);
      underWay.push(sending);
    }
    await Promise.all(underWay);
  } catch (error) {
    if (!(error instanceof ServerRefusal)) throw error;
    refusal = error;
    // What the other batch still adds belongs into the report.
    await Promise.allSettled(underWay);
  }
  progress.end();
  return conclude(given, tally, sent, refusal);
}

async function* batchesOf(given: SendRowsOptions, tally: Tally): AsyncGenerator<PreparedRow[]> {
  let batch: PreparedRow[] = [];
  let characters = 0;
  for await (const outcome of prepareRows(given.driver, given.text, given.options)) {
    tallyRow(tally, outcome);
    if ('faults' in outcome) continue;
    const size = JSON.stringify(outcome.prepared.incident).length;
    const isFull =
      batch.length >= LARGEST_BATCH_ROWS || characters + size > LARGEST_BATCH_CHARACTERS;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(outcome.prepared);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}

async function sendBatch(
  { client, batchId, name, options }: SendRowsOptions,
  batch: readonly PreparedRow[],
  tally: Tally,
  sent: Sent,
): Promise<void> {
  const answer = await client.sendBatch({
    batchId,
    name: name.slice(0, LONGEST_NAME),
    records: batch.map(({ importKey, incident }) => ({ importKey, incident })),
  });
  sent.added += answer.added;
  sent.skipped += answer.skipped;
  for (const { index, errors } of answer.faults) {
    const row = batch[index]?.row ?? 0;
    tallyBadRow(
      tally,
      errors.map(({ field, message }) => domainFault(row, field, message, options.mapping)),
    );
  }
}

function conclude(
  { batchId, world }: SendRowsOptions,
  tally: Tally,
  { added, skipped }: Sent,
  refusal: ServerRefusal | null,
): ExitCode {
  const again = refusal
    ? `Stopped before the end: run the same command again with --batch ${batchId}; what is in is skipped.`
    : null;
  const lines = [
    ...faultLines(tally),
    ...(added > 0 ? decisionLines(tally) : []),
    `${plural(added, 'record')} added, ${skipped} there before and skipped, ${plural(tally.badRows, 'bad row')}.`,
    ...(again && added + skipped > 0 ? [again] : []),
    ...(added > 0 ? [`Take it back: npm run import -- --take-back ${batchId}`] : []),
  ];
  world.out(`${lines.join('\n')}\n`);
  if (refusal) world.error(`${refusal.message}\n`);
  if (added + skipped === 0) return 2;
  return tally.badRows > 0 || refusal ? 1 : 0;
}
