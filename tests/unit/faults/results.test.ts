import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { noteResult, quantile } from '../../faults/results';

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-results-'));
const path = join(folder, 'RESULTS.md');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const note = (scenario: string, seen: string, held = true) =>
  noteResult(
    { scenario, what: 'kills', seen, held },
    { now: new Date('2026-01-02T03:04:05Z'), load: 2.06 },
    path,
  );
const rows = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!scenario)/.test(line));

it('keeps one line for each scenario: the newest, and those of other runs', () => {
  note('second', 'one');
  note('first', 'a | b');
  note('second', 'two', false);
  expect(
    rows().map((row) => row.replace(/ \| 2026-01-02, \d+ cores, load 2\.1 before \|$/, '')),
  ).toEqual(['| first | kills | a \\| b | yes', '| second | kills | two | **no**']);
});

it('gives the median and the largest of what was measured', () => {
  expect([quantile([1, 2, 9], 0.5), quantile([1, 2, 9], 1), quantile([], 0.5)]).toEqual([2, 9, 0]);
});
