import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBoundaries } from './run-boundaries';

process.exitCode = await runBoundaries(process.argv.slice(2), {
  environment: process.env,
  projectRoot: resolve(dirname(fileURLToPath(import.meta.url)), '../..'),
  workingFolder: process.env.INIT_CWD ?? process.cwd(),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  fetch,
});
