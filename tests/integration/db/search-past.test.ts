import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lastHiding, type Past, resolvePast } from '@/db/as-of';
import type { Database } from '@/db/database';
import { PastTexts, TooMuchChanged } from '@/db/past-texts';
import { readHead } from '@/db/read-log';
import { SEARCH_BOUNDS, type SearchRequest, searchIncidents } from '@/db/search-incidents';
import { searchPast } from '@/db/search-past';
import { generateHistory } from '@/db/seed/demo/generate-history';
import { takeDown } from '@/db/take-down';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import { searchWords } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { searchPastState } from '@/lib/server/search-past-state';
import { wayBack } from '@/lib/server/state-of-columns';
import { often } from '../../support/breadth';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const RECORDS = 300;
const CHANGED = 90;
const LATER = 60;
const context = { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId: countingIds(21) };
const unconditional = { ...context, expectedRevision: null };
const PLACES = 'haven kade loods antwerpen anvers brussel molenbek seinehuis kadeweg havn 1200';
const WORDS = `${PLACES} schoten cocaïne politie poltie drugs ha kad sch null`.split(' ');

let temporary: TemporaryDatabase;
let ids: string[];
let past: Past;
/** What searches found when that past was now. */
const then = new Map<string, number[]>();

const question = fc
  .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => searchWords(words.join(' ')));
