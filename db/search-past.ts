import { type SQL, sql } from 'drizzle-orm';
import { codeOf, ORIGINS } from '@/lib/domain/vocabulary';
import { PAGE_ROWS } from '@/lib/protocol/version';
import { lastHiding, type Past, readPage } from './as-of';
import type { Database, Transaction } from './database';
import type { PastEntry, PastTexts } from './past-texts';
import { headOf } from './read-log';
import {
  areasIn,
  isOfOrigin,
  SEARCH_BOUNDS,
  type SearchRequest,
  type SearchResult,
  textArray,
  understand,
} from './search-incidents';

/** A past state, and what was found out about it so far. */
export interface SearchedPast {
  past: Past;
  /** The head that the way back was gone from last, 0 before; a search moves it on to its own. */
  at: number;
  /** The last change that had hidden anything by then. */
  hiding: number;
  /** Filled by the way back from `at`; what changed after it is added here. So one search at a time may use them. */
  texts: PastTexts;
}

/** What is true of a record that a search finds: in the tables, and of what is held of the past. */
interface Condition {
  matches: SQL;
  holds: (entry: PastEntry) => boolean;
  isFrequent: boolean;
}

interface Candidate {
  rid: number;
  occurredFrom: number;
  /** Words of the question that it has as they were written. */
  score: number;
}

/**
 * What `searchIncidents` would have found when the state was that of now, by the same rules: beginnings and slips are looked
 * up among the words of then. Where more records match than are ranked, the newest are; a search of now takes any.
 * @returns null where something was hidden since the way back began: go it again
 */
