import { createReadStream } from 'node:fs';
import { writeBackupFile } from '@/db/backup/backup-file';

// Run as a child process whose files may not grow beyond a limit: stores one backup under another name and says how that
// went.
const [from = '', to = ''] = process.argv.slice(2);
try {
  await writeBackupFile(createReadStream(from, { highWaterMark: 512 }), to);
  process.stdout.write('written\n');
} catch (fault) {
  process.stdout.write(`${(fault as NodeJS.ErrnoException).code}\n`);
}
