import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '@/db/advisory-lock';
import { defaultHistoryCount, generateHistory } from '@/db/seed/demo/generate-history';
import { createLiveScript, type LiveStep } from '@/db/seed/demo/live-feed';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import type { IncidentInput } from '@/lib/domain/incident';
import { startOfBrusselsDayMs } from '@/lib/domain/time';
import { anotherThan, nameOf } from './claim-mode';
import { mergePatch } from './merge-patch';
import type { Services } from './services';
import { StartError } from './start-error';
import { withWholeArea } from './whole-area';

export interface DemoOptions {
  /** How many records of history; null for the generator's own scale. */
  count: number | null;
  /** Seed of the generator; null for one of its own, which is printed. */
  seed: number | null;
  /** No live feed: the history only. */
  isStill: boolean;
}

interface LoadedHistory {
  count: number;
  seed: number;
}

const HISTORY_STARTS = '2022-01-01';
const DEFAULT_SEED = 20_220_101;
const CHUNK = 500;
const MINUTE_MS = 60_000;
const WAIT_FOR_OTHER_MS = 1_000;
/** So long a demo stands still while nobody looks. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS;

export interface Demo {
  /**
   * Plays the live script from the moment that `firstScreen` settles, so that its first minute has somebody to see it;
   * after {@link LONGEST_WAIT_MS} without one in any case. Returns what stops it.
   */
  play: (firstScreen: Promise<void>) => () => void;
}

/** Writes the simulated history once. @throws StartError where there is one of another size or seed */
export async function loadDemo(services: Services, options: DemoOptions): Promise<Demo> {
  const loaded = await loadOnce(services, options);
  process.stdout.write(`  History  ${loaded.count} simulated records, seed ${loaded.seed}\n`);
  return {
    play: (firstScreen) =>
      options.isStill ? () => undefined : playAlone(services, loaded.seed, firstScreen),
  };
}

/** Of processes that start together one loads the history, and the others wait for it. */
async function loadOnce(services: Services, options: DemoOptions): Promise<LoadedHistory> {
  for (;;) {
    const loaded = await withLock(services.database, 'loadDemo', () =>
      loadHistory(services, options),
    );
    if (loaded) return loaded;
    await delay(WAIT_FOR_OTHER_MS);
  }
}

/**
 * One process plays, the one that somebody looks at first; the others look now and then whether it is gone. Returns what
 * stops it.
 */
function playAlone(services: Services, seed: number, firstScreen: Promise<void>): () => void {
  const stop = new AbortController();
  const play = async (lost: AbortSignal) => {
    const stopScript = playLiveScript(services, seed);
    const over = AbortSignal.any([lost, stop.signal]);
    if (!over.aborted)
      await new Promise((settle) => over.addEventListener('abort', settle, { once: true }));
    stopScript();
  };
  const keepTrying = async () => {
    await whenWatched(firstScreen, stop.signal);
    while (!stop.signal.aborted) {
      await withLock(services.database, 'playDemo', play).catch((err) =>
        services.log.warn({ err }, 'the demo pauses'),
      );
      await delay(WAIT_FOR_OTHER_MS, null, { signal: stop.signal, ref: false }).catch(() => null);
    }
  };
  void keepTrying();
  return () => stop.abort();
}

/** Waits for the first screen, but not for ever: other programs follow a demo too. */
export async function whenWatched(
  firstScreen: Promise<void>,
  stop: AbortSignal,
  wait: typeof delay = delay,
): Promise<void> {
  const enough = new AbortController();
  const signal = AbortSignal.any([stop, enough.signal]);
  const patience = wait(LONGEST_WAIT_MS, undefined, { signal, ref: false }).catch(() => undefined);
  await Promise.race([firstScreen, patience]);
  enough.abort();
}

async function loadHistory(services: Services, options: DemoOptions): Promise<LoadedHistory> {
  const { database } = services;
  const nowMs = services.now().getTime();
  const from = startOfBrusselsDayMs(HISTORY_STARTS);
  const loaded = (await readSetting(database, SETTING_NAMES.demoHistory)) as LoadedHistory | null;
  if (loaded) {
    const differs =
      (options.count !== null && options.count !== loaded.count) ||
      (options.seed !== null && options.seed !== loaded.seed);
    if (!differs) return loaded;
    throw new StartError(
      `${nameOf(services.settings)} holds a demo of ${loaded.count} records, seed ${loaded.seed}: start it without --incidents and --seed, or give ${anotherThan(services.settings)}.`,
    );
  }
  const wanted = {
    seed: options.seed ?? DEFAULT_SEED,
    count: options.count ?? defaultHistoryCount(from, nowMs),
  };
  const context = { actor: 'demo', now: services.now(), newId: services.newId, bulk: true };
  let chunk: { incident: IncidentInput }[] = [];
  const flush = async () => {
    if (chunk.length > 0) await createIncidents(database, chunk, context);
    chunk = [];
  };
  for (const incident of generateHistory({ ...wanted, from, to: nowMs })) {
    chunk.push({ incident: withWholeArea(incident) });
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  await writeSetting(database, SETTING_NAMES.demoHistory, wanted);
  return wanted;
}

/** The script has no clock; this gives it one, and carries out each step as an editor would. */
function playLiveScript(services: Services, seed: number): () => void {
  const perMinute = services.settings.DEMO_EVENTS_PER_MINUTE;
  if (perMinute === 0) return () => undefined;
  const startMs = services.now().getTime();
  const script = createLiveScript({ seed, startMs, meanIntervalMs: MINUTE_MS / perMinute });
  const ids = new Map<string, string>();
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const elapsedMs = () => services.now().getTime() - startMs;
  const tick = async () => {
    for (const step of script.stepsUntil(elapsedMs())) {
      if (isStopped) return;
      await carryOut(services, ids, step).catch((error) =>
        services.log.error({ err: error, action: step.action }, 'a step of the demo failed'),
      );
    }
    services.tail.poke();
    if (!isStopped) schedule();
  };
  const schedule = () => {
    timer = setTimeout(() => void tick(), Math.max(50, script.nextAtMs() - elapsedMs()));
  };
  schedule();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

async function carryOut(
  services: Services,
  ids: Map<string, string>,
  step: LiveStep,
): Promise<void> {
  const { database } = services;
  const context = { actor: 'demo', now: services.now(), newId: services.newId };
  if (step.action === 'create') {
    const incident = withWholeArea(step.input);
    const { records } = await createIncidents(database, [{ incident }], {
      ...context,
      bulk: false,
    });
    const id = records[0]?.incident.id;
    if (id) ids.set(step.ref, id);
    return;
  }
  const id = ids.get(step.ref);
  if (!id) throw new Error(`the script speaks of "${step.ref}", which it never created`);
  if (step.action === 'withdraw') {
    await withdrawIncident(database, id, { ...context, expectedRevision: null });
    return;
  }
  await changeIncident(
    database,
    id,
    (current) => withWholeArea(mergePatch(current, step.patch, context.now)),
    { ...context, expectedRevision: null },
  );
}
