import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runImport } from './run-import';

process.exitCode = await runImport(process.argv.slice(2), {
  environment: process.env,
  projectRoot: resolve(dirname(fileURLToPath(import.meta.url)), '../..'),
  workingFolder: process.env.INIT_CWD ?? process.cwd(),
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY === true,
  fetch,
  sleep: (milliseconds) => sleep(milliseconds),
  newId: randomUUID,
});
