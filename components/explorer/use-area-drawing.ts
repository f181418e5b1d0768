import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { MapHandle } from '@/components/map/map-view';
import type { Shape } from '@/lib/domain/shape';

export interface AreaDrawing {
  /** What is being drawn; null while nothing is. */
  drawing: Shape['type'] | null;
  startDrawing: (type: Shape['type']) => void;
  giveUpDrawing: () => void;
}

/** One drawing at a time on the map; Escape gives it up, and so does leaving the page. */
export function useAreaDrawing(
  map: RefObject<MapHandle | null>,
  onShape: (shape: Shape) => void,
): AreaDrawing {
  const [drawing, setDrawing] = useState<Shape['type'] | null>(null);
  const current = useRef<AbortController | null>(null);
  const latest = useRef(onShape);
  latest.current = onShape;

  const giveUpDrawing = useCallback(() => current.current?.abort(), []);
  const startDrawing = useCallback(
    async (type: Shape['type']) => {
      current.current?.abort();
      const own = new AbortController();
      current.current = own;
      const over = new AbortController();
      const onKey = ({ key }: KeyboardEvent) => {
        if (key === 'Escape') own.abort();
      };
      window.addEventListener('keydown', onKey, { signal: over.signal });
      const onReady = () => setDrawing(type);
      const shape = await map.current?.drawShape(type, own.signal, onReady).catch(() => null);
      over.abort();
      if (current.current !== own) return;
      current.current = null;
      setDrawing(null);
      if (shape) latest.current(shape);
    },
    [map],
  );

  useEffect(() => () => current.current?.abort(), []);

  return { drawing, startDrawing, giveUpDrawing };
}
