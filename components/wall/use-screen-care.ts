'use client';

import { type CSSProperties, useEffect, useState } from 'react';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { shiftAt } from '@/lib/wall/screen-care';
import { isWithinHours } from '@/lib/wall/weekly-hours';
import { keepAwake } from './keep-awake';
import type { ServerNow } from './use-server-clock';

const LOOK_MS = 10_000;
const POINTER_REST_MS = 3_000;

/** What a screen needs that nobody touches: it stays awake, its picture wanders, it is dimmed at night, its pointer goes. */
export function useScreenCare(
  { nightHours }: Pick<Playlist, 'nightHours'>,
  now: ServerNow,
): { style: CSSProperties; isDimmed: boolean; hasPointer: boolean } {
  useWakeLock();
  const hasPointer = usePointer();
  const [shift, setShift] = useState<readonly [number, number]>([0, 0]);
  const [isDimmed, setDimmed] = useState(false);
  useEffect(() => {
    const look = () => {
      const atMs = now();
      if (atMs === null) return;
      const next = shiftAt(atMs);
      setShift((known) => (known[0] === next[0] && known[1] === next[1] ? known : next));
      setDimmed(nightHours ? isWithinHours(nightHours, atMs) : false);
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [now, nightHours]);
  const style = { '--shift-x': `${shift[0]}px`, '--shift-y': `${shift[1]}px` } as CSSProperties;
  return { style, isDimmed, hasPointer };
}

function useWakeLock(): void {
  useEffect(
    () =>
      keepAwake({
        wakeLock: navigator.wakeLock,
        isVisible: () => document.visibilityState === 'visible',
        onVisibility: (listener) => {
          document.addEventListener('visibilitychange', listener);
          return () => document.removeEventListener('visibilitychange', listener);
        },
        later: (listener, afterMs) => {
          const timer = setTimeout(listener, afterMs);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
}

/** Whether the pointer moved within the last three seconds. */
function usePointer(): boolean {
  const [isMoving, setMoving] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const move = () => {
      setMoving(true);
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => setMoving(false), POINTER_REST_MS);
    };
    window.addEventListener('pointermove', move);
    return () => {
      if (timer) clearTimeout(timer);
      window.removeEventListener('pointermove', move);
    };
  }, []);
  return isMoving;
}
