import { inArray, sql } from 'drizzle-orm';
import { type AreaTuple, areaKey } from '@/lib/domain/region';
import type { Queryable, Transaction } from './database';
import { areaCodes } from './schema';
import { AreaCodesExhausted } from './write-errors';

const LARGEST_CODE = 0xffff;

/** The codes that these area tuples have already, by `areaKey`. A code never changes, so no lock is needed. */
export async function knownAreaCodes(
  db: Queryable,
  areas: AreaTuple[],
): Promise<Map<string, number>> {
  const keys = [...new Set(areas.map(areaKey))];
  if (keys.length === 0) return new Map();
  const rows = await db
    .select({ key: areaCodes.key, code: areaCodes.code })
    .from(areaCodes)
    .where(inArray(areaCodes.key, keys));
  return new Map(rows.map((row) => [row.key, row.code]));
}

/**
 * Gives codes to tuples that have none. The caller holds the log's head, so that no code is given twice and
 * `fromSeq`, the first change that uses it, lies in this commit.
 */
export async function addAreaCodes(
  tx: Transaction,
  wanted: { area: AreaTuple; fromSeq: number }[],
): Promise<Map<string, number>> {
  const codes = await knownAreaCodes(
    tx,
    wanted.map((entry) => entry.area),
  );
  const missing = wanted.filter((entry) => !codes.has(areaKey(entry.area)));
  if (missing.length === 0) return codes;
  const [last] = await tx.select({ code: sql<number>`max(${areaCodes.code})` }).from(areaCodes);
  let code = last?.code ?? 0;
  const rows = [];
  for (const { area, fromSeq } of missing) {
    const key = areaKey(area);
    if (codes.has(key)) continue;
    code += 1;
    if (code > LARGEST_CODE) {
      throw new AreaCodesExhausted(
        `no code is left for the areas "${key}": ${LARGEST_CODE + 1} are in use`,
      );
    }
    codes.set(key, code);
    rows.push({ code, key, area, fromSeq });
  }
  if (rows.length > 0) await tx.insert(areaCodes).values(rows);
  return codes;
}
