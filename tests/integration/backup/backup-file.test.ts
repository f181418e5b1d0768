import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackupFile, writeBackupFile } from '@/db/backup/backup-file';
import { BackupRefused } from '@/db/backup/backup-format';
import { BACKUP_TABLES, LEFT_OUT_TABLES } from '@/db/backup/backup-tables';
import { restoreBackup } from '@/db/backup/restore-backup';
import { streamBackup } from '@/db/backup/write-backup';
import type { Database } from '@/db/database';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { createLink, readLink, revokeLink } from '@/db/links';
import { openDatabase } from '@/db/open-database';
import * as schema from '@/db/schema';
import * as screenTables from '@/db/screen-tables';
import {
  confirmRegistration,
  createRegistration,
  findScreen,
  pollRegistration,
  renewCredential,
  revokeScreen,
} from '@/db/screens';
import { createIncidents } from '@/db/write-incidents';
import { often } from '../../support/breadth';
import { bundleScript } from '../../support/bundle-script';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { copyTemplate, initialiseDraft } from '../../support/temporary-database';

const NOW = new Date('2026-02-03T04:05:06Z');
const screenIds = countingIds(23);
const FACTS = { createdAt: NOW, version: '9.9.9', build: 'test' };

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-backup-file-'));
const backupPath = join(folder, 'backup.ndjson.gz');
const dataDir = join(folder, 'data');
let database: Database;

beforeAll(async () => {
  await copyTemplate(dataDir);
  database = await openDatabase({ dataDir, databaseUrl: null });
  const inputs = Array.from({ length: 40 }, () => ({ incident: incidentInput() }));
  const context = { actor: 'test', now: NOW, newId: countingIds(), bulk: false };
  await createIncidents(database, inputs, context);
  await writeBackupFile(streamBackup(database, FACTS), backupPath);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function refusalOf(path: string): Promise<string> {
  const fault = await readBackupFile(path).then(
    () => null,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(BackupRefused);
  return (fault as Error).message;
}

function altered(change: (text: string) => string): string {
  const path = join(folder, 'altered.gz');
  writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(backupPath)).toString())));
  return path;
}

