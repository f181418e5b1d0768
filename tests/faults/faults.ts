// `npm run faults [-- NAME… [--kills N]]`: faults at length, for hours rather than minutes; what they show goes into RESULTS.md.
import { parseArgs } from 'node:util';
import {
  absencesOnEmbedded,
  absencesOnPostgres,
  longAbsenceOnEmbedded,
  longAbsenceOnPostgres,
} from './absences';
import { importOnEmbedded } from './import-at-size';
import { interleavings } from './interleavings';
import { killsOnEmbedded, killsOnPostgres } from './kills';
import { outagesOnEmbedded, outagesOnPostgres } from './outages';
import { powerLossOnEmbedded } from './power-loss';
import { noteResult, type Result } from './results';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** By name; how often is that of the promise unless `--kills` says otherwise. Null: it cannot be run here. */
const SCENARIOS: Record<string, (times: number | null) => Promise<Result | null>> = {
  'kills-embedded': (times) => killsOnEmbedded({ kills: times ?? 1_000, say }),
  'kills-postgres': (times) => killsOnPostgres({ kills: times ?? 200, say }),
  'power-loss': (times) => powerLossOnEmbedded({ losses: times ?? 20, say }),
  'absences-embedded': () => absencesOnEmbedded(say),
  'absences-postgres': () => absencesOnPostgres(say),
  'long-absence-embedded': (times) => longAbsenceOnEmbedded(times ?? 200_000),
  'long-absence-postgres': (times) => longAbsenceOnPostgres(times ?? 200_000),
  'outages-embedded': outagesOnEmbedded,
  'outages-postgres': outagesOnPostgres,
  interleavings: (times) => interleavings('memory', times ?? 10_000),
  'interleavings-embedded': (times) => interleavings('embedded', times ?? 10_000),
  'interleavings-postgres': (times) => interleavings('PostgreSQL', times ?? 10_000),
  'import-embedded': () => importOnEmbedded(100_000),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
const kills = values.kills === undefined ? null : Number(values.kills);
const unknown = names.filter((name) => !SCENARIOS[name]);
if (unknown.length > 0 || (kills !== null && !(kills > 0))) {
  const known = Object.keys(SCENARIOS).join(', ');
  process.stderr.write(
    `Unknown: ${[...unknown, values.kills ?? ''].join(' ').trim()}. Give names of ${known}, and --kills with a number from 1.\n`,
  );
  process.exit(2);
}
for (const name of names) {
  const result = await SCENARIOS[name]?.(kills);
  if (!result) continue;
  noteResult(result, new Date());
  say(`${result.scenario}: ${result.held ? 'held' : 'NOT HELD'}. ${result.seen}.`);
  if (!result.held) process.exitCode = 1;
}
