import { KEPT_PREFIX } from '@/lib/protocol/kept-places';
import { isEmbedPath } from '@/lib/url/embed-path';

const SCRIPT = '/sw.js';

/** Registers the service worker and tells it what this page consists of. Without HTTPS and in a frame nothing is kept. */
export async function keepShell(): Promise<void> {
  if (!mayKeep()) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('controllerchange', () => tellPaths(serviceWorker.controller));
  await serviceWorker.register(SCRIPT, { updateViaCache: 'none' });
  tellPaths((await serviceWorker.ready).active);
}

/** Takes away what pages left in this browser. A page in a frame leaves its reader's other pages alone. */
export async function dropShell(): Promise<void> {
  if (!mayKeep()) return;
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT_PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(KEPT_PREFIX)) localStorage.removeItem(name);
  }
}

/** Where a reader's choices outlive the page; null where nothing may be kept. */
export function choiceStorage(): Storage | null {
  return mayKeep() ? localStorage : null;
}

function mayKeep(): boolean {
  const isFramed = window.top !== window || isEmbedPath(location.pathname);
  return window.isSecureContext && 'serviceWorker' in navigator && !isFramed;
}

/** The page itself first, then the files that it loaded before the worker could see them. */
function tellPaths(worker: ServiceWorker | null): void {
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && isFile(pathname))
    .map(({ pathname }) => pathname);
  worker?.postMessage({ paths: [location.pathname, ...new Set(loaded)] });
}

function isFile(pathname: string): boolean {
  return pathname.startsWith('/_next/static/') || /^\/basemap\/.+\.(?:json|woff2)$/.test(pathname);
}
