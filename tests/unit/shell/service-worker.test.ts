import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const ORIGIN = 'https://map.example';

/** A cache by path, as far as the worker uses one. */
class FakeCache {
  kept = new Map<string, Response>();

  async match(asked: string): Promise<Response | undefined> {
    return this.kept.get(pathOf(asked))?.clone();
  }
  async put(asked: string, answer: Response): Promise<void> {
    this.kept.set(pathOf(asked), answer);
  }
  async add(path: string): Promise<void> {
    const answer = await fetch(path);
    if (!answer.ok) throw new TypeError(`${path} answered ${answer.status}`);
    this.kept.set(path, answer);
  }
  async keys(): Promise<{ url: string }[]> {
    return [...this.kept.keys()].map((path) => ({ url: ORIGIN + path }));
  }
}

function pathOf(asked: string): string {
  return new URL(asked, ORIGIN).pathname;
}

type Handler = (event: unknown) => void;

/** The worker, run in a browser that is not there. */
class FakeBrowser {
  readonly handlers = new Map<string, Handler>();
  readonly caches = new Map<string, FakeCache>();
  readonly asked: string[] = [];
  /** What the server answers by path; a path without one is a network that is gone. */
  readonly server = new Map<string, () => Promise<Response> | Response>();
  isRegistered = true;
  droppedDatabases: string[] = [];

  async start(build = 'b2', files: string[] = []): Promise<void> {
    vi.stubGlobal('HAVENWACHT_SHELL', { build, files });
    vi.stubGlobal('addEventListener', (name: string, handler: Handler) =>
      this.handlers.set(name, handler),
    );
    vi.stubGlobal('location', { origin: ORIGIN });
    vi.stubGlobal('clients', { claim: async () => undefined });
    vi.stubGlobal('skipWaiting', async () => undefined);
    vi.stubGlobal('registration', {
      unregister: async () => {
        this.isRegistered = false;
      },
    });
    vi.stubGlobal('indexedDB', {
      deleteDatabase: (name: string) => this.droppedDatabases.push(name),
    });
    vi.stubGlobal('caches', {
      open: async (name: string) => this.open(name),
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
    });
    vi.stubGlobal('fetch', async (request: string | { url: string }) => {
      const path = pathOf(typeof request === 'string' ? request : request.url);
      this.asked.push(path);
      const answer = this.server.get(path);
      if (!answer) throw new TypeError('Failed to fetch');
      return answer();
    });
    vi.resetModules();
    await import('@/lib/shell/service-worker');
  }

  open(name: string): FakeCache {
    const cache = this.caches.get(name) ?? new FakeCache();
    this.caches.set(name, cache);
    return cache;
  }

  async tell(name: string, data: unknown = null): Promise<void> {
    const waited: Promise<unknown>[] = [];
    this.handlers.get(name)?.({ data, waitUntil: (work: Promise<unknown>) => waited.push(work) });
    await Promise.all(waited);
  }

  /** What the page gets; null where the worker leaves the request alone. */
  async load(path: string, mode = 'navigate'): Promise<Response | null> {
    let answer: Promise<Response> | null = null;
    const waited: Promise<unknown>[] = [];
    this.handlers.get('fetch')?.({
      request: { url: ORIGIN + path, mode, method: 'GET' },
      respondWith: (given: Promise<Response>) => {
        answer = given;
      },
      waitUntil: (work: Promise<unknown>) => waited.push(work.catch(() => undefined)),
    });
    const given = await (answer as Promise<Response> | null);
    await vi.advanceTimersByTimeAsync(0);
    return given;
  }
}

function page(text: string, status = 200): Response {
  const answer = new Response(text, { status, headers: { 'content-type': 'text/html' } });
  Object.defineProperty(answer, 'type', { value: 'basic' });
  const clone = answer.clone.bind(answer);
  answer.clone = () => Object.defineProperty(clone(), 'type', { value: 'basic' });
  return answer;
}