describe('a backup file', () => {
  it('names every table of the schema as held or as left out', () => {
    const entries = Object.values({ ...schema, ...screenTables });
    const tables = entries.filter((entry) => is(entry, PgTable));
    const known = [...BACKUP_TABLES.map(({ name }) => name), ...LEFT_OUT_TABLES];
    expect(known.sort()).toEqual(tables.map((table) => getTableName(table)).sort());
  });

  it('holds tables whose rows nothing deletes: a row that was read while others write stays', () => {
    const found = execFileSync('grep', ['-rniE', 'delete\\(|delete from', 'db', '--include=*.ts'], {
      encoding: 'utf8',
    });
    const held = new Set(BACKUP_TABLES.map(({ name }) => name));
    held.delete('idempotency');
    // An erasure takes a record out; `fillDatabase` takes it out again of what is restored.
    held.delete('incidents');
    expect(held).toContain('erasures');
    const deletes = found.split('\n').filter((line) => /delete from \w+/.test(line));
    for (const line of deletes) {
      expect(held, line).not.toContain(/delete from (\w+)/.exec(line)?.[1]);
    }
    const byOrm = found.split('\n').filter((line) => /\b(tx|orm)\b[^;\n]*\.delete\(/.test(line));
    expect(byOrm.map((line) => line.replace(/:\d+: */, ' '))).toEqual([
      'db/take-down.ts await tx.delete(incidents).where(eq(incidents.id, id));',
    ]);
  });

  it('is readable by its owner alone, says what it is, and holds nothing of the admin token', async () => {
    expect(statSync(backupPath).mode & 0o777).toBe(0o600);
    const token = 'a-token-that-nobody-else-may-ever-know-0123';
    writeFileSync(join(dataDir, 'admin-token'), token);
    const path = join(folder, 'second.gz');
    const { header, end } = await writeBackupFile(streamBackup(database, FACTS), path);
    expect(header).toMatchObject({ version: '9.9.9', build: 'test', engine: 'embedded' });
    expect(header.createdAt).toBe(NOW.toISOString());
    expect(end.head.seq).toBe(40);
    expect(gunzipSync(readFileSync(path)).includes(token)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('that is cut off anywhere is refused', async () => {
    const bytes = readFileSync(backupPath);
    const path = join(folder, 'cut.gz');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        writeFileSync(path, bytes.subarray(0, length));
        await refusalOf(path);
      }),
      { numRuns: often(20, 60) },
    );
  });

  it('of which one byte was altered is refused, or says the same', async () => {
    const bytes = readFileSync(backupPath);
    const path = join(folder, 'flipped.gz');
    const whole = await readBackupFile(backupPath);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const copy = Buffer.from(bytes);
          copy[at] = (copy[at] ?? 0) ^ change;
          writeFileSync(path, copy);
          const found = await readBackupFile(path).catch((error: unknown) => error);
          // A few bytes of a gzip header (its time, its system) mean nothing.
          if (!(found instanceof BackupRefused)) expect(found).toEqual(whole);
        },
      ),
      { numRuns: often(20, 60) },
    );
  });

  it.each([
    ['a row less', (text: string) => text.replace(/\n\{"rid":3,[^\n]*/, '')],
    ['a row more', (text: string) => text.replace(/(\n\{"rid":3,[^\n]*)/, '$1$1')],
    ['another word in a row', (text: string) => text.replace('Shots fired', 'Shots heard')],
    ['another digest', (text: string) => text.replace(/("digest":")./g, '$1x')],
    ['something after its end', (text: string) => `${text}{"rid":1}\n`],
    ['no header', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['no line', () => ''],
    ['no JSON', () => 'Havenwacht\n'],
  ])('with %s is refused', async (_, change) => {
    expect(await refusalOf(altered(change))).toContain('is no whole Havenwacht backup');
  });

  it('that is not there, is no gzip, or is of a later format is refused with a sentence of its own', async () => {
    expect(await refusalOf(join(folder, 'none.gz'))).toContain('There is no file');
    expect(await refusalOf(folder)).toContain('is a folder');
    const path = join(folder, 'plain.gz');
    writeFileSync(path, 'plain');
    expect(await refusalOf(path)).toContain('not gzip');
    const later = altered((text) => text.replace('"format":1', '"format":2'));
    expect(await refusalOf(later)).toContain('update Havenwacht first');
  });
});

describe('writing a backup', () => {
  it('that breaks off leaves the file before as it was, and no draft', async () => {
    const path = join(folder, 'kept.gz');
    writeFileSync(path, 'the one before');
    const bytes = readFileSync(backupPath);
    const broken = Readable.from(
      (function* () {
        yield bytes.subarray(0, 1_000);
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      })(),
    );
    await expect(writeBackupFile(broken, path)).rejects.toThrow('no space left');
    const short = Readable.from([bytes.subarray(0, bytes.length - 20)]);
    await expect(writeBackupFile(short, path)).rejects.toThrow(BackupRefused);
    expect(readFileSync(path, 'utf8')).toBe('the one before');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('onto a disk that takes no more leaves the file before as it was', async () => {
    const path = join(folder, 'limited.gz');
    writeFileSync(path, 'the one before');
    const script = fileURLToPath(new URL('../../support/copy-backup.ts', import.meta.url));
    const copying = await bundleScript(script);
    const child = (limit: string) =>
      execFileSync(
        'sh',
        ['-c', `ulimit -f ${limit}; trap '' XFSZ; exec "$@"`, 'sh', process.execPath].concat([
          copying.path,
          backupPath,
          path,
        ]),
        { encoding: 'utf8' },
      ).trim();
    expect(child('2')).toMatch(/EFBIG|ENOSPC/);
    expect(readFileSync(path, 'utf8')).toBe('the one before');
    expect(child('unlimited')).toBe('written');
    copying.remove();
    expect(readFileSync(path).equals(readFileSync(backupPath))).toBe(true);
  });
});

describe('restoring', () => {
  const into = (name: string, more = {}) =>
    restoreBackup({
      path: backupPath,
      dataDir: join(folder, name),
      databaseUrl: null,
      replaces: false,
      now: NOW,
      newEpoch: () => 'restored',
      ...more,
    });

  it('touches nothing if the file is not whole, and nothing that a process has open', async () => {
    await expect(into('fresh', { path: altered(() => '') })).rejects.toThrow(BackupRefused);
    expect(existsSync(join(folder, 'fresh'))).toBe(false);
    // Open in this process: the folder's lock holds.
    await expect(into('data')).rejects.toThrow(DatabaseRefused);
    await expect(into('data', { replaces: true })).rejects.toThrow(DatabaseRefused);
  });

  it('refuses a backup whose rows do not add up to its digest, and leaves the database as it was', async () => {
    const { createHash } = await import('node:crypto');
    const forged = altered((text) => {
      const lines = text.trimEnd().split('\n');
      const end = JSON.parse(lines.pop() ?? '') as [string, { sha256: string }];
      const body = `${lines.join('\n')}\n`.replace(/"occurred_to":\d/, '"occurred_to":9');
      end[1].sha256 = createHash('sha256').update(body).digest('hex');
      return `${body}${JSON.stringify(end)}\n`;
    });
    await initialiseDraft(join(folder, 'faulty'), NOW);
    await expect(into('faulty', { path: forged })).rejects.toThrow('the backup is faulty');
    expect(readdirSync(join(folder, 'faulty'))).toEqual([]);
  });

  it('refuses a backup of a schema that this version does not know', async () => {
    const path = altered((text) => text.replace(/"count":\d+/, '"count":99'));
    const { createHash } = await import('node:crypto');
    const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
    const end = JSON.parse(lines.pop() ?? '') as [string, { sha256: string }];
    const body = `${lines.join('\n')}\n`;
    end[1].sha256 = createHash('sha256').update(body).digest('hex');
    writeFileSync(path, gzipSync(`${body}${JSON.stringify(end)}\n`));
    await expect(into('later', { path })).rejects.toThrow('restore it with version 9.9.9');
  });

  describe('one backup', () => {
    const dayMs = 24 * 3_600_000;
    const at = (days: number) => new Date(NOW.getTime() + days * dayMs);
    let restored: Database;
    let isClosed = false;
    let links: Record<'living' | 'ended' | 'anew', Awaited<ReturnType<typeof share>>>;
    let screens: Record<'kept' | 'early' | 'late' | 'renewed', string>;
    let codes = 0;
    const newCode = () => {
      codes += 1;
      return `code${codes}`;
    };
    const share = async (to: Database, note: string) => {
      const content = { state: 'k=shooting', title: 'Night', note };
      return (await createLink(to, content, { now: NOW, newCode })).link;
    };
    const registered = async (name: string): Promise<string> => {
      const registration = { code: name, sha256: `secret of ${name}`, expiresAt: at(1) };
      await createRegistration(database, registration, { now: NOW, asking: [] });
      const words = { code: name, name, place: 'desk' };
      const context = { actor: 'test', now: NOW, newId: screenIds, holdMs: dayMs };
      const id = (await confirmRegistration(database, words, context)) ?? '';
      const given = { secretSha256: registration.sha256, sha256: name };
      await pollRegistration(database, given, NOW);
      await findScreen(database, name, NOW);
      return id;
    };
    const revoke = (id: string) => revokeScreen(database, id, { actor: 'test', now: NOW });

    beforeAll(async () => {
      const living = await share(database, 'lives');
      const ended = await share(database, 'ended');
      await revokeLink(database, ended.code, { actor: 'desk', now: NOW });
      links = { living, ended, anew: await share(database, 'ended') };
      screens = {
        kept: await registered('kept'),
        early: await registered('revoked before'),
        late: await registered('revoked after'),
        renewed: await registered('renewed after'),
      };
      await revoke(screens.early);
      const path = join(folder, 'restored.gz');
      await writeBackupFile(streamBackup(database, FACTS), path);

      await revoke(screens.late);
      const newOne = { sha256: 'its new one', now: at(2) };
      expect(await renewCredential(database, screens.renewed, newOne)).toBe(true);
      expect(await findScreen(database, 'its new one', at(2))).toMatchObject({
        id: screens.renewed,
      });
      await registered('registered after');

      await into('restored', { path });
      restored = await openDatabase({ dataDir: join(folder, 'restored'), databaseUrl: null });
    });

    afterAll(() => (isClosed ? undefined : restored?.close()));

    it('brings short links back: those that lead somewhere, those that were ended, and what was shared anew after an end', async () => {
      const { living, ended, anew } = links;
      for (const { code } of [living, ended, anew]) {
        expect(await readLink(restored, code)).toEqual(await readLink(database, code));
      }
      expect((await readLink(restored, ended.code))?.revokedAt).toBe(NOW.toISOString());
      // What is shared again has the code that it had.
      expect(await share(restored, 'lives')).toEqual(living);
      expect(await share(restored, 'ended')).toEqual(anew);
      await revokeLink(restored, anew.code, { actor: 'desk', now: NOW });
      expect((await share(restored, 'ended')).code).not.toBe(anew.code);
    });

    it('[SC4] gives commands to screens other ids than any before it', async () => {
      const next = "select nextval(pg_get_serial_sequence('screen_commands', 'id')) as id";
      const { rows } = await restored.pool.query<{ id: string }>(next);
      expect(Number(rows[0]?.id)).toBe((NOW.getTime() - Date.UTC(2026, 0, 1)) / 1_000);
    });

    it('[SC2] brings credentials back as they were: what was revoked before stays so, what came after is not known', async () => {
      const find = (credential: string) => findScreen(restored, credential, at(3));
      expect(await find('kept')).toEqual({ id: screens.kept, isRevoked: false });
      expect(await find('revoked before')).toEqual({ id: screens.early, isRevoked: true });
      // Nothing here knows of it: to be revoked again, as the README says.
      expect(await find('revoked after')).toEqual({ id: screens.late, isRevoked: false });
      // These register anew.
      expect(await find('its new one')).toBeNull();
      expect(await find('registered after')).toBeNull();
      expect(await find('renewed after')).toEqual({ id: screens.renewed, isRevoked: false });
    });

    it('makes the words of the search again, those of the database that was backed up', async () => {
      const wordsOf = async ({ pool }: Database) => [
        (await pool.query('select rid, words from incident_search order by rid')).rows,
        (await pool.query('select word, records from search_words order by word')).rows,
      ];
      const words = await wordsOf(restored);
      expect(words).toEqual(await wordsOf(database));
      expect(words[0]?.length).toBeGreaterThan(0);
    });

    it('is put in the place of a database in use if that is asked for, which is kept aside', async () => {
      await restored.close();
      isClosed = true;
      await expect(into('restored')).rejects.toThrow('add --replace');
      await initialiseDraft(join(folder, 'restored'), NOW);
      const { keptAside } = await into('restored', { replaces: true });
      expect(keptAside).toMatch(/database\.before-2026-02-03/);
      expect(existsSync(join(String(keptAside), 'PG_VERSION'))).toBe(true);
      expect(readdirSync(join(folder, 'restored')).sort()).toEqual(
        ['database', 'database.complete', String(keptAside).split('/').at(-1)].sort(),
      );
    });
  });
});
