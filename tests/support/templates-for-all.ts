import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleServerParts } from './open-server';
import { prepareSharedDatabases } from './shared-database';

/** The embedded databases that others are copies of, made once: all workers begin at once, and each would make them. */
export async function setup(): Promise<(() => void) | undefined> {
  const script = fileURLToPath(new URL('make-templates.ts', import.meta.url));
  // Several projects ask, each with modules of its own.
  if (process.env.TEMPLATES_MADE) return undefined;
  process.env.TEMPLATES_MADE = 'yes';
  await bundleServerParts();
  await promisify(execFile)(process.execPath, ['--liftoff-only', '--import', 'tsx', script], {
    env: { ...process.env, TEST_ENGINE: 'embedded' },
  });
  return prepareSharedDatabases();
}
