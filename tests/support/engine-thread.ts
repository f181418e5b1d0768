import { parentPort } from 'node:worker_threads';
import type { ToEngine } from '@/lib/protocol/engine-requests';
import { areaMatches } from '@/lib/regions/gazetteer';
import { EngineHost } from '@/lib/store/engine-host';
import { createFeedHttp } from '@/lib/store/feed-http';
import { monotonicClock } from '@/lib/store/feed-link';
import { createSocketLinks } from '@/lib/store/socket-link';

// The screen's engine in a thread of Node, so that a test can look at the whole heap of one reader.
const host = new EngineHost({
  post: (message) => parentPort?.postMessage(message),
  regions: { areaMatches },
  surroundings: (baseUrl) => ({
    http: createFeedHttp(baseUrl),
    openLink: createSocketLinks(baseUrl),
    clock: monotonicClock,
    random: Math.random,
  }),
});
parentPort?.on('message', (message: ToEngine) => host.receive(message));
