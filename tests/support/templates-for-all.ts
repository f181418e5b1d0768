import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

let made: Promise<unknown> | undefined;

/** The embedded databases that others are copies of, made once: all workers begin at once, and each would make them. */
export async function setup(): Promise<void> {
  const script = fileURLToPath(new URL('make-templates.ts', import.meta.url));
  made ??= promisify(execFile)(process.execPath, ['--liftoff-only', '--import', 'tsx', script], {
    env: { ...process.env, TEST_ENGINE: 'embedded' },
  });
  await made;
}
