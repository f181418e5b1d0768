import type { IncidentBody } from '../domain/incident';
import { createRowKeys } from './import-key';
import { type ColumnMapping, MappingError } from './map-columns';
import { type Decision, type NormaliseOptions, normaliseRow } from './normalise-row';
import { type FormatDriver, ImportFileError, isFault, type RowFault } from './raw-row';

/** A row that can be sent. */
export interface PreparedRow {
  row: number;
  importKey: string;
  /** Above 1: the file says exactly the same in an earlier row. */
  ordinal: number;
  incident: IncidentBody;
  decisions: readonly Decision[];
}

export type PreparedOutcome = { prepared: PreparedRow } | { faults: RowFault[] };

/** What a first reading of a file tells. */
export interface FileSurvey {
  columns: string[];
  rows: number;
  /** Whether a row has a geometry. */
  hasPoints: boolean;
}

/**
 * Reads a file once, to know its columns and how many rows there are.
 * @throws ImportFileError where the file is broken or has no row
 */
export async function surveyFile(driver: FormatDriver, text: string): Promise<FileSurvey> {
  const columns = new Set<string>();
  let rows = 0;
  let hasPoints = false;
  for await (const row of driver.read(text)) {
    rows += 1;
    if (isFault(row)) continue;
    for (const name of Object.keys(row.cells)) columns.add(name);
    hasPoints ||= row.point !== null;
  }
  if (rows === 0) throw new ImportFileError('the file has no row after its header.');
  return { columns: [...columns], rows, hasPoints };
}

/**
 * Refuses a mapping from which no row could become a record: once, instead of once per row.
 * @throws MappingError naming what is missing and the columns to choose from
 */
export function requireEssentials(mapping: ColumnMapping, survey: FileSurvey): void {
  const has = (...fields: Parameters<typeof mapping.columns.has>[0][]) =>
    fields.some((field) => mapping.columns.has(field) || mapping.constants.has(field));
  const hasPoint = survey.hasPoints || (has('lat') && has('lng'));
  const hasArea = has(
    'place',
    'municipality',
    'district',
    'policeZone',
    'port',
    'province',
    'country',
  );
  const choices = `the file has: ${survey.columns.join(', ')}`;
  if (!has('date'))
    throw new MappingError(`No column holds the date (say --map date=COLUMN; ${choices}).`);
  if (!has('kind', 'subtype')) {
    throw new MappingError(
      `No column holds the kind (say --map kind=COLUMN, or --set kind=shooting for all rows; ${choices}).`,
    );
  }
  if (!hasPoint && !hasArea) {
    throw new MappingError(
      `No column holds a place (say --map municipality=COLUMN, or --map lat=COLUMN --map lng=COLUMN; ${choices}).`,
    );
  }
}

/** Every row of a file in its order, as a record or as faults. */
export async function* prepareRows(
  driver: FormatDriver,
  text: string,
  options: NormaliseOptions,
): AsyncGenerator<PreparedOutcome> {
  const keyOf = createRowKeys();
  for await (const raw of driver.read(text)) {
    if (isFault(raw)) {
      yield { faults: [raw] };
      continue;
    }
    const { importKey, ordinal } = keyOf(raw);
    const outcome = normaliseRow(raw, options);
    if (outcome.faults) yield { faults: outcome.faults };
    else {
      const { incident, decisions } = outcome;
      yield { prepared: { row: raw.row, importKey, ordinal, incident, decisions } };
    }
  }
}
