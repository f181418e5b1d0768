'use client';

import { useEffect, useRef, useState } from 'react';
import type { Engine } from '@/components/explorer/use-engine';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { type ScreenStatus, STATUS_INTERVAL_SECONDS } from '@/lib/protocol/screens';
import type { ScreenClient } from '@/lib/store/screen-client';
import { FrameTimes } from '@/lib/wall/frame-times';
import type { SceneTime } from '@/lib/wall/schedule';
import type { ServerNow } from './use-server-clock';

const REPORT_MS = STATUS_INTERVAL_SECONDS * 1_000;
/** Looking at every frame would keep a screen drawing that has nothing to draw. */
const LOOK_MS = 3_000;
const FRAMES_AT_A_LOOK = 16;
const LONGEST_ERROR = 300;

interface Options {
  client: ScreenClient | null;
  engine: Engine;
  build: string;
  /** The scene that stands. */
  time: SceneTime | null;
  /** Of the orders that are carried out. */
  revision: number | null;
  now: ServerNow;
}

/** Says how this screen is: regularly, and with each change of what it shows. */
export function useStatusReport(options: Options): void {
  const latest = useRef(options);
  latest.current = options;
  const lastError = useRef<ScreenStatus['lastError']>(null);
  const frames = useRef<FrameTimes>(null);
  frames.current ??= new FrameTimes();
  const lastFrames = useRef<ScreenStatus['frameMs']>(null);
  const { client, time, revision } = options;
  const { fault } = options.engine;

  const [say] = useState(
    () => () =>
      latest.current.client?.reportStatus(
        statusOf(latest.current, lastError.current, lastFrames.current),
      ),
  );

  useEffect(() => {
    const note = (message: string) => {
      const atMs = latest.current.now() ?? Date.now();
      lastError.current = {
        message: message.slice(0, LONGEST_ERROR),
        at: new Date(atMs).toISOString(),
      };
      say();
    };
    if (fault !== null) note(fault);
    const onError = ({ message }: ErrorEvent) => note(message);
    const onRejection = ({ reason }: PromiseRejectionEvent) => note(String(reason));
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
    };
  }, [fault, say]);

  useEffect(() => {
    const timer = setInterval(() => {
      lastFrames.current = frames.current?.ask() ?? null;
      say();
    }, REPORT_MS);
    window.addEventListener('resize', say);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', say);
    };
  }, [say]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these is a change to be told
  useEffect(() => say(), [say, client, time, revision, options.engine.status]);

  useFrames(frames);
}

/** A few frames every few seconds. */
function useFrames(frames: { current: FrameTimes | null }): void {
  useEffect(() => {
    let request = 0;
    const look = () => {
      let left = FRAMES_AT_A_LOOK;
      let beforeMs: number | null = null;
      const frame = (atMs: number) => {
        if (beforeMs !== null) frames.current?.take(atMs - beforeMs);
        beforeMs = atMs;
        left -= 1;
        if (left > 0) request = requestAnimationFrame(frame);
      };
      cancelAnimationFrame(request);
      request = requestAnimationFrame(frame);
    };
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(request);
    };
  }, [frames]);
}

function statusOf(
  { engine, build, time, revision }: Options,
  lastError: ScreenStatus['lastError'],
  frameMs: ScreenStatus['frameMs'],
): ScreenStatus {
  const { status } = engine;
  return {
    width: window.innerWidth,
    height: window.innerHeight,
    devicePixelRatio: Math.min(16, window.devicePixelRatio),
    build: build.slice(0, 64),
    seq: status?.epoch ? status.seq : null,
    isDigestOk: digestOf(status),
    heapBytes: heapBytes(),
    frameMs,
    lastError,
    scene: time?.scene.id ?? null,
    sceneStartedAt: time ? new Date(time.startedAtMs).toISOString() : null,
    revision,
  };
}

/** The engine compares with each heartbeat, and loads again where it is not the server's. */
function digestOf(status: FeedStatus | null): boolean | null {
  if (status?.connection === 'live' || status?.connection === 'polling') return true;
  return status && status.digestFaults > 0 && status.connection === 'loading' ? false : null;
}

/** Chromium says it, others do not. */
function heapBytes(): number | null {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize?: number } };
  return memory?.usedJSHeapSize ?? null;
}
