'use client';

import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { type BasemapProps, MapStage } from '@/components/explorer/map-stage';
import { toPulse } from '@/components/incidents/to-pulse';
import type { MapMove, MapScene } from '@/components/map/map-types';
import type { MapHandle } from '@/components/map/map-view';
import { useScreenRatio } from '@/components/ui/use-screen-ratio';
import type { Camera } from '@/lib/domain/filter';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { MapGuide } from './map-guide';
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
  const screenRatio = useScreenRatio();
  const report = useRef(onMove);
  report.current = onMove;
  const [guide] = useState(
    () => new MapGuide({ map: () => map.current, report: (move) => report.current(move) }),
  );
  const key = target && JSON.stringify(target);

  useEffect(() => {
    guide.setTarget(key === null ? null : (JSON.parse(key) as Camera));
  }, [guide, key]);
  useEffect(() => {
    // The card has its words: on the map they would stand there twice, and under its edge.
    guide.setPulsing(pulsing && toPulse(pulsing, null, freshHours));
  }, [guide, pulsing, freshHours]);

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
          onMove={(move) => guide.moved(move)}
          onPick={ignorePick}
        />
      </div>
    </div>
  );
}

/** Nobody points at a wall. */
function ignorePick(): void {}
