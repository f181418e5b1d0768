import { expect, it } from 'vitest';
import { gzippedFirstLoad, loadedFirst } from '../../support/loaded-first';

/** Of a map in an article, its layout included. */
const EMBED_PAGE = ['components/embed/embedded-map', 'components/ui/messages-provider'];
const HEAVY =
  /node_modules\/zod\/|^lib\/regions\/data\/|^components\/(?:timeline\/timeline|filters\/filter-panel|share|shell|incidents\/incident-list)/;

it('a map in an article loads no panel of the explorer before it can be used', async () => {
  const found = await loadedFirst(['components/embed/embedded-map']);
  expect([...found.keys()].filter((path) => HEAVY.test(path))).toEqual([]);
  const explorer = await loadedFirst(['components/explorer/addressed-explorer']);
  expect([...explorer.keys()].filter((path) => HEAVY.test(path))).not.toEqual([]);
});

it('a map in an article has at most 50 kB of scripts of its own before it can be used', async () => {
  const bytes = await gzippedFirstLoad(EMBED_PAGE);
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThan(50_000);
});