export async function searchPast(
  database: Database,
  searched: SearchedPast,
  request: SearchRequest,
  bounds = SEARCH_BOUNDS,
): Promise<SearchResult | null> {
  return database.orm.transaction(
    async (tx) => {
      const { past, hiding, texts } = searched;
      if ((await lastHiding(tx)) !== hiding) return null;
      await goOn(tx, searched);
      const conditions = await conditionsOf(tx, texts, request, bounds);
      const rids = await find(tx, texts, request, conditions, bounds);
      const { limit } = request;
      const { epoch, seq } = past;
      return { epoch, seq, rids: rids.slice(0, limit), truncated: rids.length > limit };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Takes what changed since the way back began: little, so that the transaction is short. */
async function goOn(tx: Transaction, searched: SearchedPast): Promise<void> {
  const { past, at, texts } = searched;
  const { seq: head } = await headOf(tx);
  for (let after: number | null = at; after !== null && at < head; ) {
    const page = await readPage(tx, past, { at: head, after, limit: PAGE_ROWS });
    await texts.take({ orm: tx }, page);
    after = page.next;
  }
  searched.at = Math.max(at, head);
}

async function conditionsOf(
  tx: Transaction,
  texts: PastTexts,
  request: SearchRequest,
  { frequent }: typeof SEARCH_BOUNDS,
): Promise<Condition[]> {
  const conditions: Condition[] = [];
  for (const { words, records, regions } of await understand(
    tx,
    request,
    await texts.wordList(tx),
  )) {
    const areas = new Set(await areasIn(tx, regions));
    const byArea = sql`area = any(${`{${[...areas].join(',')}}`}::int[])`;
    const meant = new Set(words);
    conditions.push({
      matches: sql`(words && ${textArray(words)} or ${byArea})`,
      holds: (entry) => areas.has(entry.area) || entry.words.some((word) => meant.has(word)),
      isFrequent: records > frequent || (await areaCount(tx, texts, areas, frequent)) > frequent,
    });
  }
  const { origins } = request;
  if (origins) {
    const codes = new Set(origins.map((origin) => codeOf(ORIGINS, origin)));
    const holds = ({ origin }: PastEntry) => codes.has(origin);
    conditions.push({ matches: isOfOrigin(origins), holds, isFrequent: true });
  }
  return conditions;
}

/** Records of the areas, counted until there are more than enough. */
async function areaCount(
  tx: Transaction,
  texts: PastTexts,
  areas: ReadonlySet<number>,
  enough: number,
): Promise<number> {
  if (areas.size === 0) return 0;
  const { rows } = await tx.execute<{ records: number }>(sql`
    select count(*)::int as records from (
      select from incident_search
      where area = any(${`{${[...areas].join(',')}}`}::int[]) and ${texts.stands} limit ${enough + 1}
    ) standing`);
  const held = [...texts.entries].filter(({ area }) => areas.has(area)).length;
  return (rows[0]?.records ?? 0) + held;
}

async function find(
  tx: Transaction,
  texts: PastTexts,
  request: SearchRequest,
  conditions: readonly Condition[],
  bounds: typeof SEARCH_BOUNDS,
): Promise<number[]> {
  if (conditions.every(({ isFrequent }) => isFrequent)) {
    const oldest = await oldestOfNewest(tx, texts, bounds.newest);
    const rids = rank(await candidates(tx, texts, request, conditions, bounds, oldest), request);
    if (rids.length > request.limit) return rids;
  }
  return rank(await candidates(tx, texts, request, conditions, bounds, null), request);
}

type Place = Pick<Candidate, 'rid' | 'occurredFrom'>;

const newerFirst = (a: Place, b: Place) => b.occurredFrom - a.occurredFrom || b.rid - a.rid;

/** The last of so many of the newest records of that state; null where it has fewer. */
async function oldestOfNewest(
  tx: Transaction,
  texts: PastTexts,
  newest: number,
): Promise<Place | null> {
  const held = JSON.stringify(
    [...texts.entries].map(({ rid, occurredFrom }) => ({ rid, occurred_from: occurredFrom })),
  );
  const { rows } = await tx.execute<{ rid: number; occurred_from: string }>(sql`
    select rid, occurred_from from (
      (select rid, occurred_from from incident_search where ${texts.stands}
        order by occurred_from desc, rid desc limit ${newest})
      union all
      select rid, occurred_from from json_to_recordset(${held}::json) as held(rid int, occurred_from bigint)
    ) of_then order by occurred_from desc, rid desc offset ${newest - 1} limit 1`);
  const [row] = rows;
  return row ? { rid: row.rid, occurredFrom: Number(row.occurred_from) } : null;
}

/** The newest of all records that fulfil the conditions and are not older than `oldest`. */
async function candidates(
  tx: Transaction,
  texts: PastTexts,
  { words }: SearchRequest,
  conditions: readonly Condition[],
  bounds: typeof SEARCH_BOUNDS,
  oldest: Place | null,
): Promise<Candidate[]> {
  const most = bounds.candidates + 1;
  const isNewEnough = oldest
    ? sql`(occurred_from, rid) >= (${oldest.occurredFrom}, ${oldest.rid})`
    : sql`true`;
  const wanted = sql.join(
    [...conditions.map(({ matches }) => matches), texts.stands, isNewEnough],
    sql` and `,
  );
  const score = sql.join(
    words.map((word) => sql`(words @> ${textArray([word])})::int`),
    sql` + `,
  );
  const { rows } = await tx.execute<{ rid: number; occurred_from: string; score: number }>(sql`
    select rid, occurred_from, ${score} as score from incident_search where ${wanted}
    order by occurred_from desc, rid desc limit ${most}`);
  const standing = rows.map((row) => ({
    rid: row.rid,
    occurredFrom: Number(row.occurred_from),
    score: row.score,
  }));
  const held = [...texts.entries]
    .filter((entry) => conditions.every(({ holds }) => holds(entry)))
    .filter((entry) => oldest === null || newerFirst(entry, oldest) <= 0)
    .map(({ rid, occurredFrom, words: own }) => ({
      rid,
      occurredFrom,
      score: words.filter((word) => own.includes(word)).length,
    }));
  return [...standing, ...held].sort(newerFirst).slice(0, most);
}

function rank(found: readonly Candidate[], { limit }: SearchRequest): number[] {
  return [...found]
    .sort((a, b) => b.score - a.score || newerFirst(a, b))
    .slice(0, limit + 1)
    .map(({ rid }) => rid);
}
