import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { openDatabase } from '@/db/open-database';
import { searchIncidents } from '@/db/search-incidents';
import { createIncidents } from '@/db/write-incidents';
import { searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { withWholeArea } from '@/lib/server/whole-area';
import { incidentInput, seededRandom } from '../support/incident-inputs';
import { makeTemporaryFolder } from '../support/temporary-database';

/**
 * Medians of a search among many records, on the embedded engine or the empty database of `DATABASE_URL`. No gate: the
 * numbers are for reading. `node --import tsx tests/bench/search-bench.ts [ROWS]`
 */

const ROWS = Number(process.argv[2] ?? 100_000);
const RUNS = 11;
const QUESTIONS = {
  'a common word, in every record': 'example',
  'a word in one of twelve': 'harbour',
  'two words': 'harbour container',
  'a number': '77777',
  'a rare word': '7500x',
  'the beginning of a word': 'conta',
  'a slip of the pen': 'harbuor',
  'a slip in a place': 'molenbek',
  'a place and a word': 'anvers quay',
  nothing: 'qqqqxxxx',
} as const;
const WORDS =
  'police report street evening harbour container quay witness search quarter night found'.split(
    ' ',
  );
const PLACES = ['11002', '21012', '21001', '44021', '21015', '62063'];

const dataDir = makeTemporaryFolder();
const database = await openDatabase({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null });
try {
  const random = seededRandom(7);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const context = { actor: 'bench', now: new Date(), newId: randomUUID, bulk: true };
  const startedMs = performance.now();
  for (let start = 0; start < ROWS; start += 500) {
    const inputs = Array.from({ length: Math.min(500, ROWS - start) }, (_, index) => {
      const summary = Array.from({ length: 12 }, () => pick(WORDS)).join(' ');
      const at = new Date(Date.UTC(2021, 0, 1) + Math.floor(random() * 1.5e11)).toISOString();
      return {
        incident: withWholeArea(
          incidentInput({
            title: { en: `Example ${start + index}: ${pick(WORDS)} ${start % 20_000}x` },
            summary: { en: summary },
            municipality: pick(PLACES),
            point: null,
            placePrecision: 'municipality',
            occurredFrom: at,
            occurredTo: at,
          }),
        ),
      };
    });
    await createIncidents(database, inputs, context);
  }
  const results: Record<string, { median_ms: number; longest_ms: number; rids: number }> = {};
  await database.maintain();
  process.stdout.write(
    `${database.engine}: ${ROWS} records written in ${Math.round((performance.now() - startedMs) / 1000)} s\n`,
  );
  for (const [name, q] of Object.entries(QUESTIONS)) {
    const times: number[] = [];
    let rids = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const began = performance.now();
      const found = await searchIncidents(database, {
        words: searchWords(q),
        regionsOf: regionsNamed,
        limit: 1_000,
      });
      times.push(performance.now() - began);
      rids = found.rids.length;
    }
    times.sort((a, b) => a - b);
    const round = (value: number | undefined) => Math.round((value ?? 0) * 10) / 10;
    results[name] = { median_ms: round(times[RUNS >> 1]), longest_ms: round(times.at(-1)), rids };
  }
  console.table(results);
} finally {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}
