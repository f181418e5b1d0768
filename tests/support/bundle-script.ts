import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');
/** Beside the built server: from there the packages and the migrations are found as it finds them. */
const BUILD = join(ROOT, '.build');

/** As a module for Node, with its packages beside it. */
export const AS_MODULE = {
  absWorkingDir: ROOT,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** A script as one module of JavaScript, to be run by Node as it is. */
export interface BundledScript {
  path: string;
  remove: () => void;
}

/**
 * Bundles a script that a test starts several times, with the embedded engine's thread beside it: through a loader each
 * start compiles all modules again, which costs more of the processor than what the script then does.
 */
export async function bundleScript(path: string): Promise<BundledScript> {
  mkdirSync(BUILD, { recursive: true });
  const outdir = mkdtempSync(join(BUILD, 'script-'));
  const { name } = parse(path);
  await build({
    ...AS_MODULE,
    entryPoints: { [name]: path, 'embedded-worker': 'db/embedded/embedded-worker.ts' },
    outdir,
  });
  return {
    path: join(outdir, `${name}.js`),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}
