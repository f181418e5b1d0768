import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** As in `tests/support/breadth.ts`, which a configuration cannot import. */
const isNightly = process.env.TEST_BREADTH === 'nightly';
/** What `npm test` tells V8 in processes that end before long. */
const BRIEF_PROCESS = process.env.TEST_NODE_FLAGS?.split(' ') ?? [];
/** A test's database lives too briefly for V8's second compiler of its code to pay. */
const BRIEF_DATABASE = [...BRIEF_PROCESS, '--liftoff-only'];

/** What reaches a database through a door that both engines have; it runs once on each. */
const ON_BOTH_ENGINES = ['tests/contract/**/*.test.ts', 'tests/integration/**/*.test.ts'];
/**
 * On PostgreSQL too, but at night only: by day it is asked through the doors themselves, and by several processes that are
 * killed, cut off and followed in `integration/server`.
 */
const ON_BOTH_AT_NIGHT = [
  'tests/contract/*.test.ts',
  'tests/integration/feed/*.test.ts',
  'tests/integration/backup/restore-live.test.ts',
];
/** What is about one engine by its nature, or about the HTTP server in front of either. */
const EMBEDDED_ONLY = [
  'tests/integration/db/durability.test.ts',
  'tests/integration/backup/backup-file.test.ts',
  'tests/integration/feed/faults.test.ts',
  'tests/integration/start.test.ts',
  'tests/contract/agreement.test.ts',
  'tests/contract/connections.test.ts',
  'tests/contract/fuzz.test.ts',
  'tests/contract/hostile-texts.test.ts',
  'tests/contract/limits.test.ts',
  'tests/contract/operating.test.ts',
  'tests/contract/private-mode.test.ts',
  'tests/contract/python-client.test.ts',
  'tests/contract/scope.test.ts',
  // What the doors of screens do on either engine is in `integration/db/screens.test.ts`.
  'tests/contract/screens.test.ts',
];
const SERVER_ONLY = ['tests/integration/server/**/*.test.ts'];
/** Files that put spies in the place of modules, which a process that has loaded them before would not notice. */
const WITH_MOCKS = [
  'tests/integration/db/log-tail.test.ts',
  'tests/integration/db/partition-keeper.test.ts',
];

/**
 * One engine's project, whose files share a process, since half of what a brief file costs is loading the same modules;
 * and one of the same name with `-mocks`, where each has its own.
 */
function onEngine(
  name: string,
  { exclude, ...settings }: TestProjectInlineConfiguration['test'] & { exclude: string[] },
): TestProjectInlineConfiguration[] {
  return [
    {
      extends: true,
      test: {
        ...settings,
        name,
        include: ON_BOTH_ENGINES,
        exclude: [...exclude, ...WITH_MOCKS],
        isolate: false,
      },
    },
    { extends: true, test: { ...settings, name: `${name}-mocks`, include: WITH_MOCKS } },
  ];
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A bundle of modules for Node, which need not be taken apart.
    server: { deps: { external: [/\/\.build\/server\//] } },
    pool: 'forks',
    // Five projects would each transform the same modules.
    experimental: { fsModuleCache: true, fsModuleCachePath: join(tmpdir(), 'havenwacht-modules') },
    // More than the cores that are promised: much of a fault test's time is spent waiting.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        // Pure modules, which one process may load once for all files.
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          isolate: false,
          execArgv: BRIEF_PROCESS,
        },
      },
      ...onEngine('embedded', {
        exclude: SERVER_ONLY,
        env: { TEST_ENGINE: 'embedded' },
        execArgv: BRIEF_DATABASE,
        globalSetup: 'tests/support/templates-for-all.ts',
      }),
      ...onEngine('postgres', {
        exclude: isNightly ? EMBEDDED_ONLY : [...EMBEDDED_ONLY, ...ON_BOTH_AT_NIGHT],
        env: { TEST_ENGINE: 'server' },
        // It goes over to and from embedded databases.
        execArgv: BRIEF_DATABASE,
        globalSetup: 'tests/support/postgres-for-all.ts',
      }),
    ],
  },
});
