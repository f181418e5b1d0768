import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basemapManifestSchema } from '@/lib/map/basemap-manifest';

/** Maps of sources, packed copies, formats for old browsers, and the map library's parts that its own bundle has in it. */
const NEVER_LOADED = /\.map$|\.br$|\.woff$|-dev\.|\/maplibre-gl\.[^/]*\.mjs$|\/_[^/]*Manifest\.js$/;

/**
 * The script of `/sw.js`: the built worker, told its build and what a page consists of.
 * @returns null where it was not built, as in development
 */
export function readServiceWorker(projectRoot: string, build: string): string | null {
  const path = join(projectRoot, '.build/server/service-worker.js');
  const assets = join(projectRoot, '.next/static');
  if (!existsSync(path) || !existsSync(assets)) return null;
  const code = readdirSync(assets, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/_next/static${join(entry.parentPath, entry.name).slice(assets.length)}`)
    .filter((name) => !NEVER_LOADED.test(name));
  const files = [...code.sort(), ...basemapFiles(projectRoot), '/icon.svg'];
  const shell = JSON.stringify({ build, files });
  return `const HAVENWACHT_SHELL = ${shell};\n${readFileSync(path, 'utf8')}`;
}

/** What every map of the embedded ground begins with; the rest is kept as it is looked at. */
function basemapFiles(projectRoot: string): string[] {
  const path = join(projectRoot, '.build/basemap/basemap-manifest.json');
  const { files } = basemapManifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return Object.values(files).map(({ file }) => `/basemap/${file}`);
}

/** A worker's policy is that of its script: it asks this server only. */
export const SERVICE_WORKER_HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
};
