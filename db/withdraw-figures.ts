import { and, inArray, isNotNull, isNull } from 'drizzle-orm';
import { TRANSACTION_ROWS } from '@/lib/protocol/version';
import { advanceLog } from './advance-log';
import type { Database } from './database';
import { audit, figures, figureVersions } from './schema';
import type { WriteContext } from './write-context';

/**
 * Takes published figures from the current state, by `fid`. Earlier states go on saying what was stated then. Those that
 * are not shown are passed over.
 */
export async function withdrawFigures(
  database: Database,
  fids: readonly number[],
  context: WriteContext,
): Promise<void> {
  for (let start = 0; start < fids.length; start += TRANSACTION_ROWS) {
    const some = fids.slice(start, start + TRANSACTION_ROWS);
    await database.transaction(async (tx) => {
      const locked = await tx
        .select({ fid: figures.fid })
        .from(figures)
        .where(inArray(figures.fid, some))
        .orderBy(figures.fid)
        .for('update');
      const shown = await tx
        .select({ fid: figureVersions.fid })
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
      if (shown.length === 0) return;
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
    });
  }
}
