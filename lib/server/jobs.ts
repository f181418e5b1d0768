import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import { claimJob, finishJob, type JobRun, renewJob } from '@/db/job-table';

/** Aborted if another process took the job over, because this one was silent for longer than the lease. */
export type JobWork = (signal: AbortSignal) => Promise<void>;

/**
 * What runs on a schedule. Every process registers the same jobs under the same names; of one due time exactly one
 * process on a database does the work. A due time that passed while no process ran is made up for once, soon after a
 * start; a run that was cut short by a kill is done again by whoever looks after its lease ended; one that throws is
 * logged and waits for its next time.
 */
export interface Jobs {
  /** At each time of a cron expression (five fields, Brussels time). */
  cron: (name: string, expression: string, work: JobWork) => void;
  /** Each day at a time of day in Brussels. */
  daily: (name: string, at: { hour: number; minute: number }, work: JobWork) => void;
  /** Looks now whether something is due, and waits for what this process runs of it. */
  look: () => Promise<void>;
  /** Ends the schedule and waits for what runs. */
  close: () => Promise<void>;
}

export interface JobsOptions {
  database: Pick<Database, 'orm'>;
  log: Logger;
  now: () => Date;
  newId: () => string;
  lookIntervalMs?: number;
  leaseSeconds?: number;
}

interface Job {
  name: string;
  schedule: Cron;
  work: JobWork;
  /** The newest due time that is known to be taken, in ms; it spares a question to the database at each look. */
  settledMs: number;
  running: Promise<void> | null;
}

const LOOK_INTERVAL_MS = 10_000;
const LEASE_SECONDS = 60;
const TIME_ZONE = 'Europe/Brussels';

/** Begins to look for due jobs; nothing runs before the first look interval has passed. */
export function createJobs(options: JobsOptions): Jobs {
  const jobs = new Map<string, Job>();
  const cron: Jobs['cron'] = (name, expression, work) => {
    if (jobs.has(name)) throw new Error(`two jobs are called "${name}": give one another name`);
    const schedule = new Cron(expression, { timezone: TIME_ZONE, mode: '5-part' });
    jobs.set(name, { name, schedule, work, settledMs: 0, running: null });
  };
  const look = async () => {
    await Promise.all([...jobs.values()].map((job) => runIfDue(job, options)));
  };
  const timer = setInterval(() => void look(), options.lookIntervalMs ?? LOOK_INTERVAL_MS);
  timer.unref();
  return {
    cron,
    daily: (name, { hour, minute }, work) => cron(name, `${minute} ${hour} * * *`, work),
    look,
    close: async () => {
      clearInterval(timer);
      await Promise.all([...jobs.values()].map((job) => job.running));
    },
  };
}

function runIfDue(job: Job, options: JobsOptions): Promise<void> {
  // Croner gives what lies before an instant: the due time itself counts too.
  const [due] = job.schedule.previousRuns(1, new Date(options.now().getTime() + 1));
  if (job.running || !due || due.getTime() <= job.settledMs) return Promise.resolve();
  job.running = claimAndRun(job, due, options)
    .catch((err) => options.log.error({ err, job: job.name }, 'a job could not be looked after'))
    .finally(() => {
      job.running = null;
    });
  return job.running;
}

async function claimAndRun(job: Job, dueAt: Date, options: JobsOptions): Promise<void> {
  const { database, log } = options;
  const run: JobRun = {
    name: job.name,
    dueAt,
    runId: options.newId(),
    leaseSeconds: options.leaseSeconds ?? LEASE_SECONDS,
  };
  const claim = await claimJob(database, run);
  if (claim === 'done') job.settledMs = dueAt.getTime();
  if (claim !== 'ours') return;
  const startedMs = performance.now();
  const fault = await runLeased(job, run, options);
  await finishJob(database, run, fault === null ? null : messageOf(fault));
  job.settledMs = dueAt.getTime();
  const tookMs = Math.round(performance.now() - startedMs);
  if (fault !== null) log.error({ err: fault, job: job.name, tookMs }, 'a job failed');
  else log.info({ job: job.name, tookMs }, 'a job is done');
}

/** Runs the work and renews its lease meanwhile; what it threw, or null. */
async function runLeased(job: Job, run: JobRun, options: JobsOptions): Promise<unknown> {
  const taken = new AbortController();
  const renewal = setInterval(() => {
    renewJob(options.database, run).then(
      (isOurs) => {
        if (!isOurs) taken.abort(new Error(`another process took over the job "${job.name}"`));
      },
      (err) => options.log.warn({ err, job: job.name }, 'the lease of a job was not renewed'),
    );
  }, run.leaseSeconds * 250);
  renewal.unref();
  try {
    await job.work(taken.signal);
    return null;
  } catch (fault) {
    return fault ?? new Error('thrown without a reason');
  } finally {
    clearInterval(renewal);
  }
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
