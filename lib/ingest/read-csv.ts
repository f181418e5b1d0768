import { CsvError, type Info, parse } from 'csv-parse';
import { type FormatDriver, ImportFileError, type ReadRow } from './raw-row';
import { beginsLikeJson } from './read-geojson';

/** In the order in which a tie is decided. */
const DELIMITERS = [',', ';', '\t', '|'] as const;
const CHUNK_CHARACTERS = 64 * 1024;
const LARGEST_ROW_CHARACTERS = 1_000_000;
const ROW_OF_HEADER = 1;

interface ParsedRecord {
  record: string[];
  info: Info;
}

/** Comma-separated values (also `;`, tab, `|`) with a header row. */
export const csvDriver: FormatDriver = {
  name: 'CSV',
  extensions: ['.csv', '.tsv', '.txt'],
  recognises: (beginning) => !beginsLikeJson(beginning),
  read: readCsv,
};

async function* readCsv(text: string): AsyncGenerator<ReadRow> {
  let header: string[] | null = null;
  for await (const { record, info } of parseRecords(text)) {
    const row = info.records + info.empty_lines;
    if (header === null) header = readHeader(record);
    else if (record.some((cell) => cell.trim() !== '')) yield toRow(row, header, record);
  }
  if (header === null) throw new ImportFileError('the file is empty.');
}

/** Excess cells that are empty come from a delimiter at the end of the line and say nothing. */
function toRow(row: number, header: readonly string[], record: readonly string[]): ReadRow {
  const isLonger = record.slice(header.length).some((cell) => cell.trim() !== '');
  if (isLonger || record.length < header.length) {
    return {
      row,
      column: null,
      message: `has ${record.length} cells where the header has ${header.length} (put a cell that contains the delimiter in double quotes)`,
    };
  }
  const cells = Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
  return { row, cells, point: null };
}

function readHeader(record: readonly string[]): string[] {
  const header = record.map((name) => name.trim());
  header.forEach((name, index) => {
    if (name === '') {
      throw new ImportFileError(
        `row ${ROW_OF_HEADER}: column ${index + 1} of the header has no name (name it or remove the column).`,
      );
    }
    const first = header.indexOf(name);
    if (first < index) {
      throw new ImportFileError(
        `row ${ROW_OF_HEADER}: the header has "${name}" twice, as columns ${first + 1} and ${index + 1} (rename one).`,
      );
    }
  });
  return header;
}

async function* parseRecords(text: string): AsyncGenerator<ParsedRecord> {
  const parser = parse({
    delimiter: sniffDelimiter(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LARGEST_ROW_CHARACTERS,
  });
  void feed(parser, text);
  try {
    for await (const parsed of parser) yield parsed as unknown as ParsedRecord;
  } catch (error) {
    throw error instanceof CsvError ? new ImportFileError(explain(error)) : error;
  }
}

/** Waits whenever the parser is behind, so that a large file is not parsed ahead of its reader. */
async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let start = 0; start < text.length; start += CHUNK_CHARACTERS) {
    if (parser.destroyed) return;
    const isReady = parser.write(text.slice(start, start + CHUNK_CHARACTERS));
    if (!isReady) {
      await new Promise<void>((resolve) => {
        const go = () => {
          parser.off('drain', go);
          parser.off('close', go);
          resolve();
        };
        parser.once('drain', go);
        parser.once('close', go);
      });
    }
  }
  if (!parser.destroyed) parser.end();
}

function explain(error: CsvError): string {
  const line = Number((error as { lines?: unknown }).lines) || 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return `a cell that opens with a double quote at line ${line} or before is never closed (close it).`;
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `a row near line ${line} has more than ${LARGEST_ROW_CHARACTERS} characters (look for a double quote that is never closed).`;
  }
  return `line ${line} is not CSV: ${error.message.slice(0, 200)}.`;
}

/** The delimiter that stands most often in the header, outside of quotes. */
export function sniffDelimiter(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const character of text.slice(0, CHUNK_CHARACTERS).trimStart()) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) break;
    else if (!isQuoted && counts.has(character)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  return DELIMITERS.reduce<string>(
    (best, next) => ((counts.get(next) ?? 0) > (counts.get(best) ?? 0) ? next : best),
    DELIMITERS[0],
  );
}
