import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '@/db/advisory-lock';
import { readHead } from '@/db/read-log';
import { createLiveScript, type LiveStep } from '@/db/seed/demo/live-feed';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import { loadHistory, type WantedHistory } from './demo-history';
import { mergePatch } from './merge-patch';
import type { Services } from './services';
import { withWholeArea } from './whole-area';

export interface DemoOptions extends WantedHistory {
  /** No live feed: the history only. */
  isStill: boolean;
}

const MINUTE_MS = 60_000;
const WAIT_FOR_OTHER_MS = 1_000;
const LONGEST_BACKLOG_MS = 10 * MINUTE_MS;
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
  const loaded = await loadHistory(services, options);
  // Whoever comes first is shown all of it, and waits for no backlog.
  const { seq } = await readHead(services.database);
  await services.tail.reached(seq, LONGEST_BACKLOG_MS);
  process.stdout.write(`  History  ${loaded.count} simulated records, seed ${loaded.seed}\n`);
  return {
    play: (firstScreen) =>
      options.isStill ? () => undefined : playAlone(services, loaded.seed, firstScreen),
  };
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
