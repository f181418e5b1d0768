import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
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

/** Of all routes together, several things are asked; the bundle is the same. */
const reached = new Map<string, Promise<Map<string, string[]>>>();

/**
 * The modules that pages of these entries have before they can be used: everything that is reached from one of them without
 * an `import()`. Imports of types alone do not count.
 * @returns paths from the project's root, each with how it is reached, from the entry to the module
 */
export function loadedFirst(entries: readonly string[]): Promise<Map<string, string[]>> {
  const key = entries.join();
  const found =
    reached.get(key) ?? bundleOf(entries).then(({ metafile }) => reachedFrom('<stdin>', metafile));
  reached.set(key, found);
  return found;
}

/** What the scripts of a page take that it has before it can be used, without React and Next, minified and compressed. */
export async function gzippedFirstLoad(entries: readonly string[]): Promise<number> {
  const { metafile, outputFiles } = await bundleOf(entries, true);
  const page = Object.keys(metafile.outputs).find(
    (path) => metafile.outputs[path]?.entryPoint === '<stdin>',
  );
  const paths = [page ?? ''];
  for (const path of paths) {
    for (const { path: to, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !paths.includes(to)) paths.push(to);
  }
  const scripts = outputFiles.filter(({ path }) => paths.some((name) => path.endsWith(name)));
  return scripts.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

function bundleOf(entries: readonly string[], minify = false) {
  return build({
    stdin: {
      contents: entries.map((entry) => `export * from '@/${entry}';`).join(''),
      resolveDir: ROOT,
    },
    absWorkingDir: ROOT,
    alias: { '@': ROOT },
    bundle: true,
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'next', 'maplibre-gl'],
    loader: { '.css': 'empty', '.module.css': 'local-css' },
    logLevel: 'error',
    minify,
  });
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
