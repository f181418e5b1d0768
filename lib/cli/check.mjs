// `npm run check`: format, lint and import walls (with proof that they bite), types, unused code.
import { ensureInstalled, run, say, stop } from './project.mjs';

const STEPS = [
  ['lint, format and import walls', 'npx', ['biome', 'check', '--error-on-warnings', '.']],
  ['proof that the walls bite', 'node', ['lib/cli/prove-walls.mjs']],
  ['page types', 'npx', ['next', 'typegen']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['unused code', 'npx', ['knip']],
];

try {
  await ensureInstalled();
  for (const [name, command, args] of STEPS) {
    const startedMs = Date.now();
    await run(command, args, { quiet: true, env: { NEXT_TELEMETRY_DISABLED: '1' } });
    say(`${name}: ok (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  }
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
