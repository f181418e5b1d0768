import {
  compactHeader,
  FIELD_NAMES,
  IMPORT_FIELDS,
  type ImportField,
  isImportField,
} from './import-fields';

/** Which column each field is read from, and values that every row takes. */
export interface ColumnMapping {
  columns: ReadonlyMap<ImportField, string>;
  /** From `--set`; a cell that says something wins. */
  constants: ReadonlyMap<ImportField, string>;
  /** Columns that nothing is read from. */
  unused: readonly string[];
}

/** A `--map` or `--set` that cannot be followed; the message is one sentence that lists what is possible. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

export interface MappingOptions {
  /** `field=column`; an empty column leaves the field unread. */
  map: readonly string[];
  /** `field=value`. */
  set: readonly string[];
}

/**
 * Guesses the columns of a file by their names; `--map` wins over every guess.
 * @throws MappingError for an unknown field or column, or one given twice
 */
export function mapColumns(
  columns: readonly string[],
  options: MappingOptions = { map: [], set: [] },
): ColumnMapping {
  const given = readGiven(columns, options.map);
  const taken = new Set(given.values());
  const mapped = new Map<ImportField, string>();
  for (const field of FIELD_NAMES) {
    const column = given.has(field)
      ? given.get(field)
      : guess(
          field,
          columns.filter((name) => !taken.has(name)),
        );
    if (!column) continue;
    mapped.set(field, column);
    taken.add(column);
  }
  return {
    columns: mapped,
    constants: new Map(options.set.map((pair) => splitPair('--set', pair))),
    unused: columns.filter((name) => !taken.has(name)),
  };
}

function readGiven(columns: readonly string[], pairs: readonly string[]): Map<ImportField, string> {
  const given = new Map<ImportField, string>();
  for (const pair of pairs) {
    const [field, column] = splitPair('--map', pair);
    if (given.has(field)) {
      throw new MappingError(
        `--map "${pair}": the field "${field}" is mapped twice (leave one out).`,
      );
    }
    if (column !== '' && !columns.includes(column)) {
      throw new MappingError(
        `--map "${pair}": the file has no column "${column}" (it has: ${columns.join(', ')}).`,
      );
    }
    given.set(field, column);
  }
  return given;
}

function splitPair(flag: string, pair: string): [ImportField, string] {
  const at = pair.indexOf('=');
  if (at < 1)
    throw new MappingError(
      `${flag} "${pair}": write it as field=${flag === '--map' ? 'column' : 'value'}.`,
    );
  const field = pair.slice(0, at).trim();
  if (!isImportField(field)) {
    throw new MappingError(
      `${flag} "${pair}": there is no field "${field}" (use one of: ${FIELD_NAMES.join(', ')}).`,
    );
  }
  return [field, pair.slice(at + 1).trim()];
}

/** Earlier header words win over later ones, whatever the order of the columns. */
function guess(field: ImportField, columns: readonly string[]): string | undefined {
  for (const header of IMPORT_FIELDS[field].headers) {
    const column = columns.find((name) => compactHeader(name) === header);
    if (column !== undefined) return column;
  }
  return undefined;
}
