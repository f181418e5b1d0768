import { and, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { FigureChange } from '@/lib/protocol/changes';
import { TRANSACTION_ROWS } from '@/lib/protocol/version';
import { advanceLog } from './advance-log';
import type { Database } from './database';
import { audit, figures, figureVersions } from './schema';
import type { WriteContext } from './write-context';

/**
 * Takes published figures from the current state. Earlier states go on saying what was stated then. Those that are not
 * shown are passed over, and so are those that were restated since they were read: whoever judged them saw another version.
 * @param judged each with the seq of the version that it was judged by
 * @returns the `fid` of those that were withdrawn
 */
export async function withdrawFigures(
  database: Database,
  judged: readonly Pick<FigureChange, 'fid' | 'fromSeq'>[],
  context: WriteContext,
): Promise<Set<number>> {
  const seqs = new Map(judged.map(({ fid, fromSeq }) => [fid, fromSeq]));
  const fids = [...seqs.keys()];
  const withdrawn = new Set<number>();
  for (let start = 0; start < fids.length; start += TRANSACTION_ROWS) {
    const some = fids.slice(start, start + TRANSACTION_ROWS);
    const done = await database.transaction(async (tx) => {
      const locked = await tx
        .select({ fid: figures.fid })
        .from(figures)
        .where(inArray(figures.fid, some))
        .orderBy(figures.fid)
        .for('update');
      const open = await tx
        .select({ fid: figureVersions.fid, fromSeq: figureVersions.fromSeq })
        .from(figureVersions)
        .where(
          and(
            inArray(
              figureVersions.fid,
              locked.map(({ fid }) => fid),
            ),
            isNull(figureVersions.toSeq),
            isNotNull(figureVersions.record),
          ),
        )
        .orderBy(figureVersions.fid);
      const shown = open.filter(({ fid, fromSeq }) => seqs.get(fid) === fromSeq);
      if (shown.length === 0) return [];
      await tx.insert(audit).values({
        at: context.now,
        actor: context.actor,
        action: 'withdraw figures',
        incidentId: null,
        detail: { fids: shown.map(({ fid }) => fid) },
      });
      const steps = shown.map(({ fid }) => ({ fid, figure: null }));
      await advanceLog(tx, { incidents: [], figures: steps, bulk: true, now: context.now });
      await context.beforeCommit?.();
      return shown;
    });
    for (const { fid } of done) withdrawn.add(fid);
  }
  return withdrawn;
}
