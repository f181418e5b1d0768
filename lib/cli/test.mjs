// `npm test`: installs what is missing, finds a browser and PostgreSQL, builds, and runs every suite. With `--nightly` as `npm run nightly`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureInstalled, has, run, say, stop } from './project.mjs';
import { folderInMemory } from './test-folder.mjs';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const DEBIAN_PYTHON = '/usr/bin/python3';
const CLUSTER_SETTINGS = '/etc/postgresql-common/createcluster.conf';
/** What reads the files that readers take away, by the Debian package that has it; without one, a test of it is left out. */
const FOREIGN_READERS = { '/usr/bin/ogrinfo': 'gdal-bin', '/usr/bin/jing': 'jing' };

/**
 * V8 in processes of tests, most of which end before what it compiles a second time has paid: it begins that later, and clears
 * away young objects less often. A seventh of the processor time of unit tests, a tenth of that of tests with a database.
 */
const BRIEF_PROCESS = ['--max-semi-space-size=64', '--interrupt-budget=500000'];
const VITEST = ['node_modules/vitest/vitest.mjs', 'run'];
const PLAYWRIGHT = ['node_modules/@playwright/test/cli.js', 'test'];

/** `CHROMIUM_PATH`, else Debian's Chromium, else Playwright's own; undefined without any. */
async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    stop(`CHROMIUM_PATH="${given}" does not exist: give the path of a Chromium, or unset it.`);
  }
  if (existsSync(DEBIAN_CHROMIUM)) return DEBIAN_CHROMIUM;
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** `POSTGRES_BIN_DIR`, else the newest of Debian's; undefined without any. The tests start a throw-away server from it. */
function findPostgres() {
  const given = process.env.POSTGRES_BIN_DIR;
  if (given) {
    if (existsSync(join(given, 'initdb'))) return given;
    stop(`POSTGRES_BIN_DIR="${given}" holds no initdb: give PostgreSQL's bin folder, or unset it.`);
  }
  if (!existsSync(DEBIAN_POSTGRES)) return undefined;
  return readdirSync(DEBIAN_POSTGRES)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** `PYTHON`, else one of this machine's that has what the example of a reader imports; undefined without any. */
function findPython() {
  const canFollow = (python) =>
    spawnSync(python, ['-c', 'import socketio, websocket']).status === 0;
  return [process.env.PYTHON, 'python3', DEBIAN_PYTHON].filter(Boolean).find(canFollow);
}

/** Debian's packages of what was not found; what the tests do without comes apart, so that it keeps nothing else away. */
async function installFromDebian({ needed, useful }) {
  const packages = [...needed, ...useful];
  if (packages.length === 0 || process.getuid?.() !== 0 || !has('apt-get')) return;
  say(`Installing ${packages.join(', ')} from the distribution…`);
  // Debian's package would begin and run a server of its own: the machine's owner did not ask for one.
  if (packages.includes('postgresql') && !existsSync(CLUSTER_SETTINGS)) {
    mkdirSync(dirname(CLUSTER_SETTINGS), { recursive: true });
    writeFileSync(CLUSTER_SETTINGS, 'create_main_cluster = false\n');
  }
  const options = ['-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold'];
  try {
    await run('apt-get', ['update'], { quiet: true });
    for (const group of [needed, useful]) {
      if (group.length > 0)
        await run('apt-get', ['install', ...options, ...group], { quiet: true });
    }
  } catch (error) {
    // What cannot be done without says so by itself.
    say(error.message);
  }
}

function missingPackages({ browser, postgres, python }) {
  const readers = Object.entries(FOREIGN_READERS).filter(([path]) => !existsSync(path));
  return {
    needed: [...(browser ? [] : ['chromium']), ...(postgres ? [] : ['postgresql'])],
    useful: [
      ...(python ? [] : ['python3-socketio', 'python3-websocket']),
      ...readers.map(([, name]) => name),
    ],
  };
}

async function runTests(env) {
  await run(process.execPath, [...VITEST, ...process.argv.slice(2)], { env });
  await run(process.execPath, PLAYWRIGHT, { env });
}

/** Both to their ends, whatever the first one finds; what they saw goes into `tests/nightly/RESULTS.md`. */
async function runNightly(given) {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-nightly-'));
  const report = join(folder, 'playwright.json');
  const env = { ...given, TEST_BREADTH: 'nightly', PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const startedMs = Date.now();
  const written = ['--reporter=default', '--reporter=json', '--outputFile'];
  const runs = [
    [...VITEST, ...written, join(folder, 'vitest.json')],
    [...PLAYWRIGHT, '--reporter=list,json'],
  ];
  const faults = [];
  for (const args of runs) {
    await run(process.execPath, args, { env }).catch((error) => faults.push(error));
  }
  const minutes = Math.round((Date.now() - startedMs) / 60_000);
  const note = ['--import', 'tsx', 'tests/nightly/note-nightly.ts', folder, String(minutes)];
  await run(process.execPath, note);
  rmSync(folder, { recursive: true });
  if (faults.length > 0) throw faults[0];
}

try {
  await ensureInstalled();
  const found = { browser: await findBrowser(), postgres: findPostgres(), python: findPython() };
  // A build that fails waits for the packages: half installed, they would stop the next one.
  const [, built] = await Promise.allSettled([
    installFromDebian(missingPackages(found)),
    ensureBuilt(),
  ]);
  if (built.status === 'rejected') throw built.reason;
  const browser = found.browser ?? (await findBrowser());
  const postgres = found.postgres ?? findPostgres();
  const python = found.python ?? findPython();
  if (!browser) {
    stop('No browser was found: run "npx playwright install chromium", or set CHROMIUM_PATH.');
  }
  if (!postgres) {
    stop(
      'No PostgreSQL was found: install it (Debian: "apt install postgresql"), or set POSTGRES_BIN_DIR to its bin folder.',
    );
  }
  if (!python) {
    say('The reader in Python is not tested: no Python here has python-socketio (see PYTHON).');
  }
  for (const [path, name] of Object.entries(FOREIGN_READERS)) {
    if (existsSync(path)) continue;
    say(`No file is read by ${path} in the tests: install Debian's ${name}.`);
  }
  const folder = folderInMemory();
  const env = {
    ...(folder ? { TMPDIR: folder } : {}),
    CHROMIUM_PATH: browser,
    POSTGRES_BIN_DIR: postgres,
    PYTHON: python ?? '',
    TEST_BUNDLE: 'fresh',
    TEST_NODE_FLAGS: BRIEF_PROCESS.join(' '),
  };
  await (process.argv.includes('--nightly') ? runNightly(env) : runTests(env));
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
