import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PYTHON } from '../../support/python-readers';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'lib/server/deploy/kiosk');
const ADDRESS = 'https://map.example.org/nl/wall?k=shooting';

const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const unit = (name: string) => read(name).split('\n');

describe('the units of a wall screen', () => {
  it.each(['havenwacht-display.service', 'havenwacht-kiosk.service'])(
    '%s starts again however often it ended',
    (name) => {
      expect(unit(name)).toContain('Restart=always');
      expect(unit(name)).toContain('StartLimitIntervalSec=0');
    },
  );

  it('start the browser also where the display is not there yet', () => {
    expect(unit('havenwacht-kiosk.service')).toContain('Wants=havenwacht-display.service');
    expect(read('havenwacht-kiosk.service')).not.toMatch(/^(Requires|BindsTo|Requisite)=/m);
  });

  it('give the page longer to answer than kiosk.py waits, before systemd takes kiosk.py itself for stuck', () => {
    const [, pause] = /"KIOSK_LOOK_EVERY_S", "(\d+)"/.exec(read('kiosk.py')) ?? [];
    const [, answer] = /"KIOSK_ANSWER_WITHIN_S", "(\d+)"/.exec(read('kiosk.py')) ?? [];
    const [, watchdog] = /^WatchdogSec=(\d+)$/m.exec(read('havenwacht-kiosk.service')) ?? [];
    // One look asks at most twice: what is seen, and to open the address.
    expect(Number(watchdog)).toBeGreaterThan(Number(pause) + 2 * Number(answer));
    expect(unit('havenwacht-kiosk.service')).toContain('Type=notify');
  });

  it('let the browser write its cookies before it is killed', () => {
    const [, close] = /^CLOSE_WITHIN_S = (\d+)$/m.exec(read('kiosk.py')) ?? [];
    const [, stop] = /^TimeoutStopSec=(\d+)$/m.exec(read('havenwacht-kiosk.service')) ?? [];
    expect(Number(stop)).toBeGreaterThan(Number(close));
    expect(unit('havenwacht-kiosk.service')).toContain('KillMode=mixed');
  });

  it('run a display that does not blank, has no pointer, hears no network and remembers who may draw', () => {
    const [start = ''] = unit('havenwacht-display.service').filter((l) =>
      l.startsWith('ExecStart='),
    );
    for (const flag of ['-s 0', '-dpms', '-nocursor', '-nolisten tcp', '-noreset'])
      expect(start).toContain(flag);
    expect(start).not.toMatch(/ -ac\b| -listen/);
  });

  it('upgrade before the browser begins anew, and begin it anew before the machine', () => {
    const hour = (text: string) => /(\d\d:\d\d)(?::00 Europe\/Brussels|";)/.exec(text)?.[1];
    const hours = ['night.conf', 'havenwacht-kiosk-nightly.timer', '52havenwacht-kiosk'].map(
      (name) => hour(read(name)),
    );
    expect(hours).toEqual(['03:30', '04:30', '04:40']);
    for (const at of hours) expect(read('KIOSK.md')).toContain(`| ${at} |`);
  });

  it('are all installed by the page that tells how', () => {
    const told = read('KIOSK.md');
    const globs = ['havenwacht-*.service', 'havenwacht-*.timer'];
    for (const glob of globs) expect(told).toContain(glob);
    for (const name of readdirSync(FOLDER).filter((file) => !file.startsWith('havenwacht-')))
      expect(told).toContain(`${name} `);
    expect(read('havenwacht-kiosk.service')).toContain('/usr/local/lib/havenwacht-kiosk/kiosk.py');
    expect(told).toContain(' /usr/local/lib/havenwacht-kiosk/');
  });
});

describe.skipIf(!PYTHON)('kiosk.py', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const profile = () => join(folder, 'profile');
  const run = (environment: Record<string, string>, ...words: string[]) =>
    spawnSync(PYTHON ?? '', [join(FOLDER, 'kiosk.py'), ...words], {
      encoding: 'utf8',
      timeout: 20_000,
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH ?? '',
        KIOSK_ADDRESS: ADDRESS,
        KIOSK_PROFILE: profile(),
        ...environment,
      },
    });

  /** Runs it with a stand-in whose page fares as `fate` says: how it ended, and what the browser was asked. */
  const runWith = (fate: string, answerWithinS = 20) => {
    const log = join(folder, 'log');
    const { status, stderr } = run({
      KIOSK_BROWSER: join(ROOT, 'tests/support/fake-chromium.py'),
      KIOSK_LOOK_EVERY_S: '0.01',
      KIOSK_ANSWER_WITHIN_S: `${answerWithinS}`,
      FAKE: fate,
      FAKE_LOG: log,
    });
    const [flags = '', ...asked] = readFileSync(log, 'utf8').trim().split('\n');
    return { status, stderr, flags, asked };
  };

  it('starts a browser that asks nobody anything, keeps one profile, plays sound untouched and is never in the background', () => {
    const words = run({}, '--command').stdout.trim().split(' ');
    expect(words).toEqual(
      expect.arrayContaining([
        '/usr/bin/chromium',
        '--kiosk',
        '--no-first-run',
        '--noerrdialogs',
        '--hide-crash-restore-bubble',
        '--disable-session-crashed-bubble',
        '--autoplay-policy=no-user-gesture-required',
        '--password-store=basic',
        `--user-data-dir=${profile()}`,
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--disable-backgrounding-occluded-windows',
        '--overscroll-history-navigation=0',
        '--disable-pinch',
      ]),
    );
    expect(words.some((word) => /^--disk-cache-size=\d+$/.test(word))).toBe(true);
    expect(words.at(-1)).toBe(`'${ADDRESS}'`);
  });

  it('opens no port, keeps the sandbox, and refuses flags that would open one', () => {
    const { stdout } = run({ KIOSK_FLAGS: '--force-dark-mode' }, '--command');
    expect(stdout).toContain('--remote-debugging-pipe');
    expect(stdout).toContain(' --force-dark-mode ');
    expect(stdout).not.toMatch(
      /--remote-debugging-(port|address)|--no-sandbox|--incognito|--temp-profile/,
    );
    for (const flag of ['--remote-debugging-port=9222', '--remote-debugging-address=0.0.0.0']) {
      const refused = run({ KIOSK_FLAGS: `--kiosk ${flag}` }, '--command');
      expect(refused).toMatchObject({ status: 1, stdout: '' });
      expect(refused.stderr).toContain(`${flag} is not for a kiosk`);
    }
  });

  it('says in a sentence that it has no address', () => {
    for (const address of ['', 'map.example.org', 'file:///etc/passwd']) {
      const { status, stderr } = run({ KIOSK_ADDRESS: address }, '--command');
      expect(status).toBe(1);
      expect(stderr).toContain(`KIOSK_ADDRESS: "${address}" is not the address of a wall`);
    }
  });

  it.each([
    ['well', 'the page crashed'],
    ['ends', 'the browser has ended'],
    ['resized', 'the screen had [1920, 1080] and has [3840, 2160] pixels'],
  ])(
    'ends, for systemd to start it anew, where the browser fares so: %s, %s',
    (fate, reason) => {
      const { status, stderr } = runWith(fate);
      expect(stderr).toContain(`begins anew: ${reason}`);
      expect(status).toBe(1);
    },
    30_000,
  );

  it('ends where the page does not answer', () => {
    const { status, stderr, asked } = runWith('frozen', 1);
    expect(stderr).toContain('begins anew: no answer within 1 s');
    expect([status, asked.at(-1)]).toEqual([1, 'Browser.close']);
  });

  it('opens the address again where it could not be opened or a proxy answered, and leaves a form for a token alone', () => {
    const { asked, stderr } = runWith('away');
    const looks = asked.filter((method) => /evaluate|navigate/.test(method));
    expect(looks.slice(0, 6)).toEqual([
      'Runtime.evaluate',
      'Page.navigate',
      'Runtime.evaluate',
      'Page.navigate',
      'Runtime.evaluate',
      'Runtime.evaluate',
    ]);
    expect(stderr).toContain(`${ADDRESS} cannot be opened yet\nshows ${ADDRESS}\n`);
  });

  it('lets the browser close by itself when it is told to end', () => {
    const { status, asked } = runWith('told');
    expect([status, asked.at(-1)]).toEqual([0, 'Browser.close']);
  });

  it('removes the lock that a browser of another name of this machine left behind', () => {
    mkdirSync(profile());
    symlinkSync('another-name-1234', join(profile(), 'SingletonLock'));
    runWith('ends');
    expect(readdirSync(profile())).toEqual(['kiosk.lock']);
  });
});
