import { expect, it } from 'vitest';
import { componentsOfRoutes, loadedFirst } from '../../support/loaded-first';

/** How pages reach a library before they can be used, if they do. */
async function waysTo(library: RegExp, entries: readonly string[]): Promise<string[]> {
  const all = await Promise.all(entries.map((entry) => loadedFirst(entry)));
  return all.flatMap((modules) =>
    [...modules].filter(([path]) => library.test(path)).map(([, way]) => way.join(' > ')),
  );
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
