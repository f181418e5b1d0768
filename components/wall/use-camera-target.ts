'use client';

import { useMemo } from 'react';
import type { MapMove } from '@/components/map/map-types';
import type { Camera } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { roundCamera, type ViewState } from '@/lib/url/view-state';
import type { BreakingState } from '@/lib/wall/breaking-queue';
import { cameraBeside, wallCamera } from '@/lib/wall/wall-camera';

/** Near enough to know the place, and no nearer than the embedded map shows well. */
const RECORD_ZOOM = 11;
/** What the card covers of the map. */
const CARD_SHARE = 0.58;

interface Options {
  view: ViewState;
  showing: BreakingState['showing'];
  move: MapMove | null;
  isPortrait: boolean;
}

/** Where the map has to look: at the record that interrupts, beside its card, or else where the scene does. */
export function useCameraTarget({ view, showing, move, isPortrait }: Options): Camera | null {
  const width = move?.size.width ?? 0;
  const height = move?.size.height ?? 0;
  const record = showing?.type === 'card' ? (showing.news?.record ?? null) : null;
  return useMemo(() => {
    if (width === 0 || height === 0) return null;
    const there = record && cameraOfRecord(record, width, height);
    if (!there) return roundCamera(wallCamera(view.camera, { width, height }));
    const right = isPortrait ? 0 : (CARD_SHARE * width) / 2;
    const down = isPortrait ? (-CARD_SHARE * height) / 2 : 0;
    return roundCamera(cameraBeside(there.center, there.zoom, right, down));
  }, [view.camera, record, width, height, isPortrait]);
}

/** At its point, or at its area where it has none; null for one without a place. */
function cameraOfRecord(record: PublicIncident, width: number, height: number): Camera | null {
  if (record.point) return { center: record.point, zoom: RECORD_ZOOM };
  const area = labelRegionOf(record);
  return area === null ? null : cameraOfRegions([area], (1 - CARD_SHARE) * width, height);
}
