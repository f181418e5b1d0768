/** How one test ended. */
export interface Outcome {
  /** Folder of the suite below `tests`: `unit`, `contract`, `integration`, `e2e`. */
  suite: string;
  title: string;
  state: 'passed' | 'failed' | 'skipped';
}

/** What vitest's JSON reporter writes, as far as it is read. */
export interface VitestReport {
  testResults: {
    name: string;
    /** Set where the file itself could not be run. */
    message?: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** What Playwright's JSON reporter writes, as far as it is read. */
export interface PlaywrightReport {
  suites: PlaywrightSuite[];
  /** What failed outside of any test. */
  errors?: { message?: string }[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string }[] }[];
}

const SUITE = /\btests\/(\w+)\//;
const TITLE = '# What `npm run nightly` saw\n';
const HEAD = '| suite | passed | skipped | failed | when |\n|---|---|---|---|---|';

/** Every test of a vitest run; a file that could not be run is a test that failed. */
export function vitestOutcomes({ testResults }: VitestReport): Outcome[] {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const suite = SUITE.exec(name)?.[1] ?? name;
    if (assertionResults.length === 0 && status === 'failed') {
      return [{ suite, title: name, state: 'failed' as const }];
    }
    return assertionResults.map((result) => ({
      suite,
      title: result.fullName,
      state: stateOf(result.status, 'passed'),
    }));
  });
}

/** Every page test; what failed outside of any is a test that failed. */
export function playwrightOutcomes({ suites, errors = [] }: PlaywrightReport): Outcome[] {
  const outside = errors.map(({ message = '' }) => ({
    suite: 'e2e',
    title: message,
    state: 'failed' as const,
  }));
  return [...suites.flatMap(outcomesIn), ...outside];
}

function outcomesIn({ suites = [], specs = [] }: PlaywrightSuite): Outcome[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.map(({ status }) => ({ suite: 'e2e', title, state: stateOf(status, 'expected') })),
  );
  return [...own, ...suites.flatMap(outcomesIn)];
}

function stateOf(status: string, good: string): Outcome['state'] {
  if (status === good) return 'passed';
  return ['skipped', 'pending', 'todo'].includes(status) ? 'skipped' : 'failed';
}

/** The run as a page of Markdown: a line for each suite, and the titles of what failed below. */
export function tellNightly(outcomes: readonly Outcome[], when: string): string {
  const count = (suite: string, state: Outcome['state']) =>
    outcomes.filter((one) => one.suite === suite && one.state === state).length;
  const rows = [...new Set(outcomes.map(({ suite }) => suite))].sort().map((suite) => {
    const cells = (['passed', 'skipped', 'failed'] as const).map((state) => count(suite, state));
    return `| ${suite} | ${cells.join(' | ')} | ${when} |`;
  });
  const failed = outcomes.filter(({ state }) => state === 'failed');
  const said =
    failed.length === 0
      ? ['**Held.**']
      : ['**Not held:**', '', ...failed.map(({ suite, title }) => `- ${suite}: ${oneLine(title)}`)];
  return [TITLE, HEAD, ...rows, '', ...said, ''].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
