// `npm test`: installs what is missing, finds a browser and PostgreSQL, builds, and runs every suite.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt, ensureInstalled, has, run, say, stop } from './project.mjs';

/** `CHROMIUM_PATH`, else Debian's Chromium, else Playwright's own. */
async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    stop(`CHROMIUM_PATH="${given}" does not exist: give the path of a Chromium, or unset it.`);
  }
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  if (process.getuid?.() === 0 && has('apt-get')) {
    say('Installing Chromium from the distribution…');
    await run('apt-get', ['update'], { quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { quiet: true });
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  return stop('No browser was found: run "npx playwright install chromium", or set CHROMIUM_PATH.');
}

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const CLUSTER_SETTINGS = '/etc/postgresql-common/createcluster.conf';

/** The folder of the newest `initdb` where Debian puts them, or undefined. */
function debianPostgres() {
  if (!existsSync(DEBIAN_POSTGRES)) return undefined;
  return readdirSync(DEBIAN_POSTGRES)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRES, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

/** `POSTGRES_BIN_DIR`, else Debian's PostgreSQL; the tests start a throw-away server from it. */
async function findPostgres() {
  const given = process.env.POSTGRES_BIN_DIR;
  if (given) {
    if (existsSync(join(given, 'initdb'))) return given;
    stop(`POSTGRES_BIN_DIR="${given}" holds no initdb: give PostgreSQL's bin folder, or unset it.`);
  }
  const found = debianPostgres();
  if (found) return found;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say('Installing PostgreSQL from the distribution…');
    await installPostgres();
    const installed = debianPostgres();
    if (installed) return installed;
  }
  return stop(
    'No PostgreSQL was found: install it (Debian: "apt install postgresql"), or set POSTGRES_BIN_DIR to its bin folder.',
  );
}

/** Debian's package would begin and run a server of its own: the machine's owner did not ask for one. */
async function installPostgres() {
  if (!existsSync(CLUSTER_SETTINGS)) {
    mkdirSync(dirname(CLUSTER_SETTINGS), { recursive: true });
    writeFileSync(CLUSTER_SETTINGS, 'create_main_cluster = false\n');
  }
  await run('apt-get', ['update'], { quiet: true });
  const options = ['-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold'];
  await run('apt-get', ['install', ...options, 'postgresql'], { quiet: true });
}

/** Whether a Python has what the example of a reader imports. */
function canFollow(python) {
  return spawnSync(python, ['-c', 'import socketio, websocket']).status === 0;
}

/** `PYTHON`, else one that has python-socketio; without any, the example in Python is not tested. */
async function findPython() {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean);
  const found = candidates.find(canFollow);
  if (found) return found;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say('Installing python-socketio from the distribution…');
    const packages = ['python3-socketio', 'python3-websocket'];
    await run('apt-get', ['update'], { quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
      quiet: true,
    });
    if (canFollow('/usr/bin/python3')) return '/usr/bin/python3';
  }
  say('The reader in Python is not tested: no Python here has python-socketio (see PYTHON).');
  return '';
}

/** What reads the files that readers take away, by the Debian package that has it; without one, a test of it is left out. */
const FOREIGN_READERS = { '/usr/bin/ogrinfo': 'gdal-bin', '/usr/bin/jing': 'jing' };

async function findForeignReaders() {
  const isMissing = ([path]) => !existsSync(path);
  const packages = Object.entries(FOREIGN_READERS)
    .filter(isMissing)
    .map(([, name]) => name);
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say(`Installing ${packages.join(' and ')} from the distribution…`);
    await run('apt-get', ['update'], { quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
      quiet: true,
    });
  }
  for (const [path, name] of Object.entries(FOREIGN_READERS).filter(isMissing)) {
    say(`No file is read by ${path} in the tests: install Debian's ${name}.`);
  }
}

try {
  await ensureInstalled();
  const chromium = await findBrowser();
  const postgres = await findPostgres();
  const python = await findPython();
  await findForeignReaders();
  await ensureBuilt();
  const env = {
    CHROMIUM_PATH: chromium,
    POSTGRES_BIN_DIR: postgres,
    PYTHON: python,
    TEST_BUNDLE: 'fresh',
  };
  await run('npx', ['vitest', 'run', ...process.argv.slice(2)], { env });
  await run('npx', ['playwright', 'test'], { env });
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
