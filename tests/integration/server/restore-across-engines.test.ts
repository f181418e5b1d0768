import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeBackupFile } from '@/db/backup/backup-file';
import { migrationsUpTo } from '@/db/backup/past-migrations';
import { type Restored, restoreBackup } from '@/db/backup/restore-backup';
import { streamBackup } from '@/db/backup/write-backup';
import { putBoundaries } from '@/db/boundaries';
import type { Database } from '@/db/database';
import { databaseFolder } from '@/db/embedded/database-folder';
import { createLink, readLink, revokeLink } from '@/db/links';
import { defaultMigrationsFolder } from '@/db/migrate-database';
import { openDatabase } from '@/db/open-database';
import { readHead } from '@/db/read-log';
import { activeReadTokens, createReadToken, revokeReadToken } from '@/db/read-tokens';
import {
  confirmRegistration,
  createRegistration,
  findScreen,
  pollRegistration,
  renewCredential,
  revokeScreen,
} from '@/db/screens';
import { writeSetting } from '@/db/settings';
import { takeDown } from '@/db/take-down';
import {
  changeIncident,
  createIncidents,
  putFigures,
  withdrawIncident,
} from '@/db/write-incidents';
import type { IncidentInput } from '@/lib/domain/incident';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { incidentInput as anyIncident, figure } from '../../support/arbitraries';
import { backupContent } from '../../support/backup-content';
import { squareRing } from '../../support/boundary-files';
import { isNightly, often } from '../../support/breadth';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { copyInitialised, copyTemplate, initialiseDraft } from '../../support/temporary-database';
import { databaseUrlFor, dropDatabaseOf } from '../../support/test-engine';

const NOW = new Date('2026-02-03T04:05:06Z');
/** Of a version that had no short links and no screens. */
const EARLY_MIGRATIONS = 8;
const FACTS = { createdAt: NOW, version: 'x', build: 'x' };
const folder = mkdtempSync(join(tmpdir(), 'havenwacht-across-'));
const made: string[] = [];
let count = 0;