let browser: FakeBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  browser = new FakeBrowser();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a page', () => {
  it('comes from the network, and from the last copy without one, whatever its view', async () => {
    await browser.start();
    browser.server.set('/en', () => page('first'));
    expect(await (await browser.load('/en?k=seizure'))?.text()).toBe('first');
    browser.server.set('/en', () => page('second'));
    expect(await (await browser.load('/en'))?.text()).toBe('second');
    browser.server.clear();
    expect(await (await browser.load('/en?c=4,51,9'))?.text()).toBe('second');
    await expect(browser.load('/nl')).rejects.toThrow('Failed to fetch');
  });

  it('comes from the copy where the network takes more than three seconds, or the server fails', async () => {
    await browser.start();
    browser.server.set('/en', () => page('kept'));
    await browser.load('/en');
    browser.server.set('/en', () => new Promise(() => undefined));
    const late = browser.load('/en');
    await vi.advanceTimersByTimeAsync(2_900);
    expect(await Promise.race([late, 'waiting'])).toBe('waiting');
    await vi.advanceTimersByTimeAsync(200);
    expect(await (await late)?.text()).toBe('kept');
    browser.server.set('/en', () => page('starting', 503));
    expect(await (await browser.load('/en'))?.text()).toBe('kept');
  });

  it('is found by the entry too', async () => {
    await browser.start();
    browser.server.set('/fr', () => page('carte'));
    await browser.load('/fr');
    browser.server.clear();
    vi.stubGlobal('Response', {
      redirect: (address: string) => ({ redirectedTo: address }),
    });
    expect(await browser.load('/?k=seizure')).toEqual({ redirectedTo: '/fr?k=seizure' });
  });

  it('[AC3] that is refused makes the worker forget everything and go', async () => {
    await browser.start();
    browser.server.set('/en', () => page('map'));
    await browser.load('/en');
    browser.open('havenwacht-partitions');
    browser.open('of-somebody-else');
    browser.server.set('/en', () => page('a form', 401));
    expect((await browser.load('/en'))?.status).toBe(401);
    expect([...browser.caches.keys()]).toEqual(['of-somebody-else']);
    expect(browser.droppedDatabases).toEqual(['havenwacht-kept']);
    expect(browser.isRegistered).toBe(false);
  });
});

describe('a file', () => {
  it('is asked for once, whatever its query, and only where its name has a hash', async () => {
    await browser.start();
    const chunk = '/_next/static/chunks/0cz1d0mv5g_q7.js';
    browser.server.set(chunk, () => new Response('code'));
    for (const query of ['', '?params=1', '#params=2']) {
      expect(await (await browser.load(chunk + query, 'no-cors'))?.text()).toBe('code');
    }
    expect(browser.asked).toEqual([chunk]);
    expect(await browser.load('/api/v1/snapshot', 'cors')).toBeNull();
    expect(await browser.load('/en/embed')).toBeNull();
  });

  it('that is missing is not kept', async () => {
    await browser.start();
    browser.server.set('/_next/static/chunks/a.js', () => new Response('', { status: 404 }));
    expect((await browser.load('/_next/static/chunks/a.js', 'no-cors'))?.status).toBe(404);
    expect([...browser.open('havenwacht-shell-b2').kept]).toEqual([]);
  });
});

describe('a new build', () => {
  it('leaves the last one and all that it kept where a file of its own cannot be had', async () => {
    await browser.start('b2', ['/a.js', '/gone.js']);
    browser.server.set('/a.js', () => page('/a.js'));
    browser.open('havenwacht-shell-b1');
    await expect(browser.tell('install')).rejects.toThrow('could not be had');
    expect([...browser.caches.keys()]).toContain('havenwacht-shell-b1');
  });

  it('fetches its files and drops those of the others', async () => {
    await browser.start('b2', ['/a.js', '/b.js']);
    for (const path of ['/a.js', '/b.js', '/en']) browser.server.set(path, () => page(path));
    browser.open('havenwacht-shell-b1');
    browser.open('havenwacht-partitions');
    await browser.tell('install');
    await browser.tell('activate');
    expect([...browser.caches.keys()].sort()).toEqual([
      'havenwacht-partitions',
      'havenwacht-shell-b2',
    ]);
    await browser.tell('message', { paths: ['/en', '/a.js'] });
    const kept = [...browser.open('havenwacht-shell-b2').kept.keys()];
    expect(kept.sort()).toEqual(['/a.js', '/b.js', '/en']);
    expect(browser.asked.filter((path) => path === '/a.js')).toHaveLength(1);
  });
});
