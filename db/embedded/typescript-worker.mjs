import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { workerData } from 'node:worker_threads';

// Node 20 cannot strip types, and a loader given to the process does not reach its threads: this one starts a worker
// that is still TypeScript (development and tests; the bundled worker is JavaScript and does without). Tests that say
// that the bundle is of these sources get its worker: the loader is half of what a brief thread costs.
const built = new URL(
  `../../.build/server/${basename(workerData.workerUrl, '.ts')}.js`,
  import.meta.url,
);
if (process.env.TEST_BUNDLE === 'fresh' && existsSync(built)) {
  await import(built.href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(workerData.workerUrl);
}