afterAll(async () => {
  for (const dataDir of made) await dropDatabaseOf(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

type Engine = 'embedded' | 'server';

/** A place for a database of an engine; on the embedded one the folder, on a server the database of that name. */
async function place(engine: Engine): Promise<{ dataDir: string; databaseUrl: string | null }> {
  count += 1;
  const dataDir = join(folder, `${engine}-${count}`);
  mkdirSync(dataDir);
  made.push(dataDir);
  return { dataDir, databaseUrl: engine === 'server' ? await databaseUrlFor(dataDir) : null };
}

async function withDatabase<T>(
  at: Awaited<ReturnType<typeof place>>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ ...at, now: NOW });
  return work(database).finally(() => database.close());
}

async function fill(database: Database, records: IncidentInput[], figures: unknown[]) {
  const context = { actor: 'test', now: NOW, newId: countingIds(), bulk: false };
  const anytime = { ...context, expectedRevision: null };
  const { records: written } = await createIncidents(
    database,
    records.map((incident, index) => ({ incident, importKey: index % 3 ? null : `row ${index}` })),
    context,
  );
  const inUse = written.filter(({ incident }) => incident.status !== 'withdrawn');
  for (const { incident } of inUse.slice(0, 3)) {
    await changeIncident(database, incident.id, (was) => ({ ...was, notes: 'changed' }), anytime);
  }
  for (const { incident } of inUse.slice(3, 5)) {
    await withdrawIncident(database, incident.id, anytime);
  }
  await putFigures(database, figures as Parameters<typeof putFigures>[1], context);
  await writeSetting(database, 'a text', 'of its own');
  const { topology, byteLength } = buildTopology([
    { code: '21001', polygons: [[squareRing(4.28, 50.8, 4.34, 50.86)]] },
  ]);
  const facts = {
    source: 'Example office',
    licence: 'Example licence',
    toleranceMetres: 0,
    levels: { municipality: 1 },
    byteLength,
    importedAt: NOW.toISOString(),
  };
  const imported = { sha256: 'a'.repeat(64), facts, topology: JSON.stringify(topology) };
  await putBoundaries(database, imported, context);
}

async function back(database: Database, path: string) {
  const { end } = await writeBackupFile(streamBackup(database, FACTS), path);
  const content = await backupContent(path);
  // The one thing that a restore adds.
  content.delete('epochs');
  return { end, content };
}

async function restore(
  path: string,
  at: Awaited<ReturnType<typeof place>>,
  more: { now?: Date; replaces?: boolean; migrationsFolder?: string; newEpoch?: () => string } = {},
): Promise<Restored> {
  if (!at.databaseUrl) await initialiseDraft(at.dataDir, more.now ?? NOW);
  const asked = { replaces: false, now: NOW, newEpoch: () => 'restored', ...more };
  return restoreBackup({ ...at, path, ...asked });
}

describe.each<[Engine, Engine]>([
  ['embedded', 'server'],
  ['server', 'embedded'],
])('from %s to %s', (from, to) => {
  it('any records, figures and private rows come back as they were, under a new epoch', async () => {
    const records = fc.array(anyIncident, { minLength: 6, maxLength: 10 });
    const figures = fc.uniqueArray(figure, { maxLength: 5, selector: ({ key }) => key });
    await fc.assert(
      fc.asyncProperty(records, figures, async (some, numbers) => {
        const source = await place(from);
        if (from === 'embedded') await copyTemplate(source.dataDir);
        const path = join(folder, 'any.gz');
        const before = await withDatabase(source, async (database) => {
          await fill(
            database,
            some,
            numbers.map(({ fid: _, ...input }) => ({ ...input, low: null })),
          );
          return back(database, path);
        });
        const target = await place(to);
        const { keptAside } = await restore(path, target);
        expect(keptAside).toBeNull();
        await withDatabase(target, async (database) => {
          const { epoch, seq, digest } = await readHead(database);
          expect({ epoch, seq, digest }).toEqual({
            epoch: 'restored',
            seq: before.end.head.seq,
            digest: before.end.head.digest,
          });
          const after = await back(database, join(folder, 'again.gz'));
          expect(after.content).toEqual(before.content);
          const { rows } = await database.pool.query(
            'select * from epochs where parent is not null',
          );
          expect(rows).toMatchObject([{ epoch: 'restored', parent: before.end.head.epoch }]);
          expect(Number(rows[0].fork_seq)).toBe(seq);
          // The next record gets a number of its own.
          await createIncidents(database, [{ incident: incidentInput() }], {
            actor: 'test',
            now: NOW,
            newId: countingIds(2),
            bulk: false,
          });
        });
      }),
      { numRuns: often(1, 5) },
    );
  }, 180_000);
});

describe.each<[Engine]>([['embedded'], ['server']])('an older backup in place of %s', (engine) => {
  const once: [string, boolean] = ['', false];
  const twice: [string, boolean] = [
    ', nor where one from before all of them was restored first',
    true,
  ];
  // A restore makes an embedded database from nothing, which takes seconds.
  it.each(engine === 'server' || isNightly ? [once, twice] : [once])(
    '[SC2] lets in no token, screen or credential, follows no link and adds no row that was ended since%s',
    async (_, isSecond) => {
      const at = await place(engine);
      const firstPath = join(folder, `before-${engine}.gz`);
      if (engine === 'embedded') await copyTemplate(at.dataDir);
      const path = join(folder, `ended-${engine}.gz`);
      const context = { actor: 'test', now: NOW, newId: countingIds(7) };
      const later = new Date(NOW.getTime() + 2 * 86_400_000);
      const register = async (database: Database, name: string): Promise<string> => {
        const registration = { code: name, sha256: `secret of ${name}`, expiresAt: later };
        await createRegistration(database, registration, { now: NOW, asking: [] });
        const words = { code: name, name, place: 'desk', ...context, holdMs: 86_400_000 };
        const id = (await confirmRegistration(database, words, words)) ?? '';
        await pollRegistration(
          database,
          { secretSha256: registration.sha256, sha256: `${name} 1` },
          NOW,
        );
        await findScreen(database, `${name} 1`, NOW);
        return id;
      };
      const importRow = async (database: Database, importKey: string) => {
        const row = { incident: incidentInput(), importKey };
        const { records } = await createIncidents(database, [row], { ...context, bulk: true });
        return records[0]?.incident.id;
      };
      const share = { state: 'k=shooting', title: null, note: null };
      const renewed = await withDatabase(at, async (database) => {
        await createIncidents(database, [{ incident: incidentInput() }], {
          ...context,
          bulk: false,
        });
        await writeBackupFile(streamBackup(database, FACTS), firstPath);
        const inBackup = await importRow(database, 'in the backup');
        const kept = await createReadToken(database, { name: 'kept', sha256: 'kept' }, context);
        const ended = await createReadToken(database, { name: 'ended', sha256: 'ended' }, context);
        await createLink(database, share, { now: NOW, newCode: () => 'code1' });
        const revoked = await register(database, 'revoked');
        const exchanged = await register(database, 'exchanged');
        await writeBackupFile(streamBackup(database, FACTS), path);

        await revokeReadToken(database, ended?.id ?? '', context);
        await revokeLink(database, 'code1', context);
        await revokeScreen(database, revoked, context);
        await renewCredential(database, exchanged, { sha256: 'exchanged 2', now: later });
        await findScreen(database, 'exchanged 2', later);
        for (const id of [inBackup, await importRow(database, 'after it')]) {
          const erasure = { verb: 'erase' as const, reason: 'asked for' };
          const asked = { ...context, expectedRevision: null, requestKey: null };
          await takeDown(database, String(id), erasure, asked);
        }
        return { kept: kept?.id, exchanged, revoked };
      });
      if (isSecond) {
        await restore(firstPath, at, { replaces: true, now: new Date(NOW.getTime() - 60_000) });
      }
      expect(await restore(path, at, { replaces: true })).toMatchObject({ endsAgain: true });
      await withDatabase(at, async (database) => {
        expect((await activeReadTokens(database)).map(({ id }) => id)).toEqual([renewed.kept]);
        expect((await readLink(database, 'code1'))?.revokedAt).toBe(NOW.toISOString());
        const afterGrace = new Date(later.getTime() + 3_600_000);
        const find = (credential: string) => findScreen(database, credential, afterGrace);
        expect(await find('revoked 1')).toEqual({ id: renewed.revoked, isRevoked: true });
        expect(await find('exchanged 2')).toEqual({ id: renewed.exchanged, isRevoked: false });
        expect(await find('exchanged 1')).toBeNull();
        expect(await importRow(database, 'after it')).toBeUndefined();
        // The record itself is back, to be erased again: a later restore must not take half of it.
        const half = await database.pool.query('select id from erasures join incidents using (id)');
        expect(half.rows).toEqual([]);
        expect(await importRow(database, 'in the backup')).toBeUndefined();
      });
    },
    120_000,
  );
});

describe('an embedded database of an earlier version', () => {
  it.runIf(isNightly)(
    'is kept as it was, although what had ended in it stays so',
    async () => {
      const at = await place('embedded');
      await copyInitialised(at.dataDir);
      const early = migrationsUpTo(EARLY_MIGRATIONS, defaultMigrationsFolder());
      await openDatabase({ ...at, migrationsFolder: early.folder, now: NOW }).then((database) =>
        database.close(),
      );
      early.remove();
      const source = await place('server');
      const path = join(folder, 'newer.gz');
      await withDatabase(source, (database) => back(database, path));
      const { keptAside, endsAgain } = await restore(path, at, { replaces: true });
      expect(endsAgain).toBe(true);
      const before = await place('embedded');
      cpSync(String(keptAside), databaseFolder(before.dataDir).files, { recursive: true });
      writeFileSync(databaseFolder(before.dataDir).complete, '');
      const database = await openDatabase({ ...before, migrates: false });
      const { rows } = await database.pool
        .query('select count(*)::int as applied from drizzle.__drizzle_migrations')
        .finally(() => database.close());
      expect(rows).toEqual([{ applied: EARLY_MIGRATIONS }]);
    },
    120_000,
  );
});

describe('a PostgreSQL database', () => {
  let source: Awaited<ReturnType<typeof place>>;
  const path = join(folder, 'source.gz');
  beforeAll(async () => {
    source = await place('server');
    await withDatabase(source, async (database) => {
      await fill(
        database,
        Array.from({ length: 12 }, () => incidentInput()),
        [],
      );
      await back(database, path);
    });
  });

  async function tablesOf({ databaseUrl }: { databaseUrl: string | null }): Promise<string[]> {
    const client = new Client({ connectionString: String(databaseUrl) });
    await client.connect();
    const { rows } = await client.query(
      `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    await client.end();
    return rows.map(({ name }) => name);
  }

  it('that holds tables of somebody else is not touched', async () => {
    const target = await place('server');
    const client = new Client({ connectionString: String(target.databaseUrl) });
    await client.connect();
    await client.query('create table guests (name text)');
    await client.end();
    await expect(restore(path, target)).rejects.toThrow('also holds "guests"');
    expect(await tablesOf(target)).toEqual(['public.guests']);
  });

  it('that is in use is kept under another name, as often as it is replaced', async () => {
    const again = (minute: number): Promise<Restored> =>
      restore(path, source, {
        replaces: true,
        now: new Date(NOW.getTime() + minute * 60_000),
        newEpoch: () => `restored ${minute}`,
      });
    await expect(restore(path, source)).rejects.toThrow('add --replace');
    const kept = [await again(1), await again(2)].map(({ keptAside }) => keptAside);
    expect(new Set(kept).size).toBe(2);
    const tables = await tablesOf(source);
    for (const name of kept) {
      expect(tables).toContain(`${String(name).slice('schema '.length)}.incidents`);
    }
    expect(tables).toContain('public.incidents');
    expect(tables.filter((name) => name.startsWith('restoring'))).toEqual([]);
    await withDatabase(source, async (database) => {
      const { rows } = await database.pool.query(
        `select count(*)::int as n from incidents where record::text ilike '%shots%'`,
      );
      expect(rows[0].n).toBe(12);
      const extensions = await database.pool.query(
        `select extname from pg_extension where extnamespace = 'public'::regnamespace order by 1`,
      );
      expect(extensions.rows.map(({ extname }) => extname)).toEqual([
        'btree_gist',
        'pg_trgm',
        'unaccent',
      ]);
    });
  });

  it('of which it cannot be read what has ended is replaced all the same, and that is said', async () => {
    const target = await place('server');
    await restore(path, target);
    const client = new Client({ connectionString: String(target.databaseUrl) });
    await client.connect();
    await client.query(`create function broken() returns boolean language plpgsql as
        $$ begin raise 'a page is damaged'; end $$`);
    await client.query(
      `insert into links (code, state, sha256, created_at, revoked_at) values ('a', '', 'a', now(), now())`,
    );
    await client.query('create schema elsewhere');
    await client.query('alter table links set schema elsewhere');
    await client.query('create view links as select * from elsewhere.links where broken()');
    await client.end();
    const again = { replaces: true, now: new Date(NOW.getTime() + 60_000) };
    expect(await restore(path, target, again)).toMatchObject({ endsAgain: false });
  });

  it('gets a backup of an older schema by the migrations that came since', async () => {
    const later = join(folder, 'later-migrations');
    cpSync(defaultMigrationsFolder(), later, { recursive: true });
    const journalPath = join(later, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(journalPath, 'utf8'));
    const last = journal.entries.at(-1);
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_later' });
    writeFileSync(journalPath, JSON.stringify(journal));
    writeFileSync(
      join(later, '9999_later.sql'),
      `alter table incidents add column shouted text;
--> statement-breakpoint
update incidents set shouted = upper(record->'title'->>'en');
--> statement-breakpoint
alter table incidents alter column shouted set not null;`,
    );
    const target = await place('server');
    const scratch = join(folder, 'scratch');
    mkdirSync(scratch);
    vi.stubEnv('TMPDIR', scratch);
    await restore(path, target, { migrationsFolder: later });
    vi.unstubAllEnvs();
    const database = await openDatabase({ ...target, migrationsFolder: later, now: NOW });
    const { rows } = await database.pool.query('select distinct shouted from incidents');
    expect(rows.map(({ shouted }) => shouted)).toEqual(['SHOTS FIRED IN THE STREET']);
    await database.close();
    expect(readdirSync(scratch)).toEqual([]);
  });
});
