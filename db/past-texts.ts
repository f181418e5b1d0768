import { type SQL, sql } from 'drizzle-orm';
import { wordsOfRecord } from '@/lib/domain/search-words';
import type { AsOfPage } from '@/lib/protocol/as-of';
import { WIRE_COLUMNS, type WireColumn, type WireTuple } from '@/lib/protocol/columns';
import type { Database, Queryable, Transaction } from './database';
import { isListed } from './index-search';
import { readNamedVersions } from './read-incidents';
import type { WordList } from './search-incidents';

const BATCH_RECORDS = 200;
/**
 * What is held of one past state. A record takes about 200 bytes, and 8 for each of its words, which are held once for all that
 * have them: 10 MB and 40 MB at most, beside the different words themselves.
 */
const MOST_HELD = { records: 50_000, words: 5_000_000 };

/** More has changed since a past state than is held to search it. */
export class TooMuchChanged extends Error {
  override readonly name = 'TooMuchChanged';
}

/** What a record was found by at a past seq. */
export interface PastEntry {
  rid: number;
  /** Minutes since 1970. */
  occurredFrom: number;
  area: number;
  /** Index in `ORIGINS`. */
  origin: number;
  /** Each once. */
  words: readonly string[];
}

/**
 * What a search must know of a past state beside its tables, which are of now: which records changed since, and what they
 * were found by then. It is filled by the pages of the way back, so it costs what changed.
 */
export class PastTexts {
  readonly #changed = new Set<number>();
  readonly #entries = new Map<number, PastEntry>();
  /** Each word once, for all records that have it. */
  readonly #words = new Map<string, string>();
  #heldWords = 0;
  readonly #most: typeof MOST_HELD;
  /** What follows from the records that are held, until others are. */
  #wordChanges: ReadonlyMap<string, number> | null = null;
  #changedText: string | null = null;

  /** Tests hold less. */
  constructor(most = MOST_HELD) {
    this.#most = most;
  }

  /** The records of that state which changed since and had words to be found by. */
  get entries(): Iterable<PastEntry> {
    return this.#entries.values();
  }

  /**
   * Takes a page of the way back; a later page of a record takes the place of an earlier one.
   * @throws TooMuchChanged
   */
  async take(database: Pick<Database, 'orm'> | { orm: Queryable }, page: AsOfPage): Promise<void> {
    this.#wordChanges = null;
    this.#changedText = null;
    for (const rid of page.removed) this.#forget(rid);
    for (const row of page.rows) this.#forget(columnOf(row, 'rid'));
    for (let start = 0; start < page.rows.length; start += BATCH_RECORDS) {
      const rows = page.rows.slice(start, start + BATCH_RECORDS);
      const names = rows.map((row) => ({
        rid: columnOf(row, 'rid'),
        fromSeq: columnOf(row, 'fromSeq'),
      }));
      const rowOf = new Map(rows.map((row) => [columnOf(row, 'rid'), row]));
      for (const { record } of await readNamedVersions(database, names)) {
        const [words, row] = [wordsOfRecord(record), rowOf.get(record.rid)];
        if (words && row) this.#hold(entryOf(row, words));
      }
    }
  }

  #forget(rid: number): void {
    this.#changed.add(rid);
    this.#heldWords -= this.#entries.get(rid)?.words.length ?? 0;
    this.#entries.delete(rid);
  }

  #hold({ words, ...entry }: PastEntry): void {
    this.#entries.set(entry.rid, { ...entry, words: words.map((word) => this.#heldOnce(word)) });
    this.#heldWords += words.length;
    const isTooMuch = this.#entries.size > this.#most.records || this.#heldWords > this.#most.words;
    if (isTooMuch) throw new TooMuchChanged('more has changed than is held to search a past state');
  }

  #heldOnce(word: string): string {
    const held = this.#words.get(word);
    if (held === undefined) this.#words.set(word, word);
    return held ?? word;
  }

  /** Rows of `incident_search` that are of that state too. */
  get stands(): SQL {
    return this.#changed.size === 0 ? sql`true` : sql`rid <> all(${this.#changedArray()}::int[])`;
  }

  /**
   * The list of words as it was: that of now without the words of what changed since, and with those of then. What that
   * changes is counted once for all searches of one state, so `tx` must see the state that the last page was read up to.
   */
  async wordList(tx: Transaction): Promise<WordList> {
    this.#wordChanges ??= await this.#changesOfWords(tx);
    const changes = this.#wordChanges;
    return (isAsked) => {
      const asked = [...changes].filter(([word]) => isAsked(word));
      if (asked.length === 0) return sql`search_words`;
      const changed = sql`json_to_recordset(${JSON.stringify(
        asked.map(([word, change]) => ({ word, change })),
      )}::json) as changed(word text, change int)`;
      return sql`(
        select word, records from search_words
          where word not in (select word from ${changed})
        union all
        select word, records from (
          select changed.word, changed.change + coalesce(known.records, 0) as records
          from ${changed} left join search_words known on known.word = changed.word
        ) of_then where records > 0
      ) as search_words`;
    };
  }

  async #changesOfWords(tx: Transaction): Promise<Map<string, number>> {
    const changes = new Map<string, number>();
    const count = (word: string, step: number) => {
      if (isListed(word)) changes.set(word, (changes.get(word) ?? 0) + step);
    };
    for (const { words } of this.#entries.values()) for (const word of words) count(word, 1);
    if (this.#changed.size > 0) {
      const { rows } = await tx.execute<{ word: string; records: number }>(sql`
        select word, count(*)::int as records from incident_search, unnest(words) as word
        where rid = any(${this.#changedArray()}::int[]) group by word`);
      for (const { word, records } of rows) count(word, -records);
    }
    for (const [word, change] of changes) if (change === 0) changes.delete(word);
    return changes;
  }

  #changedArray(): string {
    this.#changedText ??= `{${[...this.#changed].join(',')}}`;
    return this.#changedText;
  }
}

function entryOf(row: WireTuple, words: readonly string[]): PastEntry {
  return {
    rid: columnOf(row, 'rid'),
    occurredFrom: columnOf(row, 'occurredFrom'),
    area: columnOf(row, 'area'),
    origin: columnOf(row, 'origin'),
    words,
  };
}

const INDEX = new Map(WIRE_COLUMNS.map(({ name }, index) => [name, index]));

function columnOf(row: WireTuple, name: WireColumn): number {
  return row[INDEX.get(name) ?? -1] ?? 0;
}
