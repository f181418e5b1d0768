import type { BoundaryFileOptions } from '@/lib/ingest/boundaries/read-boundaries';
import { boundaryFactsSchema } from '@/lib/protocol/boundaries';
import { parseFlags, UsageError, webAddress } from './command-line';

export const USAGE = `Use: npm run boundaries -- FILE --source TEXT --licence TEXT [--dry-run]
  FILE is GeoJSON or TopoJSON in WGS84 degrees, its features keyed by NIS code or by a code of /api/v1/regions. It takes
  the place of what was imported before. The server must be running.
  --source TEXT          who published the boundaries, and of when; shown on the map
  --licence TEXT         under which licence; shown in the legend
  --key PROPERTY         the property that holds the codes, where several could, or none is recognised
  --object NAME          which object of a TopoJSON file that has several
  --merge                features with one code are parts of one area (statistical sectors of a municipality)
  --dry-run              read and check, and send nothing; with --recode, change nothing
  --recode               then give records whose point lies in another area that area; also without FILE
  --server ADDRESS       else PUBLIC_URL, else http://HOST:PORT
  npm run boundaries -- --remove       takes the boundaries out again; records stay as they are`;

export interface BoundaryImport extends BoundaryFileOptions {
  file: string;
  source: string;
  licence: string;
}

export type BoundaryCommand =
  | { action: 'help' }
  | { action: 'remove'; server: string | null }
  | {
      action: 'run';
      /** Null where records are re-coded by what is there. */
      given: BoundaryImport | null;
      isRecoded: boolean;
      isDryRun: boolean;
      server: string | null;
    };

const { source, licence } = boundaryFactsSchema.shape;

const OPTIONS = {
  source: { type: 'string' },
  licence: { type: 'string' },
  key: { type: 'string' },
  object: { type: 'string' },
  merge: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  recode: { type: 'boolean' },
  remove: { type: 'boolean' },
  server: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws UsageError naming the wrong argument */
export function parseBoundaryArguments(argv: readonly string[]): BoundaryCommand {
  const { values, positionals } = parseFlags(argv, OPTIONS, USAGE);
  if (values.help) return { action: 'help' };
  const server = values.server === undefined ? null : webAddress('--server', values.server);
  const [file, another] = positionals;
  if (another !== undefined) {
    throw new UsageError(
      `One file at a time: "${another}" is a second one, and it would take the place of the first.`,
    );
  }
  if (values.remove) {
    if (file !== undefined || values.recode || values['dry-run']) {
      throw new UsageError('--remove stands alone: leave the rest out.');
    }
    return { action: 'remove', server };
  }
  const isRecoded = values.recode ?? false;
  if (file === undefined && !isRecoded) throw new UsageError(USAGE);
  return {
    action: 'run',
    given:
      file === undefined
        ? null
        : {
            file,
            source: oneLine('--source', source, values.source),
            licence: oneLine('--licence', licence, values.licence),
            key: values.key ?? null,
            object: values.object ?? null,
            isMerged: values.merge ?? false,
          },
    isRecoded,
    isDryRun: values['dry-run'] ?? false,
    server,
  };
}

/** Boundaries are other people's work: no import without whose it is. */
function oneLine(flag: string, rule: typeof boundaryFactsSchema.shape.source, value = ''): string {
  if (value.trim() === '') {
    throw new UsageError(
      `${flag} is missing: readers are told whose boundaries these are, and under which licence.`,
    );
  }
  const { data, error } = rule.safeParse(value);
  if (data === undefined) throw new UsageError(`${flag}: ${error?.issues[0]?.message}.`);
  return data;
}
