import { sql } from 'drizzle-orm';
import type { Database } from './database';

/** Who stated each of these figures last, by `fid`. Reads the whole audit: not for a request. */
export async function lastStatedBy(
  database: Pick<Database, 'orm'>,
  fids: readonly number[],
): Promise<Map<number, string>> {
  if (fids.length === 0) return new Map();
  const { rows } = await database.orm.execute<{ fid: number; actor: string }>(sql`
    select distinct on (f.fid) f.fid::int as fid, a.actor
    from audit a
    cross join lateral jsonb_array_elements_text(a.detail->'fids') as f(fid)
    where a.action = 'put figures'
      and f.fid::int in (select value::int from json_array_elements_text(${JSON.stringify(fids)}::json))
    order by f.fid, a.id desc`);
  return new Map(rows.map(({ fid, actor }) => [fid, actor]));
}
