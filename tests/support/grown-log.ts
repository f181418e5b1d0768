import { generateHistory } from '@/db/seed/demo/generate-history';
import { type PublicIncident, toPublic } from '@/lib/domain/incident';
import { type AreaTuple, areaKey } from '@/lib/domain/region';
import { wordsOfRecord } from '@/lib/domain/search-words';
import { areaOfRecord, toTuple, toWireRow, WIRE_COLUMNS } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestToHex,
  hashWords,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';
import { seededRandom } from './incident-inputs';

/** Records are changed in blocks of so many, in an order of chance, and within a block too. */
const BLOCK_RECORDS = 1_000;
/** Whether a record ends withdrawn, with all its versions hidden: one in a hundred; in JavaScript and in SQL the same. */
export const WITHDRAWN = { isOf: (rid: number) => rid % 100 === 37, sql: 'rid % 100 = 37' };
const FROM_SEQ = WIRE_COLUMNS.findIndex(({ name }) => name === 'fromSeq');
const INJURED = WIRE_COLUMNS.findIndex(({ name }) => name === 'injured');
const FIRST_MS = Date.UTC(2012, 0, 1);
const LAST_MS = Date.UTC(2026, 9, 1);
const FIRST_COMMIT_MS = Date.UTC(2016, 0, 1);
const SYLLABLES =
  'ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo'.split(
    ' ',
  );

export interface GrownSize {
  incidents: number;
  /** A whole multiple of `incidents`. */
  versions: number;
  seed: number;
}

/** The first version of a record, with what the search knows of the record as it ends. */
export interface GrownRecord {
  record: PublicIncident;
  /** The row as integers; `fromSeq` is the rid. */
  tuple: number[];
  words: string[];
}

/** The version that began at a seq. */
export interface GrownVersion {
  rid: number;
  seq: number;
  /** Where the next version begins, or null. */
  toSeq: number | null;
  /** The seq of the withdrawal that hid it, or null. */
  hiddenAt: number | null;
  isTombstone: boolean;
  rowHash: string;
  /** How many are said to be injured; each correction says another number. */
  injured: number;
}

/**
 * A log of any size that the same numbers make again: every record is published in the order of its days, then all are
 * corrected in turn, in another order each time, and in the last turn some are withdrawn instead. Hashes and digests are
 * the protocol's own. Ask for records and versions in the order of their seqs, each once.
 */
export class GrownLog {
  readonly size: GrownSize;
  readonly rounds: number;
  /** Code, tuple and first use. */
  readonly areas = new Map<string, { code: number; area: AreaTuple; fromSeq: number }>();
  digest: Digest = ZERO_DIGEST;
  /** By round, then by rid: the seq of its version. */
  #seqs: Uint32Array[];
  /** By round, then by seq: the rid. */
  #rids: Uint32Array[];
  #tuples: Uint32Array;

