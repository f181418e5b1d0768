import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { SceneChange } from '../faults/judge-wall';
import { FaultyProxy } from './faulty-proxy';
import { shownHead } from './map-page';
import { type ClockMove, ENGINE_WORKER, moveClock, UNMOVED, withMovedClock } from './moved-clock';
import { copyStarted, type SpawnedServer, spawnServer, temporaryFolder } from './spawn-server';

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;
const MINUTE_MS = 60_000;

export interface WallRigOptions {
  /** The wall's path and query. */
  address: string;
  clock?: Partial<ClockMove>;
  /** Of the server. */
  environment?: Record<string, string>;
  /** How long a start of the server, and whatever the wall is waited for, may take. */
  patienceMs?: number;
}

/** A wall, its server, and a network between them, each of which a test makes fail. */
export class WallRig {
  server: SpawnedServer;
  readonly proxy: FaultyProxy;
  readonly page: Page;
  /** Documents that the wall has opened. */
  documents = 0;
  /** When the last of them was asked for, milliseconds of this process's calendar clock. */
  openedAtMs = 0;
  /** What the page threw. */
  readonly errors: string[] = [];
  readonly #context: BrowserContext;
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #environment: Record<string, string>;
  readonly #patienceMs: number;
  #clock: ClockMove;

