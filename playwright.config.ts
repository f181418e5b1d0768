import { defineConfig } from '@playwright/test';
import { isNightly } from './tests/support/breadth';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * Chromium keeps only the last list of these, so that Playwright's own stand in it too. The address bar's drop-down is a page
 * of its own that each new window would load: a fifth of the processor time of a page test.
 */
const SWITCHED_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'Translate',
  // Chromium asks its maker about every form that it meets unless told not to.
  'AutofillServerCommunication',
];

const LONG = /(accessibility|explorer|filters|hostile|timeline)\.spec\.ts$/;
const MIDDLE = /(control|isolation|live|wall)\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 180_000,
  // A page drawn in software on a shared core may take seconds for what takes a frame.
  expect: { timeout: 15_000 },
  workers: 2,
  ...(isNightly ? {} : { grepInvert: /@nightly/ }),
  reporter: 'list',
  // The longest first, so that no worker is left with one of them while the other has nothing to do.
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'middle', testMatch: MIDDLE },
    { name: 'short', testIgnore: [LONG, MIDDLE] },
  ],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 720 },
    // A quarter of the pixels: nearly all of a page test's time is drawing in software.
    deviceScaleFactor: 0.5,
    // What a test routes must reach the network; the specs that are about what a browser keeps allow it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--font-render-hinting=none',
        // A page of a test is closed before the code of V8's last compiler has paid: a twentieth of a page's processor time.
        '--js-flags=--no-opt',
        `--disable-features=${SWITCHED_OFF.join()}`,
      ],
    },
  },
});
