// Preloaded into a server process by a test: fsync says that all is on disk and does nothing, as a disk that lies, or a
// database without our hook. Plain JavaScript, since it runs before anything that could translate it.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

fs.fsyncSync = () => undefined;
syncBuiltinESMExports();
