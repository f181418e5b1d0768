'use client';

import { useCallback, useMemo, useState } from 'react';
import { useComparison } from '@/components/compare/use-comparison';
import { useAnswered, useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { figureCircles, fullestYear } from '@/components/figures/figure-circles';
import { type LegendEntries, legendEntries } from '@/components/legend/legend-entries';
import type { MapMove, MapScene } from '@/components/map/map-types';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { PublicIncident } from '@/lib/domain/incident';
import type { ViewResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { roundCamera, type ViewState } from '@/lib/url/view-state';
import type { Layout } from '@/lib/wall/playlist';
import { replayScene } from '@/lib/wall/replay';
import { arePlatesPlaced, withoutPlates } from './placed-plates';
import { useGround } from './use-ground';

interface Options {
  client: EngineClient | null;
  revision: number;
  view: ViewState;
  layout: Layout;
  /** Of a replay, the records up to its head. */
  replayed: readonly PublicIncident[] | null;
}

const NO_FIGURES = {};

/** What a wall's map shows, and the engine's answers from which its other parts are made. */
export function useWallMap({ client, revision, view, layout, replayed }: Options) {
  const locale = useReaderLocale();
  const [move, setMove] = useState<MapMove | null>(null);
  const { filter, hidden, marks, concentration } = view;
  const isSimulated = filter.scope === 'simulated';
  const request = useMemo(
    () =>
      move && {
        filter,
        camera: roundCamera(move.camera),
        width: move.size.width,
        height: move.size.height,
      },
    [filter, move],
  );
  const mapRequest = useMemo(() => request && { ...request, marks }, [request, marks]);
  const answered = useAnswered(client, 'view', mapRequest, revision);
  const answer = answered?.answer ?? null;
  const hasHulls = layout !== 'replay' && !hidden.includes('concentrations');
  const hotspotsRequest = useMemo(
    () => (request && move?.settled && hasHulls ? { ...request, rule: concentration } : null),
    [request, move, hasHulls, concentration],
  );
  const hotspots = useEngineAnswer(client, 'hotspots', hotspotsRequest, revision);
  const figures = useEngineAnswer(client, 'figures', NO_FIGURES, revision)?.figures ?? null;
  const figureYear = useMemo(
    () => view.figureYear ?? fullestYear(figures ?? []),
    [view.figureYear, figures],
  );
  const circles = useMemo(() => {
    const isHidden = isSimulated || hidden.includes('figures') || layout === 'replay';
    return figureCircles(isHidden ? [] : (figures ?? []), figureYear, locale);
  }, [figures, figureYear, locale, isSimulated, hidden, layout]);
  const { texture, boundaries, isShaded } = useGround({
    client,
    revision,
    view,
    request,
    answer,
    isPart: layout === 'replay',
  });
  const compared = useComparison(client, revision, {
    filter,
    comparison: comparisonOf(view, layout),
  });
  const changes = useMemo(() => {
    const regions = compared?.answer?.regions ?? null;
    return regions && hidden.includes('areas') ? [] : regions;
  }, [compared, hidden]);
  const shown = useMemo(
    () => answer && shownView(answer, replayed, hidden.includes('areas')),
    [answer, replayed, hidden],
  );
  const scene = useMemo<MapScene>(
    () => ({
      view: shown,
      concentrations: hasHulls ? (hotspots?.concentrations ?? null) : null,
      figures: circles,
      texture,
      changes,
      shape: filter.shape,
      labels: view.labels,
      boundaries,
      hasDiscs: !hidden.includes('precision'),
    }),
    [
      shown,
      hasHulls,
      hotspots,
      circles,
      changes,
      texture,
      boundaries,
      hidden,
      filter.shape,
      view.labels,
    ],
  );
  // Not by the move itself, which would have the same scene drawn again at each step of a flight.
  const isPlaced = arePlatesPlaced(move, answered?.body ?? null);
  const drawn = useMemo(() => (isPlaced ? scene : withoutPlates(scene)), [scene, isPlaced]);
  const bounds = move?.bounds ?? null;
  const legend = useMemo<LegendEntries | null>(
    () => bounds && drawnEntries(scene, bounds, hidden),
    [scene, bounds, hidden],
  );
  const onMove = useCallback((moved: MapMove) => setMove(moved), []);
  return {
    scene: drawn,
    answer,
    figures,
    figureYear,
    compared,
    isSimulated,
    move,
    onMove,
    legend,
    isShaded,
  };
}

/** What a layout is about is compared whatever the view says; elsewhere what the view says. */
function comparisonOf({ comparison }: ViewState, layout: Layout): ViewState['comparison'] {
  if (layout === 'replay') return null;
  return layout === 'compare' ? (comparison ?? 'before') : comparison;
}

function drawnEntries(
  { view, concentrations, figures, texture, changes }: MapScene,
  bounds: MapMove['bounds'],
  hidden: ViewState['hidden'],
): LegendEntries | null {
  return (
    view &&
    legendEntries({
      view,
      bounds,
      hidden,
      changes,
      hulls: concentrations?.features ?? [],
      figurePoints: (figures?.features ?? []).map(({ geometry: { coordinates } }) => [
        coordinates[0] ?? Number.NaN,
        coordinates[1] ?? Number.NaN,
      ]),
      hasTexture: (texture?.features.length ?? 0) > 0,
    })
  );
}

function shownView(
  answer: ViewResponse,
  replayed: readonly PublicIncident[] | null,
  hasNoAreas: boolean,
): ViewResponse {
  const told: ViewResponse = replayed
    ? { ...answer, marks: 'points', heat: null, ...replayScene(replayed) }
    : answer;
  return hasNoAreas ? { ...told, areas: [] } : told;
}
