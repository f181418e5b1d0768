'use client';

import { useEffect, useMemo, useState } from 'react';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { useTexts } from '@/components/incidents/use-texts';
import type { Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { brusselsDay } from '@/lib/domain/time';
import type { EngineClient } from '@/lib/store/engine-client';
import { type ReplayHead, replayHead, replayRecords } from '@/lib/wall/replay';
import type { SceneTime } from '@/lib/wall/schedule';
import type { ServerNow } from './use-server-clock';

const STEP_MS = 250;
/** The latest of the days that the 24 hours touch; a day with more says so. */
const MOST_RECORDS = 500;
const WORLD = {
  camera: { center: [0, 0] as [number, number], zoom: 0 },
  width: 4_096,
  height: 4_096,
};

export interface Replay {
  head: ReplayHead;
  /** Those that the head has passed, in order of time. */
  passed: readonly PublicIncident[];
  all: readonly PublicIncident[];
  /** Of these days, known to no hour. */
  withoutHour: number;
  /** Null unless there are more than are told: then only so many, the latest, are. */
  onlyLatest: number | null;
}

interface Options {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  time: SceneTime | null;
  now: ServerNow;
}

/** The last 24 hours, told over the scene; null for every other layout. */
export function useReplay({ client, revision, filter, time, now }: Options): Replay | null {
  const head = useHead(time, now);
  const [fromMs, toMs] = [head?.fromMs ?? null, head?.toMs ?? null];
  const body = useMemo(
    () =>
      fromMs === null || toMs === null
        ? null
        : {
            filter: { ...filter, from: brusselsDay(fromMs), to: brusselsDay(toMs) },
            ...WORLD,
            order: 'time' as const,
            parts: 'together' as const,
            offset: 0,
            limit: MOST_RECORDS,
          },
    [filter, fromMs, toMs],
  );
  const list = useEngineAnswer(client, 'list', body, revision);
  const rids = useMemo(() => (list?.items ?? []).map(({ rid }) => rid), [list]);
  const texts = useTexts(client, rids, revision);
  const records = useMemo(
    () =>
      fromMs === null || toMs === null
        ? null
        : replayRecords([...texts.values()], { fromMs, toMs }),
    [texts, fromMs, toMs],
  );
  const count = records?.timed.filter(({ occurredFrom }) => isPast(occurredFrom, head)).length ?? 0;
  const passed = useMemo(() => records?.timed.slice(0, count) ?? [], [records, count]);
  // Before the list and its texts are there, nobody knows that a day has nothing.
  const isLoading = list === null || (rids.length > 0 && texts.size === 0);
  if (!head || !records || isLoading) return null;
  const onlyLatest = (list?.total ?? 0) > MOST_RECORDS ? MOST_RECORDS : null;
  return { head, passed, all: records.timed, withoutHour: records.withoutHour, onlyLatest };
}

function isPast(occurredFrom: string, head: ReplayHead | null): boolean {
  return head !== null && Date.parse(occurredFrom) <= head.headMs;
}

function useHead(time: SceneTime | null, now: ServerNow): ReplayHead | null {
  const [head, setHead] = useState<ReplayHead | null>(null);
  useEffect(() => {
    if (time?.scene.layout !== 'replay') {
      setHead(null);
      return;
    }
    const lengthMs = time.scene.seconds * 1_000;
    const look = () => {
      const atMs = now();
      if (atMs === null) return;
      // A scene that is held tells its day again and again.
      const turns = time.endsAtMs === null ? Math.floor((atMs - time.startedAtMs) / lengthMs) : 0;
      const startedMs = time.startedAtMs + turns * lengthMs;
      setHead(replayHead(atMs, startedMs, time.endsAtMs ?? startedMs + lengthMs));
    };
    look();
    const timer = setInterval(look, STEP_MS);
    return () => clearInterval(timer);
  }, [time, now]);
  return head;
}
