import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** `late` itself, and the map, which says in its own boundary that it cannot be drawn. */
const WITH_BOUNDARY = ['explorer/map-stage.tsx', 'ui/late.tsx'];

it('every part that loads later has a boundary: code that cannot be had takes no page down', () => {
  const paths = readdirSync('components', { recursive: true, encoding: 'utf8' });
  const lazy = paths.filter(
    (path) =>
      path.endsWith('.tsx') && /\blazy\(/.test(readFileSync(join('components', path), 'utf8')),
  );
  expect(lazy.sort()).toEqual(WITH_BOUNDARY);
});
