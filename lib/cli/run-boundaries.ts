import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { BoundaryFileError } from '@/lib/ingest/boundaries/boundary-file-error';
import { MOST_FILE_BYTES, readBoundaries } from '@/lib/ingest/boundaries/read-boundaries';
import {
  type BoundaryInput,
  boundariesAnswerSchema,
  type RecodeAnswer,
  recodeAnswerSchema,
} from '@/lib/protocol/boundaries';
import { BoundaryBuildError, buildTopology } from '@/lib/regions/boundaries/build-topology';
import { levelsOf } from '@/lib/regions/boundaries/check-topology';
import { type BoundaryImport, parseBoundaryArguments, USAGE } from './boundary-arguments';
import { callServer } from './call-server';
import { UsageError } from './command-line';
import { plural } from './import-report';
import type { ImportWorld } from './import-world';

/** What the command needs of the world. */
export type BoundaryWorld = Pick<
  ImportWorld,
  'environment' | 'projectRoot' | 'workingFolder' | 'out' | 'error' | 'fetch'
>;

const PATH = '/api/v1/boundaries';
const MOST_LISTED = 20;

/** Runs `npm run boundaries` with these arguments. @returns the exit code: 0, or 2 where nothing was done */
export async function runBoundaries(argv: readonly string[], world: BoundaryWorld): Promise<0 | 2> {
  try {
    const command = parseBoundaryArguments(argv);
    if (command.action === 'help') {
      world.out(`${USAGE}\n`);
      return 0;
    }
    const { server } = command;
    if (command.action === 'remove') {
      await callServer(world, 'DELETE', PATH, undefined, server);
      world.out('The boundaries are removed. Records stay as they are coded.\n');
      return 0;
    }
    const { given, isRecoded, isDryRun } = command;
    if (given) await importFile(given, { isDryRun, isRecoded, server }, world);
    // A dry run of an import has nothing on the server to compare with.
    if (isRecoded && !(given && isDryRun)) await recode({ isDryRun, server }, world);
    return 0;
  } catch (error) {
    const isExpected =
      error instanceof UsageError ||
      error instanceof BoundaryFileError ||
      error instanceof BoundaryBuildError;
    if (!isExpected) throw error;
    world.error(`${error.message}\n`);
    return 2;
  }
}

interface RunOptions {
  isDryRun: boolean;
  isRecoded: boolean;
  server: string | null;
}

async function importFile(
  given: BoundaryImport,
  { isDryRun, isRecoded, server }: RunOptions,
  world: BoundaryWorld,
): Promise<void> {
  const path = resolve(world.workingFolder, given.file);
  const read = readBoundaries(await readText(path), given);
  const { topology, toleranceMetres, byteLength } = buildTopology(read.shapes);
  const levels = Object.entries(levelsOf(topology)).map(
    ([level, count]) => `${count} of level ${level}`,
  );
  const lines = [
    `${basename(path)}: ${read.format}, keyed by "${read.key}", ${plural(topology.objects.regions.geometries.length, 'area')} (${levels.join(', ')}).`,
    ...listed(read.skipped, 'Skipped'),
    `${Math.ceil(byteLength / 1000)} kB for a screen, ${
      toleranceMetres === 0
        ? 'to the metre as they came'
        : `simplified by at most ${toleranceMetres} m, shared borders kept`
    }.`,
  ];
  if (isDryRun) {
    const then = isRecoded
      ? ['Records are compared with boundaries that are imported: not now.']
      : [];
    world.out(`${[...lines, 'Dry run: nothing is sent.', ...then].join('\n')}\n`);
    return;
  }
  const { source, licence } = given;
  const body: BoundaryInput = { source, licence, toleranceMetres, topology };
  const { answer } = await callServer(world, 'PUT', PATH, body, server);
  const { boundaries } = boundariesAnswerSchema.parse(answer);
  const next = isRecoded
    ? []
    : ['Records keep their areas: see which points lie in another one with --recode --dry-run.'];
  world.out(`${[...lines, `Imported as ${boundaries?.address ?? PATH}.`, ...next].join('\n')}\n`);
}

async function readText(path: string): Promise<string> {
  const facts = await stat(path).catch(() => null);
  if (!facts) throw new UsageError(`${path}: there is no such file.`);
  if (!facts.isFile()) throw new UsageError(`${path}: this is no file (name one).`);
  if (facts.size > MOST_FILE_BYTES) {
    throw new UsageError(
      `${path}: ${facts.size} bytes are more than the ${MOST_FILE_BYTES} that are read: take fewer levels, or simplify it first, for instance with "mapshaper".`,
    );
  }
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}

async function recode(
  { isDryRun, server }: Pick<RunOptions, 'isDryRun' | 'server'>,
  world: BoundaryWorld,
): Promise<void> {
  let after = 0;
  let compared = 0;
  let leftAlone = 0;
  const changed: RecodeAnswer['changed'] = [];
  for (;;) {
    const body = { after, isDryRun };
    const { answer } = await callServer(world, 'POST', `${PATH}/recode`, body, server);
    const part = recodeAnswerSchema.parse(answer);
    compared += part.compared;
    leftAlone += part.leftAlone;
    changed.push(...part.changed);
    if (part.next === null) break;
    after = part.next;
  }
  const lines = [
    ...listed(
      changed.map(({ id, from, to }) => `${id}: ${from ?? 'no area of that level'} -> ${to}`),
      isDryRun ? 'Would change' : 'Changed',
    ),
    `${plural(compared, 'record')} with a point compared: ${changed.length} ${isDryRun ? 'would be' : 'were'} given another area, ${leftAlone} left alone (too near to a border for their precision, or at odds with their port).`,
  ];
  world.out(`${lines.join('\n')}\n`);
}

function listed(lines: readonly string[], heading: string): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LISTED;
  return [
    `${heading}: ${lines.length}`,
    ...lines.slice(0, MOST_LISTED).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}