/** Small ones, so that words are frequent, and more is found than is ranked. */
const bounds = fc.constantFrom(SEARCH_BOUNDS, { ...SEARCH_BOUNDS, frequent: 20, newest: 60 });
const asked = fc.record({
  words: question,
  limit: fc.constantFrom(5, 1_000),
  origins: fc.constantFrom(null, ['simulated' as const]),
  bounds,
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
const questions = fc.sample(asked, { seed: 5, numRuns: often(40, 150) });

const requestOf = ({ words, limit, origins }: Asked): SearchRequest => ({
  words,
  limit,
  origins,
  regionsOf: regionsNamed,
});

/** The same database, whose transactions begin only once it is opened. */
function gated(database: Database): { database: Database; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const transaction: Database['orm']['transaction'] = async (...work) => {
    await opened;
    return database.orm.transaction(...work);
  };
  const orm = new Proxy(database.orm, {
    get(target, key) {
      if (key === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { database: { ...database, orm }, open };
}

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const history = generateHistory({
    seed: 3,
    count: RECORDS,
    from: Date.parse('2022-01-01T00:00:00Z'),
    to: Date.parse('2026-01-01T00:00:00Z'),
  });
  const inputs = [...history].map((incident, index) => ({
    incident: {
      ...incident,
      title: { nl: `${WORDS[index % WORDS.length]} ${WORDS[(7 * index) % WORDS.length]}` },
    },
  }));
  const { records } = await createIncidents(database, inputs, { ...context, bulk: true });
  ids = records.map(({ incident }) => incident.id);
  for (const one of questions) {
    const found = await searchIncidents(database, requestOf(one), one.bounds);
    then.set(JSON.stringify(one), found.rids);
  }
  const { epoch, seq } = await readHead(database);
  past = await resolvePast(database.orm, { epoch, seq });
  await changeMuch();
}, 120_000);
afterAll(() => temporary.close());

const THREE_YEARS_MS = 3 * 365 * 24 * 3_600_000;
const earlier = ({ occurredFrom, occurredTo }: { occurredFrom: string; occurredTo: string }) => ({
  occurredFrom: new Date(Date.parse(occurredFrom) - THREE_YEARS_MS).toISOString(),
  occurredTo: new Date(Date.parse(occurredTo) - THREE_YEARS_MS).toISOString(),
});

/** Words go and come, also such as nothing had; records move in time and come anew. */
async function changeMuch(): Promise<void> {
  const { database } = temporary;
  for (const [index, id] of ids.slice(0, CHANGED).entries()) {
    const word = WORDS[(3 * index) % WORDS.length];
    await changeIncident(
      database,
      id,
      (now) => ({
        ...now,
        title: { nl: index % 2 ? `${word} havennieuws` : 'kadewerk poltie' },
        ...(index % 5 === 0 ? earlier(now) : {}),
      }),
      unconditional,
    );
  }
  const inputs = Array.from({ length: LATER }, (_, index) => ({
    incident: incidentInput({ origin: 'simulated', title: { nl: `${WORDS[index % 9]} havn` } }),
  }));
  await createIncidents(database, inputs, { ...context, bulk: true });
}

/** The way back from the head: it is the same for every question. */
async function wayBackFromHead() {
  const { database } = temporary;
  const [hiding, { seq: at }] = [await lastHiding(database.orm), await readHead(database)];
  const texts = new PastTexts();
  for await (const page of wayBack({ database }, past, at)) {
    await texts.take(database, page);
  }
  return { past, at, hiding, texts };
}

describe('a search of a past state', () => {
  it('finds what it found when that was now, in its order, whatever was worded otherwise since', async () => {
    let moved = 0;
    const way = await wayBackFromHead();
    for (const one of questions) {
      const found = await searchPast(temporary.database, way, requestOf(one), one.bounds);
      const before = then.get(JSON.stringify(one)) ?? [];
      expect(found?.rids, JSON.stringify(one)).toEqual(before);
      expect(found).toMatchObject({ epoch: past.epoch, seq: past.seq });
      const now = await searchIncidents(temporary.database, requestOf(one), one.bounds);
      if (JSON.stringify(now.rids) !== JSON.stringify(before)) moved += 1;
    }
    // Else this would hold of a search that knows no past.
    expect(moved).toBeGreaterThan(questions.length / 4);
  }, 120_000);

  it('is the same where records change while the way back is gone', async () => {
    const { database } = temporary;
    const way = await wayBackFromHead();
    const [first = '', second = ''] = [ids[1], ids[CHANGED + 1]];
    const title = { nl: 'haven kade loods antwerpen' };
    for (const id of [first, second]) {
      await changeIncident(database, id, (now) => ({ ...now, title }), unconditional);
    }
    for (const one of questions.slice(0, 20)) {
      const found = await searchPast(database, way, requestOf(one), one.bounds);
      expect(found?.rids).toEqual(then.get(JSON.stringify(one)));
    }
  });

  it('goes the way back once for all questions about a state, and then only what came since', async () => {
    const { database } = temporary;
    const take = vi.spyOn(PastTexts.prototype, 'take');
    const ask = (one: Asked) => searchPastState({ database }, past, requestOf(one));
    const usual = questions.filter(({ bounds: { frequent } }) => frequent > RECORDS).slice(0, 24);
    expect(new Set(usual.map(({ limit }) => limit)).size).toBe(2);
    const check = async (some: Asked[]) => {
      const answers = await Promise.all(some.map(ask));
      expect(answers.map(({ rids }) => rids)).toEqual(
        some.map((one) => then.get(JSON.stringify(one))),
      );
    };
    try {
      await check(usual.slice(0, 6));
      await check(usual.slice(6, 12));
      expect(take).toHaveBeenCalledTimes(1);
      const title = { nl: 'haven kade loods molenbek' };
      const id = ids[CHANGED + 2] ?? '';
      await changeIncident(database, id, (now) => ({ ...now, title }), unconditional);
      await check(usual.slice(12, 18));
      expect(take).toHaveBeenCalledTimes(2);
      expect(take.mock.calls[1]?.[1].rows.length).toBe(1);
      await check(usual.slice(18));
      expect(take).toHaveBeenCalledTimes(2);
    } finally {
      take.mockRestore();
    }
  });

  it('answers other limits from the same result, and refuses one caller who asks too much at once', async () => {
    const { database, open } = gated(temporary.database);
    const ask = (text: string, limit = 1_000, caller = 'one') => {
      const request = { words: searchWords(text), regionsOf: regionsNamed, limit, origins: null };
      return searchPastState({ database }, past, request, caller);
    };
    const whole = { ...temporary.database };
    const haven = { words: searchWords('haven'), regionsOf: regionsNamed, origins: null };
    const all = await searchPastState({ database: whole }, past, { ...haven, limit: 1_000 });
    expect(await searchPastState({ database: whole }, past, { ...haven, limit: 3 })).toEqual({
      ...all,
      rids: all.rids.slice(0, 3),
      truncated: true,
    });
    const texts = Array.from({ length: 9 }, (_, index) => `haven kade ${index}`);
    const asked = await Promise.allSettled([
      // Nothing is found before one was refused.
      ...texts.map((text) =>
        ask(text).catch((error: unknown) => {
          open();
          throw error;
        }),
      ),
      ask('loods kade', 1_000, 'other'),
    ]);
    const refusals = asked.filter(({ status }) => status === 'rejected');
    expect(refusals).toMatchObject([{ reason: { problem: { status: 503 } } }]);
    expect(asked.at(-1)?.status).toBe('fulfilled');
    expect(await ask(texts.at(-1) ?? '')).toMatchObject({ seq: past.seq });
  });

  it('holds no more of what changed since than is bounded', async () => {
    const { database } = temporary;
    const { seq: at } = await readHead(database);
    const fill = async (most: { records: number; words: number }) => {
      const texts = new PastTexts(most);
      for await (const page of wayBack({ database }, past, at)) await texts.take(database, page);
      return [...texts.entries].length;
    };
    await expect(fill({ records: CHANGED - 1, words: 100_000 })).rejects.toThrow(TooMuchChanged);
    await expect(fill({ records: 1_000, words: CHANGED })).rejects.toThrow(TooMuchChanged);
    expect(await fill({ records: 1_000, words: 100_000 })).toBeGreaterThanOrEqual(CHANGED);
  });

  it('goes the way back once for as many as ask the same, and finds nothing of what was hidden since', async () => {
    const { database } = temporary;
    const request = requestOf({
      words: ['haven'],
      limit: 1_000,
      origins: null,
      bounds: SEARCH_BOUNDS,
    });
    const [one, other] = await Promise.all([
      searchPastState({ database }, past, request),
      searchPastState({ database }, past, request),
    ]);
    expect(other).toEqual(one);
    const { rows } = await database.orm.execute<{ id: string; rid: number }>(
      `select id, rid from incidents where rid = ${one.rids[0]}`,
    );
    const [{ id, rid } = { id: '', rid: 0 }] = rows;
    const reason = { nl: 'het was vuurwerk in de haven' };
    const how = { ...unconditional, requestKey: null };
    await takeDown(database, id, { verb: 'retract', reason }, how);
    const after = await searchPastState({ database }, past, request);
    expect(after.rids).toEqual(one.rids.filter((found) => found !== rid));
  });
});
