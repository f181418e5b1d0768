import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread from a module: a bundle's JavaScript as it is, TypeScript through a loader. What the thread
 * finds in its `workerData` is `data` and the module's own address.
 */
export function startThread(url: URL, data: object = {}): Worker {
  const workerData = { ...data, workerUrl: url.href };
  return url.pathname.endsWith('.ts')
    ? new Worker(new URL('./typescript-worker.mjs', import.meta.url), { workerData, execArgv: [] })
    : new Worker(url, { workerData });
}
