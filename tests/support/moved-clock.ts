import type { BrowserContext, Page } from '@playwright/test';

/** How the clocks of a screen differ from the machine's, in its pages and their workers alike. */
export interface ClockMove {
  /** Its calendar clock is off by so much, milliseconds. */
  calendarMs: number;
  /** So much of its monotonic clock was skipped, as by a computer that slept; timers are not. */
  skippedMs: number;
  /** About what `Math.random` gives, a little more each time, since MapLibre tells its messages apart by it; null for what it is. */
  random: number | null;
}

export const UNMOVED: ClockMove = { calendarMs: 0, skippedMs: 0, random: null };

const CHANNEL = 'moved-clock';
/** The address of the worker of the records. */
export const ENGINE_WORKER = /\/turbopack-worker-[^/]*\.js/;

/** Has every page of a context, and the worker of its records, begin with moved clocks; `moveClock` moves them further. */
export async function withMovedClock(context: BrowserContext, move: ClockMove): Promise<void> {
  const script = scriptOf(move);
  await context.addInitScript({ content: script });
  // Chromium takes what a test hands it for something from outside, which may not speak to this machine unasked.
  await context.grantPermissions(['local-network-access']);
  await context.route(ENGINE_WORKER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** Moves the clocks of a page and its workers from now on. */
export async function moveClock(page: Page, move: ClockMove): Promise<void> {
  await page.evaluate(([channel, wanted]) => new BroadcastChannel(channel).postMessage(wanted), [
    CHANNEL,
    move,
  ] as const);
}

/** As text, since it runs before anything that could load a module. */
function scriptOf(move: ClockMove): string {
  return `(() => {
  let move = ${JSON.stringify(move)};
  new BroadcastChannel('${CHANNEL}').addEventListener('message', ({ data }) => { move = data; });
  const TrueDate = Date;
  globalThis.Date = class extends TrueDate {
    constructor(...given) {
      if (given.length === 0) super(TrueDate.now() + move.calendarMs);
      else super(...given);
    }
    static now() { return TrueDate.now() + move.calendarMs; }
  };
  const now = performance.now.bind(performance);
  performance.now = () => now() + move.skippedMs;
  const origin = performance.timeOrigin + move.calendarMs;
  Object.defineProperty(performance, 'timeOrigin', { get: () => origin });
  const random = Math.random;
  let asked = 0;
  Math.random = () => (move.random === null ? random() : move.random + asked++ * 1e-9);
})();`;
}
