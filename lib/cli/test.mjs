// `npm test`: installs what is missing, finds a browser, builds, and runs every suite.
import { existsSync } from 'node:fs';
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

try {
  await ensureInstalled();
  const chromium = await findBrowser();
  await ensureBuilt();
  const env = { CHROMIUM_PATH: chromium };
  await run('npx', ['vitest', 'run', ...process.argv.slice(2)], { env });
  await run('npx', ['playwright', 'test'], { env });
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
