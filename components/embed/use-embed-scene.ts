'use client';

import { useMemo } from 'react';
import { isGroundShaded } from '@/components/boundaries/is-ground-shaded';
import { useShading } from '@/components/boundaries/use-shading';
import { useComparison } from '@/components/compare/use-comparison';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { figureCircles, fullestYear } from '@/components/figures/figure-circles';
import { type LegendEntries, legendEntries } from '@/components/legend/legend-entries';
import type { MapMove, MapScene } from '@/components/map/map-types';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { useStill } from '@/components/ui/use-still';
import type { PastStatus, ViewRequest, ViewResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import type { ViewState } from '@/lib/url/view-state';

const NO_FIGURES = {};

/** The settled map: its size in CSS pixels, what lies inside it, and where it looks. */
export type Frame = Omit<MapMove, 'settled'>;

interface Asked {
  client: EngineClient | null;
  revision: number;
  state: ViewState;
  frame: Frame | null;
  /** The past state that is shown, or null for the current one. */
  past: Pick<PastStatus, 'committedAt'> | null;
}

/** All that the map of a view shows, and what its legend says of it: the same as the full map's. */
export function useEmbedScene({ client, revision, state, frame, past }: Asked) {
  const locale = useReaderLocale();
  const { filter, camera, hidden, marks, concentration, gridSideKm } = state;
  const hides = (layer: ViewState['hidden'][number]) => hidden.includes(layer);
  const request = useMemo<ViewRequest | null>(
    () => frame && { filter, camera, width: frame.size.width, height: frame.size.height },
    [filter, camera, frame],
  );
  const still = useMemo(
    () => request && frame && { ...request, camera: frame.camera },
    [request, frame],
  );
  const mapRequest = useMemo(() => request && { ...request, marks }, [request, marks]);
  const answer = useEngineAnswer(client, 'view', mapRequest, revision);
  const hasAreas = !hides('areas');
  const view = useMemo<ViewResponse | null>(
    () => (answer && !hasAreas ? { ...answer, areas: [] } : answer),
    [answer, hasAreas],
  );
  const hotspotsRequest = useMemo(
    () => still && { ...still, rule: concentration },
    [still, concentration],
  );
  const hotspots = useEngineAnswer(
    client,
    'hotspots',
    hides('concentrations') ? null : hotspotsRequest,
    revision,
  );
  const hasFigures = filter.scope === 'real' && !hides('figures');
  const published = useEngineAnswer(client, 'figures', hasFigures ? NO_FIGURES : null, revision);
  const figures = useMemo(() => {
    const known = published?.figures ?? [];
    return figureCircles(known, state.figureYear ?? fullestYear(known), locale);
  }, [published, state.figureYear, locale]);
  const shading = useShading({
    client,
    revision,
    filter,
    zoom: (frame?.camera ?? camera).zoom,
    isShaded: isGroundShaded({ shown: state.shown, marks: answer?.marks ?? marks }),
  });
  const isGroundToned = answer?.marks === 'heat' || shading.legend?.shading != null;
  const hasTexture = !hides('grid') && !isGroundToned;
  const gridRequest = useMemo(
    () => (request && hasTexture ? { ...request, sideKm: gridSideKm } : null),
    [request, hasTexture, gridSideKm],
  );
  const counted = useEngineAnswer(client, 'grid', useStill(gridRequest), revision);
  const texture = (hasTexture && counted?.cells) || null;
  const compared = useComparison(client, revision, {
    filter,
    comparison: state.comparison,
    past,
  });
  const regions = compared?.answer?.regions ?? null;
  const changes = useMemo(() => (regions && !hasAreas ? [] : regions), [regions, hasAreas]);
  const scene = useMemo<MapScene>(
    () => ({
      view,
      concentrations: hotspots?.concentrations ?? null,
      figures,
      texture,
      changes,
      shape: filter.shape,
      labels: state.labels,
      boundaries: shading.scene,
      hasDiscs: !hidden.includes('precision'),
    }),
    [view, hotspots, figures, texture, changes, filter.shape, shading.scene, state.labels, hidden],
  );
  const legend = useMemo<LegendEntries | null>(() => {
    if (!view || !frame) return null;
    return legendEntries({
      view,
      bounds: frame.bounds,
      hidden,
      changes,
      hulls: hotspots?.concentrations.features ?? [],
      figurePoints: figures.features.map(({ geometry: { coordinates } }) => [
        coordinates[0] ?? Number.NaN,
        coordinates[1] ?? Number.NaN,
      ]),
      hasTexture: (texture?.features.length ?? 0) > 0,
    });
  }, [view, frame, hidden, changes, hotspots, figures, texture]);
  const isShaded = shading.legend?.shading != null;
  return { request, view, scene, legend, isShaded, compared };
}
