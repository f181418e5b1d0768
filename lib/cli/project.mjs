// Plain JavaScript: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packFiles } from './pack-files.mjs';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const INSTALL_STAMP = join(ROOT, 'node_modules/.havenwacht-lock');
const BUILD_STAMP = join(ROOT, '.build/stamp.json');
const SOURCES = [
  'app',
  'components',
  'lib',
  'db',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
];
const BASEMAP_SOURCES = ['lib/map', 'lib/domain', 'package-lock.json'];

/** @param {string} sentence */
export function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

/** Ends the process with one sentence. @param {string} sentence @returns {never} */
export function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(
      `Havenwacht needs Node 20.19 or newer; this is ${process.versions.node}. Install it from nodejs.org.`,
    );
  }
}

const running = new Set();

/** Hands a signal on to the commands that run, whose end ends what waits for them; without any the process ends here. */
export function endRunning(signal) {
  if (running.size === 0) process.exit(1);
  for (const child of running) child.kill(signal);
}

/** Runs a command to its end; its output is shown only if it fails or is wanted. */
export function run(command, args, options = {}) {
  const { quiet = false, env = {} } = options;
  return new Promise((settle, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (code === 0) return settle(output);
      if (quiet) process.stderr.write(output);
      reject(new Error(`"${command} ${args.join(' ')}" ended with code ${code}`));
    });
  });
}

/** Installs the locked packages unless this very lock is installed. */
export async function ensureInstalled() {
  checkNode();
  const lock = hashOf(['package-lock.json']);
  if (existsSync(INSTALL_STAMP) && readFileSync(INSTALL_STAMP, 'utf8') === lock) return;
  const startedMs = Date.now();
  say('Installing packages…');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { quiet: true });
  writeFileSync(INSTALL_STAMP, lock);
  say(`Installed in ${seconds(startedMs)}.`);
}

/** Builds what is older than its sources: the basemap, the server and the pages. */
export async function ensureBuilt() {
  const startedMs = Date.now();
  const stamp = existsSync(BUILD_STAMP) ? JSON.parse(readFileSync(BUILD_STAMP, 'utf8')) : {};
  const basemap = hashOf(BASEMAP_SOURCES);
  const build = hashOf(SOURCES);
  const isBuilt = stamp.build === build && existsSync(join(ROOT, '.next/BUILD_ID'));
  if (isBuilt && stamp.basemap === basemap) return build;
  say('Building (the basemap, the server, the pages)…');
  // What a build that is cut short leaves is neither the old nor the new one.
  rmSync(BUILD_STAMP, { force: true });
  const packed = (folder) => () => packFiles(join(ROOT, folder));
  const parts = await Promise.allSettled([
    buildPages().then(packed('.next/static')),
    bundleServer(),
    ...(stamp.basemap === basemap ? [] : [buildBasemap().then(packed('.build/basemap'))]),
  ]);
  const failed = parts.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, JSON.stringify({ build, basemap }));
  say(`Built in ${seconds(startedMs)}.`);
  return build;
}

export async function buildBasemap() {
  await run('node', ['--import', 'tsx', 'lib/map/build-basemap.ts'], { quiet: true });
}

async function buildPages() {
  await run('npx', ['next', 'build'], { quiet: true, env: { NEXT_TELEMETRY_DISABLED: '1' } });
}

/**
 * What has native parts, files of its own, or is asked for by a library that does without. All else is bundled, which
 * leaves out what is not used: Turf alone is hundreds of files, and nearly half of what a start's reading would cost.
 */
const UNBUNDLED = [
  ...['next', 'react', 'react-dom', 'pino', '@electric-sql/pglite', '@resvg/resvg-js'],
  ...['pg-native', 'pg-cloudflare', 'cloudflare:sockets', 'bufferutil', 'utf-8-validate'],
];
/** CommonJS libraries in a bundle of modules ask for Node's own parts by it. */
const REQUIRE_FOR_BUNDLED = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

async function bundleServer() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'lib/server/main.ts',
      'embedded-worker': 'db/embedded/embedded-worker.ts',
      'partition-worker': 'lib/server/partition-worker.ts',
      'picture-worker': 'lib/server/preview/picture-worker.ts',
    },
    outdir: '.build/server',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: UNBUNDLED,
    banner: { js: REQUIRE_FOR_BUNDLED },
    sourcemap: 'linked',
    logLevel: 'error',
  });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/shell/service-worker.ts'],
    outdir: '.build/server',
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'error',
  });
}

/** Starts the server and hands it the terminal; ends with its exit code. */
export function serve(args, env = {}) {
  const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** A hash of the names and contents of files and folders. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of filesOf(join(ROOT, path))) {
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!path.match(/\.[a-z]+$/)) {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) =>
        entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)],
      );
  }
  return [path];
}

function seconds(startedMs) {
  return `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
}

/** Whether a command is to be had. */
export function has(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}
