'use client';

import { useMemo } from 'react';
import type { MapMove } from '@/components/map/map-types';
import type { Camera } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { roundCamera, type ViewState } from '@/lib/url/view-state';
import type { BreakingState } from '@/lib/wall/breaking-queue';
import { cameraBeside, type FreePart, freePartOf, wallCamera } from '@/lib/wall/wall-camera';
import { cameraOfRecords } from './camera-of-records';

/** Near enough to know the place, and no nearer than the embedded map shows well. */
const RECORD_ZOOM = 11;
/** What the card covers of the map. */
const CARD_SHARE = 0.58;

interface Options {
  view: ViewState;
  showing: BreakingState['showing'];
  /** The records that the map has beside a card; null without one. */
  records: readonly PublicIncident[] | null;
  move: MapMove | null;
  isPortrait: boolean;
}

/** Where the map has to look: at what interrupts, beside its card, or else where the scene does. */
export function useCameraTarget(options: Options): Camera | null {
  const { view, showing, records, move, isPortrait } = options;
  const width = move?.size.width ?? 0;
  const height = move?.size.height ?? 0;
  // One that was retracted is on the map no more; what its card is about stays where it was.
  const record = showing?.type === 'card' ? (showing.news?.record ?? null) : null;
  const many = showing?.type === 'summary' ? records : null;
  return useMemo(() => {
    if (width === 0 || height === 0) return null;
    const part = freePartOf({ width, height }, CARD_SHARE, isPortrait);
    const there = record
      ? cameraOfRecord(record, part)
      : many && cameraOfRecords(many, part, RECORD_ZOOM);
    return roundCamera(there ?? wallCamera(view.camera, { width, height }));
  }, [view.camera, record, many, width, height, isPortrait]);
}

/** At its point, or at its area where it has none; null for one without a place. */
function cameraOfRecord(record: PublicIncident, part: FreePart): Camera | null {
  const area = labelRegionOf(record);
  const there = record.point
    ? { center: record.point, zoom: RECORD_ZOOM }
    : area === null
      ? null
      : cameraOfRegions([area], part.width, part.height);
  return there && cameraBeside(there.center, there.zoom, part.rightPx, part.downPx);
}
