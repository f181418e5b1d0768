import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// Node 20 cannot strip types, and a loader given to the process does not reach its threads: this one starts a worker
// that is still TypeScript (development and tests; the bundled worker is JavaScript and does without).
register();
await import(workerData.workerUrl);
