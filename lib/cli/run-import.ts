import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { decodeText } from '@/lib/ingest/decode-text';
import { detectFormat } from '@/lib/ingest/detect-format';
import { type ColumnMapping, MappingError, mapColumns } from '@/lib/ingest/map-columns';
import type { NormaliseOptions } from '@/lib/ingest/normalise-row';
import {
  type FileSurvey,
  prepareRows,
  requireEssentials,
  surveyFile,
} from '@/lib/ingest/prepare-import';
import { type FormatDriver, ImportFileError } from '@/lib/ingest/raw-row';
import { UsageError } from './command-line';
import { type ImportCommand, parseImportArguments, USAGE } from './import-arguments';
import { createImportClient, type ImportClient, ServerRefusal } from './import-client';
import { createProgress } from './import-progress';
import {
  createTally,
  decisionLines,
  faultLines,
  mappingLines,
  plural,
  tallyRow,
} from './import-report';
import type { ExitCode, ImportWorld } from './import-world';
import { findServer } from './running-server';
import { sendRows } from './send-rows';

const ROWS_BETWEEN_LOOKS = 500;

/** Runs `npm run import` with these arguments. */
export async function runImport(argv: readonly string[], world: ImportWorld): Promise<ExitCode> {
  try {
    const command = parseImportArguments(argv);
    if (command.action === 'help') {
      world.out(`${USAGE}\n`);
      return 0;
    }
    if (command.action === 'take back') {
      const client = await connect(command.server, world);
      return await takeBack(client, command.batchId, world);
    }
    return await importFile(command, world);
  } catch (error) {
    const isExpected =
      error instanceof UsageError ||
      error instanceof ServerRefusal ||
      error instanceof MappingError;
    if (!isExpected) throw error;
    world.error(`${error.message}\n`);
    return 2;
  }
}

async function takeBack(
  client: ImportClient,
  batchId: string,
  world: ImportWorld,
): Promise<ExitCode> {
  const count = await client.takeBack(batchId);
  world.out(
    count === 0
      ? `Batch ${batchId} has no record left to take back.\n`
      : `Batch ${batchId} is taken back: ${plural(count, 'record')} withdrawn.\n`,
  );
  return 0;
}

interface OpenedFile {
  name: string;
  driver: FormatDriver;
  text: string;
  survey: FileSurvey;
  mapping: ColumnMapping;
  options: NormaliseOptions;
}

async function importFile(command: ImportCommand, world: ImportWorld): Promise<ExitCode> {
  const file = await openFile(command, world);
  if (command.isDryRun) return dryRun(file, world);
  const client = await connect(command.server, world);
  const batchId = command.batchId ?? world.newId();
  return sendRows({ ...file, batchId, client, world });
}

async function openFile(command: ImportCommand, world: ImportWorld): Promise<OpenedFile> {
  const path = resolve(world.workingFolder, command.file);
  const name = basename(path);
  try {
    const { text, notice } = decodeText(await readBytes(path));
    if (notice) world.error(`${notice}\n`);
    const driver = detectFormat(name, text);
    const survey = await surveyFile(driver, text);
    const mapping = mapColumns(survey.columns, command);
    requireEssentials(mapping, survey);
    const { language, status, decimal } = command;
    return { name, driver, text, survey, mapping, options: { mapping, language, status, decimal } };
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    throw new UsageError(`${command.file}: ${error.message}`);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'ENOENT') throw new ImportFileError('there is no such file.');
    if (code === 'EISDIR') throw new ImportFileError('this is a folder (name a file).');
    throw new ImportFileError(
      `the file cannot be read (${typeof code === 'string' ? code : 'unknown reason'}).`,
    );
  }
}

/** Checks every row without a server. */
async function dryRun(file: OpenedFile, world: ImportWorld): Promise<ExitCode> {
  const tally = createTally();
  const progress = createProgress(world, file.survey.rows);
  for await (const outcome of prepareRows(file.driver, file.text, file.options)) {
    tallyRow(tally, outcome);
    if (tally.rows % ROWS_BETWEEN_LOOKS === 0) progress.show(tally.rows);
  }
  progress.end();
  const { rows, good, badRows, published, drafts } = tally;
  const lines = [
    `${file.name}: ${file.driver.name}, ${plural(rows, 'row')}. Dry run: nothing is sent.`,
    ...mappingLines(file.mapping, file.survey.hasPoints),
    ...faultLines(tally),
    ...decisionLines(tally),
    `${good} of ${plural(rows, 'row')} would be sent (${published} published, ${plural(drafts, 'draft')}; rows imported before would be skipped); ${plural(badRows, 'bad row')} would not.`,
  ];
  world.out(`${lines.join('\n')}\n`);
  if (badRows === 0) return 0;
  return good === 0 ? 2 : 1;
}

async function connect(given: string | null, world: ImportWorld): Promise<ImportClient> {
  const found = await findServer(given, world);
  const { fetch, sleep } = world;
  return createImportClient({ ...found, fetch, sleep });
}
