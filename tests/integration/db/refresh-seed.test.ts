import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refreshSeed, type SeedLine } from '@/db/refresh-seed';
import { incidents } from '@/db/schema';
import { takeDown } from '@/db/take-down';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import type { IncidentBody, PublicIncident } from '@/lib/domain/incident';
import { correctFromSeed } from '@/lib/server/seed-correction';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-01-01T00:00:00Z');
const context = { actor: 'sourced data', now: NOW, newId: countingIds(23) };

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(() => temporary.clear());
afterAll(() => temporary.close());

function line(importKey: string, changes: Partial<IncidentBody> = {}): SeedLine {
  const incident = incidentInput({ origin: 'sourced', ...changes });
  return { importKey, hash: JSON.stringify(incident), incident };
}

const load = (...lines: SeedLine[]) =>
  refreshSeed(temporary.database, lines, {
    ...context,
    correct: (current, wanted) => correctFromSeed(current, wanted, NOW),
  });

/** What readers see, by title. */
async function shown(): Promise<(PublicIncident | null)[]> {
  const { rows } = await temporary.database.orm.execute<{ record: PublicIncident | null }>(
    sql`select record from incident_versions where to_seq is null and record is not null order by rid`,
  );
  return rows.map(({ record }) => record);
}

async function head(): Promise<unknown> {
  const { rows } = await temporary.database.orm.execute(sql`select seq, digest from log_head`);
  return rows[0];
}

async function idOf(importKey: string): Promise<string> {
  const [row] = await temporary.database.orm
    .select({ id: incidents.id })
    .from(incidents)
    .where(eq(incidents.importKey, importKey));
  return row?.id ?? '';
}

const edit = async (importKey: string) =>
  changeIncident(
    temporary.database,
    await idOf(importKey),
    (current) => ({ ...current, title: { en: 'As the desk says' } }),
    { ...context, expectedRevision: null },
  );

describe('records of the seed at a later start', () => {
  it('whose line changed are corrected in the changed fields, and readers are told which', async () => {
    await load(line('one'), line('two'));
    const killed = { low: null, best: 1, high: null };
    const changed = line('one', { killed, notes: 'private' });
    expect(await load(changed, line('two'))).toEqual({
      added: 0,
      corrected: 1,
      withdrawn: 0,
      left: [],
    });
    const [one, two] = await shown();
    expect(one).toMatchObject({ killed, title: line('one').incident.title });
    expect(one?.corrections).toEqual([
      {
        text: {
          nl: 'Bijgewerkt naar de bron.',
          fr: 'Mis à jour d’après la source.',
          en: 'Updated from its source.',
        },
        at: NOW.toISOString(),
        fields: ['killed'],
      },
    ]);
    expect(two?.corrections).toEqual([]);
  });

  it('whose line changed again are corrected again, and raise no pulse', async () => {
    await load(line('one'));
    await load(line('one', { title: { en: 'Shots at night' } }));
    await load(line('one', { title: { en: 'Shots in the evening' } }));
    const [one] = await shown();
    expect(one?.title).toEqual({ en: 'Shots in the evening' });
    expect(one?.corrections).toHaveLength(2);
    const { rows } = await temporary.database.orm.execute<{ bulk: boolean }>(
      sql`select bulk from commits`,
    );
    expect(rows.map(({ bulk }) => bulk)).toEqual([true, true, true]);
  });

  it('whose line is as it was, or says the same in another order, stay as they are', async () => {
    await load(line('one'));
    const before = await head();
    await load(line('one'));
    expect(await load({ ...line('one'), hash: 'another' })).toMatchObject({ corrected: 0 });
    expect(await head()).toEqual(before);
  });

  it('that left the seed are withdrawn, and one that returns is a new record', async () => {
    await load(line('one'), line('two'));
    expect(await load(line('two'))).toMatchObject({ withdrawn: 1, left: [] });
    expect(await shown()).toHaveLength(1);
    expect(await load(line('two'))).toMatchObject({ withdrawn: 0 });
    expect(await load(line('one'), line('two'))).toMatchObject({ added: 1 });
    expect(await shown()).toHaveLength(2);
  });

  it('[TD5] that left the seed and were erased do not come back with their line, nor do two of one key', async () => {
    const erase = async (id: string) =>
      takeDown(
        temporary.database,
        id,
        { verb: 'erase', reason: 'asked for' },
        { ...context, expectedRevision: null, requestKey: null },
      );
    await load(line('one'), line('two'));
    const ids = [await idOf('one')];
    await load(line('two'));
    await load(line('one'), line('two'));
    ids.push(await idOf('one'));
    await load(line('two'));
    for (const id of ids) await erase(id);
    expect(await load(line('one'), line('two'))).toMatchObject({ added: 0, left: [] });
    expect(await shown()).toHaveLength(1);
  });

  it('that an editor changed or withdrew are left, and named', async () => {
    const lines = ['changed', 'gone', 'withdrawn'].map((key) => line(key));
    await load(...lines);
    await edit('changed');
    await edit('gone');
    await withdrawIncident(temporary.database, await idOf('withdrawn'), {
      ...context,
      expectedRevision: null,
    });
    const before = await head();
    const later = ['changed', 'withdrawn'].map((key) => line(key, { summary: { en: 'More' } }));
    expect((await load(...later)).left.sort()).toEqual(['changed', 'gone', 'withdrawn']);
    expect(await head()).toEqual(before);
  });

  it('are never taken for an import of the same origin, nor an import for them', async () => {
    const imported = { incident: incidentInput({ origin: 'sourced' }), importKey: 'imported' };
    await createIncidents(temporary.database, [imported], {
      ...context,
      bulk: true,
      batchId: '6dd0cbb4-6a52-4f5c-9d3e-5f3f4a0c1d2e',
    });
    const before = await head();
    expect(await load(line('imported', { summary: { en: 'More' } }))).toMatchObject({ added: 0 });
    expect(await load()).toMatchObject({ withdrawn: 0 });
    expect(await head()).toEqual(before);
  });

  it('that were loaded before hashes were kept are compared by their content', async () => {
    await load(line('one'), line('two'));
    await temporary.database.orm.execute(sql`update incidents set seed_hash = null`);
    const changed = line('two', { summary: { en: 'More' } });
    expect(await load(line('one'), changed)).toMatchObject({ corrected: 1, left: [] });
    expect(await load(line('one'), changed)).toMatchObject({ corrected: 0 });
  });
});
