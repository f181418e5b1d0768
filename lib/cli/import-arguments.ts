import { z } from 'zod';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { DecimalMark } from '@/lib/ingest/read-number';
import { parseFlags, UsageError, webAddress } from './command-line';

export interface ImportCommand {
  action: 'import';
  file: string;
  isDryRun: boolean;
  map: string[];
  set: string[];
  status: 'draft' | 'published' | null;
  language: Locale;
  decimal: DecimalMark;
  /** Null: a new one. */
  batchId: string | null;
  server: string | null;
}

export interface TakeBackCommand {
  action: 'take back';
  batchId: string;
  server: string | null;
}

export type Command = ImportCommand | TakeBackCommand | { action: 'help' };

export const USAGE = `Use: npm run import -- FILE [--dry-run]
  FILE is CSV or GeoJSON, or one GeoJSON Feature a line.
  --dry-run              check every row and send nothing
  --map field=column     say which column a field is read from (again for each field)
  --set field=value      give all rows a value, such as --set kind=shooting
  --status draft|published   else a row with a source is published, another is a draft
  --language nl|fr|en    the language of columns such as "title" (en)
  --decimal comma|point  how the file writes fractions, where 1.234 could mean either
  --batch UUID           the batch that the rows belong to (else a new one)
  --server ADDRESS       else PUBLIC_URL, else http://HOST:PORT
  npm run import -- --take-back UUID   withdraws every record of a batch`;

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  map: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  status: { type: 'string' },
  language: { type: 'string' },
  decimal: { type: 'string' },
  batch: { type: 'string' },
  server: { type: 'string' },
  'take-back': { type: 'string' },
} as const;

/** @throws UsageError naming the wrong argument */
export function parseImportArguments(argv: readonly string[]): Command {
  const { values, positionals } = parseFlags(argv, OPTIONS, USAGE);
  if (values.help) return { action: 'help' };
  const server = values.server === undefined ? null : webAddress('--server', values.server);
  const takeBack = values['take-back'];
  if (takeBack !== undefined) {
    if (positionals.length > 0) throw new UsageError('--take-back needs no file: leave it out.');
    return { action: 'take back', batchId: uuid('--take-back', takeBack), server };
  }
  const [file, another] = positionals;
  if (file === undefined) throw new UsageError(USAGE);
  if (another !== undefined) {
    throw new UsageError(
      `One file at a time: "${another}" is a second one (import it afterwards).`,
    );
  }
  return {
    action: 'import',
    file,
    isDryRun: values['dry-run'] ?? false,
    map: values.map ?? [],
    set: values.set ?? [],
    status: oneOf('--status', values.status, ['draft', 'published'] as const),
    language: oneOf('--language', values.language, LOCALES) ?? 'en',
    decimal: oneOf('--decimal', values.decimal, ['comma', 'point'] as const),
    batchId: values.batch === undefined ? null : uuid('--batch', values.batch),
    server,
  };
}

function oneOf<T extends string>(
  flag: string,
  value: string | undefined,
  words: readonly T[],
): T | null {
  if (value === undefined) return null;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new UsageError(`${flag} "${value}" must be ${words.join(' or ')}.`);
  return word;
}

function uuid(flag: string, value: string): string {
  if (z.uuid().safeParse(value).success) return value.toLowerCase();
  throw new UsageError(`${flag} "${value}" is not a batch id, which is a UUID.`);
}
