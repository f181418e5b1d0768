import type { CDPSession, Page } from '@playwright/test';

/** What a page and its workers hold after a forced collection of garbage. What could not be measured is NaN, or 0 where no worker was found. */
export interface PageMemory {
  pageHeapBytes: number;
  engineHeapBytes: number;
  mapWorkersHeapBytes: number;
  bufferBytes: number;
  domNodes: number;
  listeners: number;
}

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
}

/** What one collection frees may hold what the next one frees, through finalizers and weak references. */
const COLLECTIONS = 3;
const PATIENCE_MS = 30_000;
const MAP_WORKER = 'maplibre-gl-worker';

/** Speaks to a page and to each of its workers by Chromium's own protocol, since Playwright tells of the page's memory only. */
export class MemoryProbe {
  #page: CDPSession;
  /** By session: whether it is one of MapLibre's. */
  #workers = new Map<string, boolean>();
  #waiting = new Map<string, (answer: WorkerAnswer) => void>();
  #lastId = 0;

  private constructor(page: CDPSession) {
    this.#page = page;
  }

  static async on(page: Page): Promise<MemoryProbe> {
    const session = await page.context().newCDPSession(page);
    const probe = new MemoryProbe(session);
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type !== 'worker') return;
      probe.#workers.set(sessionId, targetInfo.url.includes(MAP_WORKER));
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      probe.#workers.delete(sessionId);
    });
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      const answer = JSON.parse(message) as WorkerAnswer;
      probe.#waiting.get(`${sessionId} ${answer.id}`)?.(answer);
    });
    await session.send('Performance.enable');
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return probe;
  }

  async measure(): Promise<PageMemory> {
    for (let round = 0; round < COLLECTIONS; round += 1) {
      await this.#page.send('HeapProfiler.collectGarbage');
      for (const worker of this.#workers.keys())
        await this.#ask(worker, 'HeapProfiler.collectGarbage');
    }
    const { metrics } = await this.#page.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const own = (await this.#page.send('Runtime.getHeapUsage')) as HeapUsage;
    const heaps = await Promise.all(
      [...this.#workers].map(async ([worker, isOfMap]) => {
        const usage = (await this.#ask(worker, 'Runtime.getHeapUsage')) as HeapUsage;
        return { ...usage, isOfMap };
      }),
    );
    const usedBy = (isOfMap: boolean) =>
      sum(heaps.filter((heap) => heap.isOfMap === isOfMap).map(({ usedSize }) => usedSize));
    const buffers = [own, ...heaps].map(
      ({ backingStorageSize }) => backingStorageSize ?? Number.NaN,
    );
    return {
      pageHeapBytes: own.usedSize,
      engineHeapBytes: usedBy(false),
      mapWorkersHeapBytes: usedBy(true),
      bufferBytes: sum(buffers),
      domNodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
    };
  }

  #ask(sessionId: string, method: string): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const key = `${sessionId} ${id}`;
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        reject(new Error(`a worker did not answer ${method} in ${PATIENCE_MS} ms`));
      }, PATIENCE_MS);
      this.#waiting.set(key, ({ result, error }) => {
        clearTimeout(patience);
        this.#waiting.delete(key);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      const message = JSON.stringify({ id, method });
      this.#page.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
  }
}

/** Of several measurements, the least of each; NaN where one of them is. */
export function leastOf(measured: readonly PageMemory[]): PageMemory {
  const least = (value: (memory: PageMemory) => number) => Math.min(...measured.map(value));
  return {
    pageHeapBytes: least(({ pageHeapBytes }) => pageHeapBytes),
    engineHeapBytes: least(({ engineHeapBytes }) => engineHeapBytes),
    mapWorkersHeapBytes: least(({ mapWorkersHeapBytes }) => mapWorkersHeapBytes),
    bufferBytes: least(({ bufferBytes }) => bufferBytes),
    domNodes: least(({ domNodes }) => domNodes),
    listeners: least(({ listeners }) => listeners),
  };
}

interface WorkerAnswer {
  id: number;
  result?: unknown;
  error?: { message: string };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
