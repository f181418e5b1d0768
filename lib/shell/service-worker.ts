import { KEPT_DATABASE, KEPT_PREFIX, KEPT_SHELL_PREFIX } from '@/lib/protocol/kept-places';
import { isWorthKeeping, shellAnswer } from './shell-rules';

/** The server writes this in front of the script: a new build is another script, so browsers take it over. */
declare const HAVENWACHT_SHELL: {
  build: string;
  /** Paths of everything that a page of the build may load. */
  files: string[];
};

/** A page that the network does not bring by then is shown from its copy. */
const PAGE_PATIENCE_MS = 3_000;
const FILES_AT_ONCE = 4;
const NOT_ADMITTED = 401;
const SERVER_FAULT = 500;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const cacheName = KEPT_SHELL_PREFIX + HAVENWACHT_SHELL.build;

worker.addEventListener('install', (event) => {
  // Where a file cannot be had the worker before this one stays, with its pages and all of its files.
  const whole = keepFiles(HAVENWACHT_SHELL.files).then((isWhole) => {
    if (!isWhole)
      throw new Error('a file of the new build could not be had: the browser tries again');
  });
  event.waitUntil(whole.then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOtherBuilds().then(() => worker.clients.claim()));
});

// What a page loaded before this worker was there: its own HTML, and files of the map.
worker.addEventListener('message', (event) => {
  const { paths } = event.data as { paths: string[] };
  event.waitUntil(Promise.all([keepFiles(paths.slice(1)), keepPage(paths[0] ?? '/')]));
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const answer = shellAnswer({ method, mode, url, origin: worker.location.origin });
  if (answer === 'page') event.respondWith(answerPage(event));
  if (answer === 'asset') event.respondWith(answerAsset(event.request));
});

async function answerPage(event: FetchEvent): Promise<Response> {
  const { pathname, search } = new URL(event.request.url);
  const kept = await keptPage(pathname, search);
  const asked = fetch(event.request).then(async (answer) => {
    if (answer.status === NOT_ADMITTED) await forgetEverything();
    else if (isWorthKeeping(answer)) event.waitUntil(putPage(pathname, answer.clone()));
    return answer;
  });
  if (!kept) return asked;
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => resolve(kept), PAGE_PATIENCE_MS);
  });
  const inTime = asked.then(
    (answer) => (answer.status >= SERVER_FAULT ? kept : answer),
    () => kept,
  );
  event.waitUntil(inTime);
  return Promise.race([inTime, late]);
}

/** The copy of a page, whatever view its address names; for the entry, the way to any page. */
async function keptPage(pathname: string, search: string): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  if (pathname !== '/') return cache.match(pathname);
  const [page] = (await cache.keys()).filter(({ url }) =>
    /^\/[a-z]{2}$/.test(new URL(url).pathname),
  );
  return page && Response.redirect(new URL(page.url).pathname + search);
}

/** A name with a hash says it all, so a query does not matter; pages start their workers with one, or with a fragment. */
async function answerAsset(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const cache = await caches.open(cacheName);
  const kept = await cache.match(pathname, { ignoreVary: true });
  if (kept) return withoutAddress(kept);
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(pathname, answer.clone()).catch(() => undefined);
  return withoutAddress(answer);
}

/** A script takes the address of its answer for its own; an answer without one leaves it that of its request. */
function withoutAddress({ body, status, statusText, headers }: Response): Response {
  return new Response(body, { status, statusText, headers });
}

async function keepPage(pathname: string): Promise<void> {
  const answer = await fetch(pathname).catch(() => null);
  if (answer && isWorthKeeping(answer)) await putPage(pathname, answer);
}

async function putPage(pathname: string, answer: Response): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(pathname, answer).catch(() => undefined);
}

/** Most are in the browser's own cache already. Says whether all are kept; one that fails is loaded when it is needed. */
async function keepFiles(paths: readonly string[]): Promise<boolean> {
  const cache = await caches.open(cacheName);
  const left = [...paths];
  let isWhole = true;
  const keepNext = async (): Promise<void> => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      if (await cache.match(path)) continue;
      await cache.add(path).catch(() => {
        isWhole = false;
      });
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, keepNext));
  return isWhole;
}

async function dropOtherBuilds(): Promise<void> {
  const others = (await caches.keys()).filter(
    (name) => name.startsWith(KEPT_SHELL_PREFIX) && name !== cacheName,
  );
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** AC3: the installation became private, and this reader has no token. */
async function forgetEverything(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT_PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  indexedDB.deleteDatabase(KEPT_DATABASE);
  await worker.registration.unregister();
}
