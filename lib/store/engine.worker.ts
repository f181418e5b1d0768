import type { ToEngine } from '@/lib/protocol/engine-requests';
import { areaMatches, mayLieIn, regionByCode } from '@/lib/regions/gazetteer';
import { openBrowserKeptStorage } from './browser-kept-storage';
import { EngineHost } from './engine-host';
import { createFeedHttp } from './feed-http';
import { monotonicClock } from './feed-link';
import { createSocketLinks } from './socket-link';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

const host = new EngineHost({
  post: (message) => scope.postMessage(message),
  regions: {
    areaMatches,
    mayLieIn,
    labelPoint: (code) => regionByCode(code)?.point ?? null,
  },
  surroundings: (baseUrl, isKept) => {
    const storage = isKept === null ? null : openBrowserKeptStorage(baseUrl);
    if (!isKept) void storage?.clear().catch(() => undefined);
    return {
      http: createFeedHttp(baseUrl),
      openLink: createSocketLinks(baseUrl),
      clock: monotonicClock,
      random: Math.random,
      storage: isKept ? storage : null,
    };
  },
});

scope.addEventListener('message', (event: MessageEvent<ToEngine>) => host.receive(event.data));