  constructor(size: GrownSize) {
    const { incidents, versions, seed } = size;
    if (versions % incidents !== 0 || versions < 2 * incidents)
      throw new RangeError(`${versions} versions are no whole multiple of ${incidents} incidents`);
    this.size = size;
    this.rounds = versions / incidents;
    const random = seededRandom(seed);
    this.#rids = Array.from({ length: this.rounds }, (_, round) =>
      orderOf(incidents, round, random),
    );
    this.#seqs = this.#rids.map((rids, round) => {
      const seqs = new Uint32Array(incidents + 1);
      rids.forEach((rid, place) => {
        seqs[rid] = round * incidents + place + 1;
      });
      return seqs;
    });
    this.#tuples = new Uint32Array((incidents + 1) * WIRE_COLUMNS.length);
  }

  /** ISO instant of a seq's commit: evenly over the years. */
  committedAt(seq: number): string {
    const share = seq / this.size.versions;
    return new Date(
      FIRST_COMMIT_MS + Math.floor((LAST_MS - FIRST_COMMIT_MS) * share),
    ).toISOString();
  }

  /** Every record as it was first published, by rid. */
  *records(): Generator<GrownRecord> {
    const { incidents: count, seed } = this.size;
    const random = seededRandom(seed + 1);
    let rid = 0;
    for (const input of generateHistory({ seed, count, from: FIRST_MS, to: LAST_MS })) {
      rid += 1;
      const street = wordOfChance(random, count);
      const extra = Array.from({ length: 5 }, () => wordOfChance(random, count)).join(' ');
      const record = toPublic({
        ...input,
        id: uuidOf(rid),
        rid,
        status: 'published',
        retractionReason: null,
        injured: exactly(0),
        title: { en: input.title.en ?? '' },
        placeName: { en: `${street} ${1 + Math.floor(random() * 200)}` },
        summary: { en: `${input.summary?.en ?? ''} ${extra}` },
      });
      if (!record) throw new Error(`record ${rid} is not public`);
      const tuple = toTuple(toWireRow(record, rid, this.#areaCode(areaOfRecord(record), rid)));
      this.#tuples.set(tuple, rid * WIRE_COLUMNS.length);
      yield { record, tuple, words: wordsOfRecord(record) ?? [] };
    }
  }

  /** The version that begins at a seq; moves the digest. */
  versionAt(seq: number): GrownVersion {
    const { incidents } = this.size;
    const round = Math.floor((seq - 1) / incidents);
    const rid = this.#rids[round]?.[(seq - 1) % incidents] ?? 0;
    const isLast = round === this.rounds - 1;
    const isTombstone = isLast && WITHDRAWN.isOf(rid);
    const tuple = this.#tuples.subarray(rid * WIRE_COLUMNS.length, (rid + 1) * WIRE_COLUMNS.length);
    if (round > 0) this.digest = subtractDigest(this.digest, hashWords(tuple));
    tuple[FROM_SEQ] = seq;
    tuple[INJURED] = round;
    const hash = isTombstone ? ZERO_DIGEST : hashWords(tuple);
    this.digest = addDigest(this.digest, hash);
    const withdrawnAt = this.#seqs[this.rounds - 1]?.[rid] ?? 0;
    return {
      rid,
      seq,
      toSeq: isLast ? null : (this.#seqs[round + 1]?.[rid] ?? null),
      hiddenAt: WITHDRAWN.isOf(rid) && !isTombstone ? withdrawnAt : null,
      isTombstone,
      rowHash: digestToHex(hash),
      injured: round,
    };
  }

  #areaCode(area: AreaTuple, rid: number): number {
    const key = areaKey(area);
    const known = this.areas.get(key);
    if (known) return known.code;
    const code = this.areas.size + 1;
    this.areas.set(key, { code, area, fromSeq: rid });
    return code;
  }
}

export function exactly(best: number): { low: null; best: number; high: null } {
  return { low: null, best, high: null };
}

/** Random in its bits as real ones are, so that an index over them is as scattered. */
export function uuidOf(rid: number): string {
  const random = seededRandom(rid);
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function orderOf(count: number, round: number, random: () => number): Uint32Array {
  const rids = Uint32Array.from({ length: count }, (_, place) => place + 1);
  if (round === 0) return rids;
  const starts = Array.from(
    { length: Math.ceil(count / BLOCK_RECORDS) },
    (_, block) => block * BLOCK_RECORDS,
  );
  const order = new Uint32Array(count);
  let filled = 0;
  for (const start of shuffled(starts, random)) {
    const block = shuffled([...rids.subarray(start, start + BLOCK_RECORDS)], random);
    order.set(block, filled);
    filled += block.length;
  }
  return order;
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
  return items;
}

/** The rarest word of the invented vocabulary. */
export function rareWord(records: number): string {
  return wordOf(vocabularyOf(records) - 1);
}

/** A word of a vocabulary that grows with the records; few words are frequent and most are rare. */
function wordOfChance(random: () => number, records: number): string {
  return wordOf(Math.floor(vocabularyOf(records) * random() ** 3));
}

function vocabularyOf(records: number): number {
  return Math.max(1_000, Math.ceil(records / 5));
}

function wordOf(index: number): string {
  let word = '';
  for (let left = index + SYLLABLES.length ** 2; left > 0; ) {
    word += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
  }
  return word;
}
