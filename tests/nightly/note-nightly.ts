// What `npm run nightly` runs last: reads the reports in a folder and writes RESULTS.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Outcome, playwrightOutcomes, tellNightly, vitestOutcomes } from './nightly-results';

const [folder = '', minutes = ''] = process.argv.slice(2);
const PARTS = { 'vitest.json': vitestOutcomes, 'playwright.json': playwrightOutcomes };

const outcomes = Object.entries(PARTS).flatMap(([name, read]): Outcome[] => {
  const path = join(folder, name);
  if (existsSync(path)) return read(JSON.parse(readFileSync(path, 'utf8')));
  return [{ suite: name, title: 'wrote no report', state: 'failed' }];
});
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const day = new Date().toISOString().slice(0, 10);
const when = `${day}, after ${commit}, ${availableParallelism()} cores, ${minutes} minutes in all`;
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), tellNightly(outcomes, when));