  private constructor(parts: {
    server: SpawnedServer;
    proxy: FaultyProxy;
    context: BrowserContext;
    page: Page;
    folder: ReturnType<typeof temporaryFolder>;
    environment: Record<string, string>;
    clock: ClockMove;
    patienceMs: number;
  }) {
    this.server = parts.server;
    this.proxy = parts.proxy;
    this.page = parts.page;
    this.#context = parts.context;
    this.#folder = parts.folder;
    this.#environment = parts.environment;
    this.#clock = parts.clock;
    this.#patienceMs = parts.patienceMs;
    this.page.on('domcontentloaded', () => {
      this.documents += 1;
    });
    this.page.on('request', (request) => {
      if (request.isNavigationRequest()) this.openedAtMs = Date.now();
    });
    this.page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Resolves once the wall is live. */
  static async open(browser: Browser, options: WallRigOptions): Promise<WallRig> {
    const folder = temporaryFolder('wall-rig');
    const environment = options.environment ?? {};
    await copyStarted(folder.path);
    const { patienceMs = PATIENCE_MS } = options;
    const patience = patienceMs > PATIENCE_MS ? { patienceMs } : {};
    const dataDir = folder.path;
    const server = await spawnServer({ pages: true, dataDir, environment, ...patience });
    const proxy = await FaultyProxy.to(server.baseUrl);
    const context = await browser.newContext({
      viewport: { width: 1_280, height: 720 },
      deviceScaleFactor: 0.5,
      serviceWorkers: 'block',
    });
    const clock = { ...UNMOVED, ...options.clock };
    await withMovedClock(context, clock);
    const page = await context.newPage();
    const parts = { server, proxy, context, page, folder, environment, clock, patienceMs };
    const rig = new WallRig(parts);
    try {
      await page.goto(proxy.baseUrl + options.address);
      await rig.untilEqual();
      return rig;
    } catch (error) {
      await rig.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.proxy.close();
    await this.server.stop();
    this.#folder.remove();
  }

  /** The server ends at once, and nothing answers. */
  async kill(): Promise<void> {
    this.proxy.refuses = 'everything';
    await this.server.kill();
    this.proxy.cut();
  }

  /** The server ends in good order, and nothing answers. */
  async stop(): Promise<void> {
    this.proxy.refuses = 'everything';
    await this.server.stop();
    this.proxy.cut();
  }

  /** A server with the same data, and with another environment if given. */
  async start(environment: Record<string, string> = {}): Promise<void> {
    Object.assign(this.#environment, environment);
    this.server = await spawnServer({
      pages: true,
      dataDir: this.#folder.path,
      environment: this.#environment,
      ...(this.#patienceMs > PATIENCE_MS ? { patienceMs: this.#patienceMs } : {}),
    });
    this.proxy.leadTo(this.server.baseUrl);
    this.proxy.refuses = 'nothing';
  }

  async moveClock(change: Partial<ClockMove>): Promise<void> {
    this.#clock = { ...this.#clock, ...change };
    await moveClock(this.page, this.#clock);
  }

  /** @throws Error unless wall and server come to stand at one seq with one digest, and the band is gone */
  async untilEqual(): Promise<void> {
    await this.eventually('wall and server with one digest, and no band', async () => {
      const { epoch, seq, digest } = await this.#serverHead();
      const shown = await shownHead(this.page);
      const isSame = shown.epoch === epoch && shown.seq === seq && shown.digest === digest;
      return isSame && shown.connection === 'live' && (await this.band()) === null;
    });
  }

  /** The level of the band that says that the wall hears nothing; null where there is none. */
  band(): Promise<string | null> {
    return this.page.evaluate(
      () => document.getElementById('feed-band')?.getAttribute('data-level') ?? null,
    );
  }

  /** @throws Error that says what never came */
  async eventually(what: string, ask: () => Promise<boolean>, patienceMs = this.#patienceMs) {
    const deadlineMs = performance.now() + patienceMs;
    // A document that is being opened has nothing to ask.
    while (!(await ask().catch(() => false))) {
      if (performance.now() > deadlineMs) {
        throw new Error(`waited ${patienceMs} ms in vain: ${what}`);
      }
      await new Promise((settle) => setTimeout(settle, LOOK_EVERY_MS));
    }
  }

  /** Takes the map's drawing context away, and gives it back if told to. */
  async loseContext(isGivenBack: boolean): Promise<void> {
    await this.page.evaluate(async (isBack) => {
      const canvas = document.querySelector<HTMLCanvasElement>('main canvas');
      const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      if (!canvas || !extension) throw new Error('the map has no context to lose');
      const lost = new Promise((settle) => {
        canvas.addEventListener('webglcontextlost', settle, { once: true });
      });
      extension.loseContext();
      await lost;
      // Not before: a drawing that was under way says that it is done.
      const holder = document.querySelector<HTMLElement>('.hw-map');
      if (holder) delete holder.dataset.drawnSeq;
      if (isBack) setTimeout(() => extension.restoreContext(), 0);
    }, isGivenBack);
  }

  /** Resolves once the map has drawn the state anew that the wall has. */
  async untilDrawn(): Promise<void> {
    await this.eventually('a map that is drawn', () =>
      this.page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('main canvas');
        if (canvas?.getContext('webgl2')?.isContextLost() !== false) return false;
        const drawn = document.querySelector<HTMLElement>('.hw-map')?.dataset.drawnSeq;
        return drawn !== undefined && drawn === document.getElementById('feed-status')?.dataset.seq;
      }),
    );
  }

  /** Resolves once a scene stands. */
  async untilScene(scene: string): Promise<void> {
    await this.eventually(`the scene ${scene}`, () =>
      this.page.evaluate(
        (wanted) => document.querySelector<HTMLElement>('[data-scene]')?.dataset.scene === wanted,
        scene,
      ),
    );
  }

  /** The scenes that the wall changes to next, and when by this machine's clock, which is the server's too. */
  nextScenes(count: number): Promise<SceneChange[]> {
    return this.page.evaluate(
      ({ count, startMs }) => {
        // Counted from an instant that this process told, since the page's own clock may be wrong.
        const toldMs = performance.now();
        return new Promise<SceneChange[]>((settle) => {
          const changes: SceneChange[] = [];
          const observer = new MutationObserver(([first]) => {
            const scene = (first?.target as HTMLElement | undefined)?.dataset.scene ?? '';
            changes.push({ scene, atMs: startMs + performance.now() - toldMs });
            if (changes.length < count) return;
            observer.disconnect();
            settle(changes);
          });
          observer.observe(document.body, { subtree: true, attributeFilter: ['data-scene'] });
        });
      },
      { count, startMs: Date.now() },
    );
  }

  /** By how much the calendar clocks of the page and of the worker of its records are ahead of this machine's. */
  async clockErrorsMs(): Promise<number[]> {
    const workers = this.page.workers().filter((worker) => ENGINE_WORKER.test(worker.url()));
    if (workers.length === 0) throw new Error('the page has no worker whose clock could be read');
    const read = () => Date.now();
    const asked = [this.page.evaluate(read), ...workers.map((worker) => worker.evaluate(read))];
    return (await Promise.all(asked)).map((shownMs) => shownMs - Date.now());
  }

  /** Whether the wall's clock, its day and the time of its state are within a minute of this machine's, as Brussels has it. */
  async tellsServerTime(): Promise<boolean> {
    const format = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Brussels',
    });
    const nowMs = Date.now();
    const minutes = [nowMs - MINUTE_MS, nowMs, nowMs + MINUTE_MS].map((ms) => format.format(ms));
    const [clock, asOf, day] = await this.page.evaluate(() => [
      document.querySelector('header p b')?.textContent ?? '',
      document.getElementById('feed-status')?.textContent ?? '',
      document.querySelector('header p span')?.textContent ?? '',
    ]);
    const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'Europe/Brussels' });
    return (
      minutes.includes(clock ?? '') &&
      minutes.some((minute) => asOf?.includes(minute)) &&
      new RegExp(`\\b${today.format(nowMs)}\\b`).test(day ?? '')
    );
  }

  async #serverHead(): Promise<{ epoch: string; seq: number; digest: string }> {
    return (await fetch(`${this.server.baseUrl}/api/v1/digest`)).json();
  }
}
