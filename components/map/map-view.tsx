'use client';

import { type CSSProperties, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { MapCanvas } from './map-canvas';
import type { MapCanvasOptions, MapScene } from './map-types';
import type { PulseFeature } from './pulse-player';

/** What a page may tell the map to do, apart from what it shows. */
export type MapHandle = Pick<
  MapCanvas,
  'camera' | 'drawShape' | 'fitBounds' | 'flyTo' | 'frame' | 'pulse' | 'resize'
>;

export interface MapViewProps extends MapCanvasOptions {
  scene: MapScene;
  handle?: Ref<MapHandle | null>;
  className?: string;
  style?: CSSProperties;
}

/**
 * The map as a component. Theme, language, simulated word, fineness and scene follow the props; `start`, `basemap`,
 * `manifest`, `regions` and `interactive` are read when it is mounted.
 */
export function MapView({ scene, handle, className, style, ...options }: MapViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const canvas = useRef<MapCanvas | null>(null);
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    if (!container.current) return;
    const map = new MapCanvas(container.current, {
      ...latest.current,
      onMove: (move) => latest.current.onMove(move),
      onPick: (pick) => latest.current.onPick(pick),
      onProblem: (problem) => latest.current.onProblem(problem),
    });
    canvas.current = map;
    return () => {
      canvas.current = null;
      map.destroy();
    };
  }, []);

  const { theme, locale, simulatedWord, pixelRatio } = options;
  useEffect(() => {
    canvas.current?.setAppearance({ theme, locale, simulatedWord });
  }, [theme, locale, simulatedWord]);
  useEffect(() => {
    canvas.current?.setPixelRatio(pixelRatio);
  }, [pixelRatio]);
  useEffect(() => {
    canvas.current?.setScene(scene);
  }, [scene]);
  useImperativeHandle<MapHandle | null, MapHandle | null>(handle, () => handleOf(canvas), []);

  return <div ref={container} className={className} style={style} />;
}

function handleOf(canvas: { readonly current: MapCanvas | null }): MapHandle {
  const live = () => {
    if (!canvas.current) throw new Error('the map is not mounted yet; use its handle in an effect');
    return canvas.current;
  };
  return {
    camera: () => live().camera(),
    drawShape: (...asked) => live().drawShape(...asked),
    fitBounds: (bounds, padding) => live().fitBounds(bounds, padding),
    flyTo: (camera) => live().flyTo(camera),
    frame: () => live().frame(),
    pulse: (features: readonly PulseFeature[]) => live().pulse(features),
    resize: () => live().resize(),
  };
}
