import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runToken } from './run-token';

process.exitCode = await runToken(process.argv.slice(2), {
  environment: process.env,
  projectRoot: resolve(dirname(fileURLToPath(import.meta.url)), '../..'),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  fetch,
});
