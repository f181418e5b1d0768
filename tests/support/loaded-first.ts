import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');

/** The components that routes render, as the routes' own imports name them. */
export function componentsOfRoutes(): string[] {
  const routes = readdirSync(join(ROOT, 'app'), { recursive: true, encoding: 'utf8' });
  const imports = routes
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => readFileSync(join(ROOT, 'app', path), 'utf8'))
    .flatMap((text) => [...text.matchAll(/from '@\/(components\/[^']+)'/g)])
    .map(([, path]) => path ?? '');
  return [...new Set(imports)].sort();
}

/**
 * The modules that a page has before it can be used: everything that is reached from here without an `import()`. Imports of
 * types alone do not count.
 * @returns paths from the project's root, each with how it is reached, from the entry to the module
 */
export async function loadedFirst(entry: string): Promise<Map<string, string[]>> {
  const { metafile } = await build({
    stdin: { contents: `import '@/${entry}';`, resolveDir: ROOT },
    absWorkingDir: ROOT,
    alias: { '@': ROOT },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    jsx: 'automatic',
    external: ['react', 'react-dom', 'next', 'maplibre-gl'],
    loader: { '.css': 'empty', '.module.css': 'empty' },
    logLevel: 'error',
  });
  return reachedFrom('<stdin>', metafile);
}

function reachedFrom(start: string, { inputs }: Metafile): Map<string, string[]> {
  const ways = new Map([[start, [start]]]);
  for (const [path, way] of ways) {
    for (const { path: to, kind, external } of inputs[path]?.imports ?? []) {
      const isAtOnce = kind === 'import-statement' || kind === 'require-call';
      if (!external && isAtOnce && !ways.has(to)) ways.set(to, [...way, to]);
    }
  }
  return ways;
}
