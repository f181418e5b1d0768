'use client';

import { useCallback, useMemo, useState } from 'react';
import { useComparison } from '@/components/compare/use-comparison';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { figureCircles, fullestYear } from '@/components/figures/figure-circles';
import type { MapMove, MapScene } from '@/components/map/map-types';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { PublicIncident } from '@/lib/domain/incident';
import type { ViewResponse } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import { roundCamera, type ViewState } from '@/lib/url/view-state';
import type { Layout } from '@/lib/wall/playlist';
import { replayScene } from '@/lib/wall/replay';

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
  const answer = useEngineAnswer(client, 'view', mapRequest, revision);
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
  const compared = useComparison(client, revision, {
    filter,
    comparison: layout === 'compare' ? (view.comparison ?? 'before') : null,
  });
  const shown = useMemo(
    () => answer && shownView(answer, replayed, hidden.includes('areas')),
    [answer, replayed, hidden],
  );
  const scene = useMemo<MapScene>(
    () => ({
      view: shown,
      concentrations: hasHulls ? (hotspots?.concentrations ?? null) : null,
      figures: circles,
      texture: null,
      changes: compared?.answer && !hidden.includes('areas') ? compared.answer.regions : null,
      shape: filter.shape,
      boundaries: null,
      hasDiscs: !hidden.includes('precision'),
    }),
    [shown, hasHulls, hotspots, circles, compared, hidden, filter.shape],
  );
  const onMove = useCallback((moved: MapMove) => setMove(moved), []);
  return { scene, answer, figures, figureYear, compared, isSimulated, move, onMove };
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
