import { expect, it } from 'vitest';
import { componentsOfRoutes, gzippedFirstLoad, loadedFirst } from '../../support/loaded-first';

/** How pages reach a library before they can be used, if they do. */
async function waysTo(library: RegExp, entries: readonly string[]): Promise<string[]> {
  const modules = await loadedFirst(entries);
  return [...modules].filter(([path]) => library.test(path)).map(([, way]) => way.join(' > '));
}

const SCHEMAS = /node_modules\/zod\//;

it('no page loads the library of schemas before it can be used', async () => {
  const entries = componentsOfRoutes();
  expect(entries).toContain('components/explorer/addressed-explorer');
  expect(await waysTo(SCHEMAS, entries)).toEqual([]);
});

it('a page that did would be named, with how it comes to it', async () => {
  const [way] = await waysTo(SCHEMAS, ['lib/domain/filter-schema']);
  expect(way).toMatch(/^<stdin> > lib\/domain\/filter-schema\.ts > node_modules\/zod\//);
});

/** Of the map's page, its layout included. */
const MAP_PAGE = [
  'components/explorer/addressed-explorer',
  'components/shell/shell-keeper',
  'components/ui/messages-provider',
];
const GAZETTEER = /^lib\/regions\/data\//;

it('the map’s page does not wait for the names of all regions', async () => {
  expect(await waysTo(GAZETTEER, MAP_PAGE)).toEqual([]);
  expect(await waysTo(GAZETTEER, ['components/regions/region-page'])).not.toEqual([]);
});

const CHARTS = /node_modules\/(@observablehq|d3-)/;

it('no page loads the charting library before it can be used', async () => {
  expect(await waysTo(CHARTS, componentsOfRoutes())).toEqual([]);
  expect(await waysTo(CHARTS, ['components/charts/draw'])).not.toEqual([]);
});

it('the map’s page has at most 80 kB of scripts of its own before it can be used', async () => {
  const bytes = await gzippedFirstLoad(MAP_PAGE);
  expect(bytes).toBeGreaterThan(40_000);
  // Next’s bundler needs some 3 kB more than this one.
  expect(bytes).toBeLessThan(77_000);
  // With what it once had it would be red.
  expect(await gzippedFirstLoad([...MAP_PAGE, 'lib/domain/filter-schema'])).toBeGreaterThan(77_000);
});
