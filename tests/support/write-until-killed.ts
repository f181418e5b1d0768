import { randomUUID } from 'node:crypto';
import { openDatabase } from '@/db/open-database';
import { createIncidents } from '@/db/write-incidents';
import { incidentInput } from './incident-inputs';

// Run as a child process: opens the data folder that it is given and prints the id of each record once it is
// acknowledged, until it is killed. What it prints must be there afterwards.
const dataDir = process.argv[2] ?? '';
try {
  const database = await openDatabase({ dataDir, databaseUrl: null });
  process.stdout.write('open\n');
  for (;;) {
    const context = { actor: 'child', now: new Date(), newId: randomUUID, bulk: false };
    const { records } = await createIncidents(database, [{ incident: incidentInput() }], context);
    process.stdout.write(`${records[0]?.incident.id}\n`);
  }
} catch (fault) {
  process.stdout.write(`refused: ${fault instanceof Error ? fault.message : fault}\n`);
  process.exitCode = 1;
}
