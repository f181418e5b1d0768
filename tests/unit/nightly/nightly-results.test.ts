import { describe, expect, it } from 'vitest';
import { playwrightOutcomes, tellNightly, vitestOutcomes } from '../../nightly/nightly-results';

const ran = (name: string, results: [string, string][], status = 'passed') => ({
  name: `/project/tests/${name}`,
  status,
  assertionResults: results.map(([fullName, status]) => ({ fullName, status })),
});

describe('what a night saw', () => {
  it('has a line for each suite, with what passed, was skipped and failed', () => {
    const outcomes = [
      ...vitestOutcomes({
        testResults: [
          ran('unit/a.test.ts', [
            ['a', 'passed'],
            ['b', 'skipped'],
          ]),
          ran('contract/b.test.ts', [['c', 'passed']]),
        ],
      }),
      ...playwrightOutcomes({
        suites: [{ suites: [{ specs: [{ title: 'd', tests: [{ status: 'expected' }] }] }] }],
      }),
    ];
    const told = tellNightly(outcomes, 'tonight');
    expect(told).toContain('| contract | 1 | 0 | 0 | tonight |');
    expect(told).toContain('| e2e | 1 | 0 | 0 | tonight |');
    expect(told).toContain('| unit | 1 | 1 | 0 | tonight |');
    expect(told).toContain('**Held.**');
  });

  it('names what failed: a test, a file that could not be run, a flaky page and an error outside of any', () => {
    const outcomes = [
      ...vitestOutcomes({
        testResults: [
          ran('unit/a.test.ts', [['is wrong', 'failed']]),
          ran('unit/b.test.ts', [], 'failed'),
        ],
      }),
      ...playwrightOutcomes({
        suites: [{ specs: [{ title: 'wavers', tests: [{ status: 'flaky' }] }] }],
        errors: [{ message: 'no\nbrowser' }],
      }),
    ];
    const told = tellNightly(outcomes, 'tonight');
    expect(told).toContain('**Not held:**');
    for (const line of [
      'unit: is wrong',
      'unit: /project/tests/unit/b.test.ts',
      'e2e: wavers',
      'e2e: no browser',
    ]) {
      expect(told).toContain(`- ${line}\n`);
    }
  });
});
