// A wall that never objects is no wall: each probe is a file that breaks one, and the linter must say so.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, say } from './project.mjs';

const WALL = 'lint/style/noRestrictedImports';
const PROBES = [
  ['lib/domain/probe.ts', "import 'pg';", WALL],
  ['lib/domain/probe.ts', "import '../protocol/columns';", WALL],
  ['lib/protocol/probe.ts', "import '@/lib/store/engine';", WALL],
  ['lib/store/probe.ts', "import '@/lib/regions/gazetteer';", WALL],
  ['lib/store/probe.ts', "import '@/components/map/map-canvas';", WALL],
  ['lib/url/probe.ts', "import '../store/engine';", WALL],
  ['lib/url/probe.ts', "import '@/lib/wall/schedule';", WALL],
  ['lib/wall/probe.ts', "import '@/lib/url/parameters';", WALL],
  ['lib/shell/probe.ts', "import '@/lib/store/engine';", WALL],
  ['lib/map/probe.ts', "import '@turf/turf';", WALL],
  ['lib/ingest/probe.ts', "import '@/db/open-database';", WALL],
  ['lib/publish/probe.ts', "import '@/lib/server/services';", WALL],
  ['lib/words/probe.ts', "import '@/lib/protocol/columns';", WALL],
  ['lib/regions/probe.ts', "import '@/lib/words/create-words';", WALL],
  ['lib/server/probe.ts', "import 'socket.io';", WALL],
  ['lib/server/probe.ts', "import 'drizzle-orm';", WALL],
  ['db/probe.ts', "import '@/lib/store/engine';", WALL],
  ['components/probe.tsx', "import '@/db/open-database';", WALL],
  ['components/probe.tsx', "import '@/lib/server/settings';", WALL],
  ['components/probe.tsx', "import '@/lib/store/engine';", WALL],
  ['components/probe.tsx', "import 'maplibre-gl';", WALL],
  ['components/probe.tsx', "import '@observablehq/plot';", WALL],
  ['components/control/probe.tsx', "import '@/lib/store/engine-client';", WALL],
  ['components/control/probe.tsx', "import '../wall/wall-screen';", WALL],
  ['components/control/probe.tsx', "import '@/lib/server/settings';", WALL],
  ['app/probe.ts', "import '@/lib/server/services';", WALL],
  ['app/probe.ts', "import '@/db/schema';", WALL],
  ['lib/store/probe.ts', 'export const value: any = 1;', 'lint/suspicious/noExplicitAny'],
  ['lib/store/probe.ts', 'console.log(1);', 'lint/suspicious/noConsole'],
];
const ALLOWED = [
  ['lib/store/probe.ts', "import '@/lib/protocol/columns';"],
  ['lib/shell/probe.ts', "import '@/lib/url/embed-path';"],
  ['lib/url/probe.ts', "import '@/lib/wall/playlist';"],
  ['components/probe.tsx', "import '@/lib/store/engine-client';"],
  ['components/probe.tsx', "import '@/lib/store/screen-client';"],
  ['components/probe.tsx', "import '@/lib/words/create-words';"],
  ['components/control/probe.tsx', "import '@/lib/wall/upcoming';"],
  ['lib/publish/probe.ts', "import '@/lib/store/engine';"],
  ['app/probe.ts', "import '@/lib/server/page-facts';"],
  ['lib/server/probe.ts', "import '@/db/open-database';"],
];

// The linter judges by path, so every probe lies for a moment in the room that it offends.
const cases = [...PROBES, ...ALLOWED].map(([place, code, rule], index) => ({
  path: place.replace('probe', `wall-probe-${index}`),
  code,
  rule: rule ?? null,
}));
const madeFolders = [];
try {
  for (const { path, code } of cases) {
    // A room that is not built yet has its walls already.
    const made = mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    if (made) madeFolders.push(made);
    writeFileSync(join(ROOT, path), `${code}\n`);
  }
  const outcome = spawnSync(
    'node_modules/.bin/biome',
    ['lint', '--colors=off', '--max-diagnostics=none', ...cases.map(({ path }) => path)],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 },
  );
  const said = outcome.stdout + outcome.stderr;
  const objects = ({ path, rule }) =>
    said.split('\n').some((line) => line.startsWith(`${path}:`) && line.includes(rule ?? WALL));
  const faults = cases.filter((probe) => objects(probe) === (probe.rule === null));
  for (const { path, code, rule } of faults) {
    say(`${rule ? 'no' : 'wrong'} objection to ${code} in ${path}`);
  }
  if (faults.length > 0) throw new Error('The walls of biome.json do not hold.');
  say(`${PROBES.length} violations were objected to.`);
} catch (error) {
  process.exitCode = 1;
  say(error instanceof Error ? error.message : String(error));
} finally {
  for (const { path } of cases) rmSync(join(ROOT, path), { force: true });
  for (const folder of madeFolders) rmSync(folder, { recursive: true });
}
