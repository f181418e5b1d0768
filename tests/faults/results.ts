import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** One line of the table. */
export interface Result {
  scenario: string;
  /** What was done, with its numbers. */
  what: string;
  /** What was seen, with its numbers and units. */
  seen: string;
  held: boolean;
}

const PATH = join(import.meta.dirname, 'RESULTS.md');
const TITLE = '# What `npm run faults` saw\n';
const HEAD = '| scenario | done | seen | held | when |\n|---|---|---|---|---|';

interface Run {
  now: Date;
  /** How many tasks of this machine wanted a core in the minute before the scenario began: what else it was busy with. */
  load: number;
}

/** Puts a result in its scenario's line; the lines of others stay as their own runs left them. */
export function noteResult(result: Result, { now, load }: Run, path = PATH): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const rows = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| scenario'));
  const others = rows.filter((line) => !line.startsWith(`| ${result.scenario} |`));
  const cells = [
    result.scenario,
    result.what,
    result.seen,
    result.held ? 'yes' : '**no**',
    `${now.toISOString().slice(0, 10)}, ${availableParallelism()} cores, load ${load.toFixed(1)} before`,
  ];
  const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  writeFileSync(path, [TITLE, HEAD, ...[...others, row].sort(), ''].join('\n'));
}

/** Of numbers in ascending order: the value that a share of them does not exceed. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
}
