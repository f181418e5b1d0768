import { rmSync } from 'node:fs';
import { copyStarted } from './spawn-server';
import { copyInitialised, copyTemplate, makeTemporaryFolder } from './temporary-database';

// Run as a child process, whose engine need not be compiled well: makes the embedded databases that others are copies of.
const folder = (fill: (dataDir: string) => Promise<void>) => {
  const dataDir = makeTemporaryFolder();
  return fill(dataDir).finally(() => rmSync(dataDir, { recursive: true, force: true }));
};
await folder(copyInitialised);
await Promise.all([
  folder(copyTemplate),
  // Its template is of the server that was built.
  process.env.TEST_BUNDLE === 'fresh' ? folder(copyStarted) : null,
]);
