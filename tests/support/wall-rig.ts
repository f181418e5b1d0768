import type { Browser, BrowserContext, Page } from '@playwright/test';
import { FaultyProxy } from './faulty-proxy';
import { shownHead } from './map-page';
import { type ClockMove, moveClock, UNMOVED, withMovedClock } from './moved-clock';
import { type SpawnedServer, spawnServer, temporaryFolder } from './spawn-server';
import { copyInitialised } from './temporary-database';

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;

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
  /** When the last of them began, milliseconds of this process's calendar clock. */
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
      this.openedAtMs = Date.now();
    });
    this.page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Resolves once the wall is live. */
  static async open(browser: Browser, options: WallRigOptions): Promise<WallRig> {
    const folder = temporaryFolder('wall-rig');
    const environment = options.environment ?? {};
    await copyInitialised(folder.path);
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

  /** By how much the next two scenes change beside the multiples of their length, by this machine's clock, which is the server's too. */
  sceneErrorsMs(sceneMs: number): Promise<number[]> {
    return this.page.evaluate(
      ({ lengthMs, startMs }) => {
        // Counted from an instant that this process told, since the page's own clock may be wrong.
        const toldMs = performance.now();
        return new Promise<number[]>((settle) => {
          const errors: number[] = [];
          const observer = new MutationObserver(() => {
            const beside = (startMs + performance.now() - toldMs) % lengthMs;
            errors.push(Math.min(beside, lengthMs - beside));
            if (errors.length < 2) return;
            observer.disconnect();
            settle(errors);
          });
          observer.observe(document.body, { subtree: true, attributeFilter: ['data-scene'] });
        });
      },
      { lengthMs: sceneMs, startMs: Date.now() },
    );
  }

  async #serverHead(): Promise<{ epoch: string; seq: number; digest: string }> {
    return (await fetch(`${this.server.baseUrl}/api/v1/digest`)).json();
  }
}
