import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSearch } from '@/db/fill-search';
import { SEARCH_BOUNDS, type SearchResult, searchIncidents } from '@/db/search-incidents';
import { writeSetting } from '@/db/settings';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import { searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { withWholeArea } from '@/lib/server/whole-area';
import { anyCharacter } from '../../support/any-character';
import { often } from '../../support/breadth';
import { countingIds, incidentInput, seededRandom } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const RECORDS = 120;
const VOCABULARY =
  'kade loods café Überfall nacht politie getuige straße cocaïne schot null 1200'.split(' ');
const context = {
  actor: 'desk',
  now: new Date('2026-01-02T10:00:00Z'),
  newId: countingIds(3),
  bulk: true,
};

let temporary: TemporaryDatabase;
/** What each record's words are, by rid, as the writer knows it. */
const model = new Map<number, { id: string; words: Set<string>; occurredFrom: string }>();

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const random = seededRandom(11);
  const word = () => VOCABULARY[Math.floor(random() * VOCABULARY.length)] ?? '';
  const inputs = Array.from({ length: RECORDS }, (_, index) => {
    const at = new Date(Date.UTC(2025, 0, 1 + index)).toISOString();
    const texts = {
      title: { nl: `${word()} ${word()}` },
      summary: { fr: `${word()}, ${word()}.` },
    };
    return incidentInput({
      ...texts,
      occurredFrom: at,
      occurredTo: at,
      point: null,
      placePrecision: 'sea',
      municipality: null,
      country: null,
    });
  });
  const { records } = await createIncidents(
    temporary.database,
    inputs.map((incident) => ({ incident })),
    context,
  );
  for (const { incident } of records) remember(incident.id, incident.rid, incident);
});
afterAll(() => temporary.close());

function remember(
  id: string,
  rid: number,
  { title, summary, occurredFrom }: { title: object; summary: object | null; occurredFrom: string },
): void {
  const text = [...Object.values(title), ...Object.values(summary ?? {})].join(' ');
  model.set(rid, { id, words: new Set(searchWords(text)), occurredFrom });
}

function search(q: string, limit = 1_000): Promise<SearchResult> {
  const regionsOf = () => [];
  return searchIncidents(temporary.database, { words: searchWords(q), regionsOf, limit });
}

/** Every word whole, the last also as a beginning. */
function naive(words: readonly string[]): number[] {
  const last = words.at(-1) ?? '';
  return [...model]
    .filter(([, record]) =>
      words.every(
        (word) =>
          record.words.has(word) ||
          (word === last &&
            last.length >= 3 &&
            [...record.words].some((own) => own.startsWith(last))),
      ),
    )
    .map(([rid]) => rid);
}

function byNewest(rids: number[]): number[] {
  const at = (rid: number) => Date.parse(model.get(rid)?.occurredFrom ?? '');
  return [...rids].sort((a, b) => at(b) - at(a));
}

