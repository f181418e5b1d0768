'use client';

import { type CSSProperties, useEffect, useRef } from 'react';
import { type BasemapProps, MapStage } from '@/components/explorer/map-stage';
import { toPulse, withoutWords } from '@/components/incidents/to-pulse';
import type { MapMove, MapScene } from '@/components/map/map-types';
import type { MapHandle } from '@/components/map/map-view';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { useScreenRatio } from '@/components/ui/use-screen-ratio';
import type { Camera } from '@/lib/domain/filter';
import type { Arrival } from '@/lib/protocol/engine-requests';
import styles from './wall-map.module.css';

interface Props {
  basemap: BasemapProps;
  manifest: unknown;
  theme: 'light' | 'dark';
  isSimulated: boolean;
  scene: MapScene;
  /** How much larger than on a desk everything is drawn. */
  scale: number;
  start: Camera;
  /** Where the map has to look; it flies there when that changes. Null until the map's size is known. */
  target: Camera | null;
  /** What pulses once the map stands where it has to. */
  pulsing: Arrival | null;
  freshHours: number;
  onMove: (move: MapMove) => void;
}

/** The map of a wall: enlarged, drawn as finely as the screen can, and moved by nobody but the schedule. */
export function WallMap({ scale, start, target, pulsing, freshHours, onMove, ...stage }: Props) {
  const map = useRef<MapHandle | null>(null);
  const locale = useReaderLocale();
  const screenRatio = useScreenRatio();
  const pending = useRef<Arrival | null>(null);
  const key = target && JSON.stringify(target);
  const hasMap = useRef(false);
  const latestTarget = useRef(target);
  latestTarget.current = target;

  const sized = useRef<MapMove | null>(null);
  const report = useRef(onMove);
  report.current = onMove;

  useEffect(() => {
    if (key === null) return;
    const camera = JSON.parse(key) as Camera;
    if (hasMap.current) map.current?.flyTo(camera);
    // The records of the first drawing are asked for as it will look, since plates are placed for one zoom.
    else if (sized.current) report.current({ ...sized.current, camera });
  }, [key]);
  useEffect(() => {
    pending.current = pulsing;
  }, [pulsing]);

  const moved = (move: MapMove) => {
    // The stage reports its size before there is a map, which then begins where it has to look.
    if (!hasMap.current) sized.current = move;
    const isFirst = !hasMap.current && isThere(map.current);
    if (isFirst) {
      hasMap.current = true;
      if (latestTarget.current) map.current?.flyTo(latestTarget.current);
    }
    if (move.settled && !isFirst && pending.current) {
      // The card has its words: on the map they would stand there twice, and under its edge.
      map.current?.pulse(withoutWords(toPulse(pending.current, locale, freshHours)));
      pending.current = null;
    }
    onMove(move);
  };

  const style = { '--map-scale': scale } as CSSProperties;
  return (
    <div className={styles.outer} style={style}>
      <div className={styles.inner}>
        <MapStage
          {...stage}
          ref={map}
          start={target ?? start}
          interactive={false}
          pixelRatio={scale * screenRatio}
          onMove={moved}
          onPick={ignorePick}
        />
      </div>
    </div>
  );
}

function isThere(handle: MapHandle | null): boolean {
  try {
    return handle?.camera() !== undefined;
  } catch {
    return false;
  }
}

/** Nobody points at a wall. */
function ignorePick(): void {}
