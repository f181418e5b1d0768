// `npm run faults [-- NAME… [--kills N] [--clients N] [--seconds N] [--incidents N --versions N] [--folder FOLDER] [--only TEXT]]`: faults at length, for hours rather than minutes; what they show goes into RESULTS.md.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  absencesOnEmbedded,
  absencesOnPostgres,
  longAbsenceOnEmbedded,
  longAbsenceOnPostgres,
} from './absences';
import { fanOut } from './fan-out';
import { frozenClient } from './frozen-client';
import { growthOnEmbedded, growthOnPostgres } from './growth';
import { importOnEmbedded } from './import-at-size';
import { interleavings } from './interleavings';
import { killsOnEmbedded, killsOnPostgres } from './kills';
import { massReconnect } from './mass-reconnect';
import { outagesOnEmbedded, outagesOnPostgres } from './outages';
import { pictureStorm } from './picture-storm';
import { powerLossOnEmbedded } from './power-loss';
import { noteResult, type Result } from './results';
import { namesOfWallFaults, wallFaults } from './wall';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Asked {
  /** How often, or how much: kills, losses of power, interleavings, changes missed. */
  kills: number | null;
  clients: number | null;
  seconds: number | null;
  incidents: number | null;
  versions: number | null;
  folder: string | undefined;
  /** Of the wall's faults, those whose name has this in it. */
  only: string | undefined;
}

/** By name; the numbers are those of the promises unless told otherwise. Null: it cannot be run here. */
const SCENARIOS: Record<string, (asked: Asked) => Promise<Result | Result[] | null>> = {
  'kills-embedded': ({ kills }) => killsOnEmbedded({ kills: kills ?? 1_000, say }),
  'kills-postgres': ({ kills }) => killsOnPostgres({ kills: kills ?? 200, say }),
  'power-loss': ({ kills }) => powerLossOnEmbedded({ losses: kills ?? 20, say }),
  'absences-embedded': () => absencesOnEmbedded(say),
  'absences-postgres': () => absencesOnPostgres(say),
  'long-absence-embedded': ({ kills }) => longAbsenceOnEmbedded(kills ?? 200_000),
  'long-absence-postgres': ({ kills }) => longAbsenceOnPostgres(kills ?? 200_000),
  'outages-embedded': outagesOnEmbedded,
  'outages-postgres': outagesOnPostgres,
  interleavings: ({ kills }) => interleavings('memory', kills ?? 10_000),
  'interleavings-embedded': ({ kills }) => interleavings('embedded', kills ?? 10_000),
  'interleavings-postgres': ({ kills }) => interleavings('PostgreSQL', kills ?? 10_000),
  'import-embedded': () => importOnEmbedded(100_000),
  'fan-out': ({ clients, seconds }) =>
    fanOut({ clients: clients ?? 5_000, seconds: seconds ?? 60, say }),
  'frozen-client': () => frozenClient({ say }),
  'mass-reconnect': ({ clients }) => massReconnect({ clients: clients ?? 5_000, say }),
  wall: ({ only }) => wallFaults({ only: only ?? '', say }),
  'picture-storm': ({ clients }) => pictureStorm({ addresses: clients ?? 1_000, say }),
  'growth-embedded': (asked) => growthOnEmbedded({ ...sizeOf(asked), folder: asked.folder, say }),
  'growth-postgres': (asked) => growthOnPostgres({ ...sizeOf(asked), say }),
};

function sizeOf({ incidents, versions }: Asked): { incidents: number; versions: number } {
  return { incidents: incidents ?? 1_000_000, versions: versions ?? 5 * (incidents ?? 1_000_000) };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string' },
    clients: { type: 'string' },
    seconds: { type: 'string' },
    incidents: { type: 'string' },
    versions: { type: 'string' },
    folder: { type: 'string' },
    only: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text));
const asked: Asked = {
  kills: numberOf(values.kills),
  clients: numberOf(values.clients),
  seconds: numberOf(values.seconds),
  incidents: numberOf(values.incidents),
  versions: numberOf(values.versions),
  folder: values.folder,
  only: values.only,
};
const unknown = names.filter((name) => !SCENARIOS[name]);
const { folder: _, only: __, ...sizes } = asked;
const wrong = Object.values(sizes).some((number) => number !== null && !(number > 0));
if (unknown.length > 0 || wrong) {
  const known = Object.keys(SCENARIOS).join(', ');
  process.stderr.write(
    `Unknown: ${[...unknown, wrong ? 'a number below 1' : ''].join(' ').trim()}. Give names of ${known}; --kills, --clients, --seconds, --incidents and --versions with a number from 1; --folder for growth-embedded, --only for wall.\n`,
  );
  process.exit(2);
}
if (values.only !== undefined && !(names.includes('wall') && namesOfWallFaults(values.only)[0])) {
  const known = namesOfWallFaults('').join(', ');
  process.stderr.write(
    `--only ${values.only} runs nothing: give it with wall, and a part of one of these names: ${known}.\n`,
  );
  process.exit(2);
}
for (const name of names) {
  const [load = 0] = loadavg();
  const found = await SCENARIOS[name]?.(asked);
  for (const result of [found ?? []].flat()) {
    noteResult(result, { now: new Date(), load });
    say(`${result.scenario}: ${result.held ? 'held' : 'NOT HELD'}. ${result.seen}.`);
    if (!result.held) process.exitCode = 1;
  }
}
