import { and, eq, sql } from 'drizzle-orm';
import type { Database } from './database';
import { jobs } from './schema';

type Queries = Pick<Database, 'orm'>;

/** One run of a job: for the time it was due, by the process that made up `runId`. */
export interface JobRun {
  name: string;
  dueAt: Date;
  runId: string;
  leaseSeconds: number;
}

/** Columns have milliseconds and would round up into the future. */
const LET_GO = sql`date_trunc('milliseconds', now())`;
const leaseEnd = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;

/**
 * Takes a due time of a job for one run. Of all processes that ask for the same due time one gets it; it is given again
 * only where the run neither finished nor renewed its lease. A job that was never seen counts as done up to now, so that
 * a new installation does not begin with last night's work.
 * @returns `ours` if this run has it, `busy` while another does, `done` if nothing is left to do for this due time
 */
export async function claimJob(database: Queries, run: JobRun): Promise<'ours' | 'busy' | 'done'> {
  const isNew = await database.orm
    .insert(jobs)
    .values({
      name: run.name,
      dueAt: run.dueAt,
      leasedUntil: LET_GO,
      runId: run.runId,
      finishedAt: sql`now()`,
    })
    .onConflictDoNothing()
    .returning({ name: jobs.name });
  if (isNew.length > 0) return 'done';
  const at = run.dueAt.toISOString();
  const claimed = await database.orm
    .update(jobs)
    .set({
      dueAt: run.dueAt,
      leasedUntil: leaseEnd(run.leaseSeconds),
      runId: run.runId,
      finishedAt: null,
    })
    .where(
      and(
        eq(jobs.name, run.name),
        sql`${jobs.leasedUntil} <= now()`,
        sql`(${jobs.dueAt} < ${at}::timestamptz or (${jobs.dueAt} = ${at}::timestamptz and ${jobs.finishedAt} is null))`,
      ),
    )
    .returning({ name: jobs.name });
  if (claimed.length > 0) return 'ours';
  const [row] = await database.orm.select().from(jobs).where(eq(jobs.name, run.name));
  return row?.finishedAt && row.dueAt >= run.dueAt ? 'done' : 'busy';
}

/** Keeps the job for longer; false if another run has it by now, since this one was silent for too long. */
export async function renewJob(database: Queries, run: JobRun): Promise<boolean> {
  const renewed = await database.orm
    .update(jobs)
    .set({ leasedUntil: leaseEnd(run.leaseSeconds) })
    .where(and(eq(jobs.name, run.name), eq(jobs.runId, run.runId)))
    .returning({ name: jobs.name });
  return renewed.length > 0;
}

/** Ends a run, with what went wrong or null. A run that lost its job changes nothing. */
export async function finishJob(
  database: Queries,
  run: JobRun,
  fault: string | null,
): Promise<void> {
  await database.orm
    .update(jobs)
    .set({ finishedAt: sql`now()`, leasedUntil: LET_GO, fault })
    .where(and(eq(jobs.name, run.name), eq(jobs.runId, run.runId)));
}
