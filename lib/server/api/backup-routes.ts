import { Readable } from 'node:stream';
import { streamBackup } from '@/db/backup/write-backup';
import { backupName } from '../backup-rotation';
import type { ApiCall, ApiRoute } from '../http/router';
import { VERSION } from '../services';

/**
 * `GET /api/v1/admin/backup`: the whole database, private records too, as gzip'd NDJSON, while everything goes on. An
 * answer that breaks off has no end line, by which its reader knows.
 */
async function backup({ services, request }: ApiCall): Promise<Response> {
  const createdAt = services.now();
  const headers = {
    'content-type': 'application/gzip',
    'content-disposition': `attachment; filename="${backupName(createdAt)}"`,
    'cache-control': 'no-store',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const facts = { createdAt, version: VERSION, build: services.build };
  const stream = streamBackup(services.database, facts);
  stream.on('error', (err) => services.log.error({ err }, 'a backup broke off'));
  return new Response(Readable.toWeb(stream) as ReadableStream, { headers });
}

/** Reading everything is a right of the token, so the route counts as a write. */
export const BACKUP_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/v1/admin/backup', handle: backup, write: true },
];