describe('a search', () => {
  it('finds what a naive reading of all words finds', async () => {
    const words = fc.uniqueArray(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(words, async (asked) => {
        const { rids, truncated } = await search(asked.join(' '));
        expect(truncated).toBe(false);
        expect([...rids].sort((a, b) => a - b)).toEqual(naive(searchWords(asked.join(' '))));
      }),
      { numRuns: often(25, 60) },
    );
  });

  it('looks for frequent words in the newest records, and in all where these are too few', async () => {
    const request = { words: ['politie'], regionsOf: () => [], limit: 3 };
    const bounds = { ...SEARCH_BOUNDS, candidates: 4, frequent: 10, newest: 40 };
    const newest = byNewest(naive(request.words));
    const found = await searchIncidents(temporary.database, request, bounds);
    expect(found).toMatchObject({ rids: newest.slice(0, 3), truncated: true });
    const few = await searchIncidents(temporary.database, request, { ...bounds, newest: 3 });
    expect(few.rids).toHaveLength(3);
    const whole = { ...bounds, candidates: RECORDS, newest: 3 };
    const all = await searchIncidents(temporary.database, { ...request, limit: 100 }, whole);
    expect(all).toMatchObject({ rids: newest, truncated: false });
  });

  it('answers any question of letters, marks and wildcards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 80 }), async (q) => {
        const words = searchWords(q).slice(0, 8);
        if (words.length === 0) return;
        const { rids } = await searchIncidents(temporary.database, {
          words,
          regionsOf: regionsNamed,
          limit: 10,
        });
        expect(rids.length).toBeLessThanOrEqual(10);
      }),
      { numRuns: often(30, 80) },
    );
  });

  it('puts newer records first, says when there are more, and forgives a slip', async () => {
    const { rids, truncated } = await search('politie', 3);
    expect(truncated).toBe(true);
    const all = naive(['politie']).sort((a, b) =>
      (model.get(a)?.occurredFrom ?? '') < (model.get(b)?.occurredFrom ?? '') ? 1 : -1,
    );
    expect(rids).toEqual(all.slice(0, 3));
    expect((await search('poltie')).rids.length).toBe(naive(['politie']).length);
    expect((await search('getuigge kade')).rids.sort((a, b) => a - b)).toEqual(
      naive(['getuige', 'kade']),
    );
  });

  it('says which seq it is true for, and follows every change in the same commit', async () => {
    const [rid, record] = [...model][0] as [number, { id: string }];
    const write = { ...context, expectedRevision: null };
    const changed = await changeIncident(
      temporary.database,
      record.id,
      (current) => ({ ...current, title: { en: 'Zandloper' }, summary: null }),
      write,
    );
    expect(await search('zandloper')).toMatchObject({ seq: changed.seq, rids: [rid] });
    expect((await search('zandlo')).rids).toEqual([rid]);
    const retracted = await changeIncident(
      temporary.database,
      record.id,
      (current) => ({
        ...current,
        status: 'retracted',
        retractionReason: { en: 'Wrong: no zandloper' },
      }),
      write,
    );
    expect(await search('zandloper')).toMatchObject({ seq: retracted.seq, rids: [] });
    await withdrawIncident(temporary.database, record.id, write);
    model.delete(rid);
    const { rows } = await temporary.database.orm.execute(
      sql`select word from search_words where word = 'zandloper'`,
    );
    expect(rows).toEqual([]);
  });

  it('knows no draft, nothing withdrawn, and no word of either', async () => {
    const { records } = await createIncidents(
      temporary.database,
      [
        { incident: incidentInput({ title: { en: 'Kwikstaart' }, status: 'draft' }) },
        { incident: incidentInput({ title: { en: 'Wielewaal' } }) },
      ],
      context,
    );
    await withdrawIncident(temporary.database, records[1]?.incident.id ?? '', {
      ...context,
      expectedRevision: null,
    });
    for (const word of ['kwikstaart', 'wielewaal', 'wiele'])
      expect((await search(word)).rids).toEqual([]);
    const { rows } = await temporary.database.orm.execute(
      sql`select count(*)::int as n from search_words where records <= 0`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('finds a place by its names in three languages, and by nearly its name', async () => {
    const { records } = await createIncidents(
      temporary.database,
      [
        {
          incident: withWholeArea(
            incidentInput({
              point: null,
              placePrecision: 'municipality',
              municipality: '11002',
              title: { en: 'Vogelbekdier' },
            }),
          ),
        },
        {
          incident: withWholeArea(
            incidentInput({
              point: null,
              placePrecision: 'municipality',
              municipality: '21012',
              title: { en: 'Vogelbekdier' },
            }),
          ),
        },
      ],
      context,
    );
    const [antwerp, molenbeek] = records.map(({ incident }) => incident.rid);
    const find = async (q: string) =>
      (
        await searchIncidents(temporary.database, {
          words: searchWords(q),
          regionsOf: regionsNamed,
          limit: 100,
        })
      ).rids;
    for (const q of ['vogelbekdier anvers', 'Antwerpen vogelbekdier', 'ANTWERP vogelbek'])
      expect(await find(q)).toEqual([antwerp]);
    expect(await find('vogelbekdier molenbek')).toEqual([molenbeek]);
    expect(await find('Sint-Jans-Molenbeek vogelbekdier')).toEqual([molenbeek]);
    expect((await find('vogelbekdier belgië')).sort()).toEqual([antwerp, molenbeek].sort());
    for (const { incident } of records)
      await withdrawIncident(temporary.database, incident.id, {
        ...context,
        expectedRevision: null,
      });
  });

  it('is made again from the public versions, the same, where its tables are missing or older', async () => {
    const tables = async () => [
      (await temporary.database.orm.execute(sql`select * from incident_search order by rid`)).rows,
      (await temporary.database.orm.execute(sql`select * from search_words order by word`)).rows,
    ];
    const before = await tables();
    expect(before[0]?.length).toBe(model.size);
    await temporary.database.orm.execute(sql`delete from incident_search where rid % 2 = 0`);
    await temporary.database.orm.execute(sql`update search_words set records = 99`);
    await writeSetting(temporary.database, 'search-words', 0);
    await fillSearch(temporary.database.orm);
    expect(await tables()).toEqual(before);
  });
});

it('leaves the tables of the schema in use alone while an older backup is restored in front of it', async () => {
  const { orm } = temporary.database;
  const count = async (tx: Pick<typeof orm, 'execute'>) =>
    (await tx.execute(sql`select count(*)::int as rows from public.incident_search`)).rows;
  const before = await count(orm);
  expect(before).not.toEqual([{ rows: 0 }]);
  const undo = new Error('undo');
  const restore = orm.transaction(async (tx) => {
    await tx.execute(sql`create schema restoring`);
    for (const name of ['settings', 'incident_versions', 'log_head']) {
      await tx.execute(
        sql.raw(`create table restoring.${name} (like public.${name} including all)`),
      );
    }
    await tx.execute(sql`set local search_path to restoring, public`);
    await fillSearch(tx);
    expect(await count(tx)).toEqual(before);
    throw undo;
  });
  await expect(restore).rejects.toBe(undo);
});
