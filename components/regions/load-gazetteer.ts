/** Names, places and kinship of every region, in a file of its own that loads beside the map and the engine. */
export function loadGazetteer() {
  return import('@/lib/regions/gazetteer');
}

// Where it cannot be had, whoever waits for it says so.
if (typeof window !== 'undefined') loadGazetteer().catch(() => undefined);
