'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { isGroundShaded } from '@/components/boundaries/is-ground-shaded';
import { useShading } from '@/components/boundaries/use-shading';
import { UNKNOWN_PAST, useComparison } from '@/components/compare/use-comparison';
import { figureCircles, fullestYear } from '@/components/figures/figure-circles';
import type { ListSource } from '@/components/incidents/list-source';
import { toPulse } from '@/components/incidents/to-pulse';
import { useArrivals } from '@/components/incidents/use-arrivals';
import { useTexts } from '@/components/incidents/use-texts';
import { type LegendEntries, legendEntries } from '@/components/legend/legend-entries';
import type { MapMove, MapScene, Pick } from '@/components/map/map-types';
import type { MapHandle } from '@/components/map/map-view';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { useStill } from '@/components/ui/use-still';
import type { ConcentrationRule } from '@/lib/domain/concentration';
import { type Camera, EVERYTHING, type Filter } from '@/lib/domain/filter';
import { fitCamera, type LngLatBox } from '@/lib/domain/fit-camera';
import type { MapLabel } from '@/lib/domain/map-label';
import type { Marks } from '@/lib/domain/marks';
import { matchesFilter } from '@/lib/domain/matches-filter';
import { roundShape } from '@/lib/domain/shape';
import type {
  Arrival,
  HotspotsRequest,
  ViewRequest,
  ViewResponse,
} from '@/lib/protocol/engine-requests';
import { areaMatches } from '@/lib/regions/known-regions';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { MOST_REGIONS } from '@/lib/url/parameters';
import { cameraOfPreset, type Period, type PlacePreset } from '@/lib/url/presets';
import {
  ADDED_LAYERS,
  type AddedLayer,
  LAYERS,
  type Layer,
  type PanelName,
  roundCamera,
  type ViewDefaults,
  type ViewState,
} from '@/lib/url/view-state';
import { useAreaDrawing } from './use-area-drawing';
import { useEngine } from './use-engine';
import { useEngineAnswer } from './use-engine-answer';
import { useFacets } from './use-facets';
import { useViewStore } from './use-view-store';

const NO_FIGURES = {};
const NO_ARRIVALS: ReturnType<typeof useArrivals> = [];
/** Close enough to tell a symbol from its neighbours, and still within what the embedded map shows well. */
const RECORD_ZOOM = 11;
/** Of the map, what one asks to see fills so much, and it is never closer than streets. */
const ROOM_SHARE = 0.6;
const CLOSEST_ZOOM = 14;
/** Of a map that has not settled yet, in CSS pixels. */
const UNSETTLED_SIZE = { width: 1024, height: 768 };
const LEGEND_PENDING: LegendEntries = {
  marks: 'clusters',
  kinds: [],
  hasClusters: false,
  hasDiscs: false,
  layers: { areas: false, precision: false, concentrations: false, grid: false, figures: false },
  heatLeftOut: 0,
  isGridTooClose: false,
};

/** Everything the page knows and can do: the view from the address, the engine's answers, and the reader's steps. */
export function useExplorer(
  query: string,
  usual: ViewDefaults,
  { isKept, freshHours, readAtMs }: { isKept: boolean; freshHours: number; readAtMs: number },
) {
  const locale = useReaderLocale();
  const { state, notices, cameraOrders, defaults, store } = useViewStore(query, usual, readAtMs);
  const engine = useEngine(isKept, state.asOf);
  const map = useRef<MapHandle | null>(null);
  const [frame, setFrame] = useState<Frame | null>(null);
  const [source, setSource] = useState<ListSource>({ type: 'view' });
  const { client, revision } = engine;
  const { filter, camera, hidden, marks, concentration, gridSideKm, record: openRid } = state;
  const isSimulated = filter.scope === 'simulated';

  const request = useMemo<ViewRequest | null>(
    () => frame && { filter, camera, width: frame.size.width, height: frame.size.height },
    [filter, camera, frame],
  );
  const mapRequest = useMemo(() => request && { ...request, marks }, [request, marks]);
  const answer = useEngineAnswer(client, 'view', mapRequest, revision);
  const view = useMemo(() => answer && withoutHidden(answer, hidden), [answer, hidden]);
  // Asked once the map stands still: what is drawn meanwhile stays where it is.
  const hotspotsRequest = useMemo(
    () =>
      frame && !hidden.includes('concentrations')
        ? {
            filter,
            camera: frame.camera,
            width: frame.size.width,
            height: frame.size.height,
            rule: concentration,
          }
        : null,
    [filter, frame, hidden, concentration],
  );
  const found = useEngineAnswer(client, 'hotspots', hotspotsRequest, revision, hasOtherRule);
  // What was found by another rule is not shown beside words of this one.
  const hotspots = found && isSameRule(found.rule, concentration) ? found : null;
  const facets = useFacets(client, filter, revision);
  const figures = useEngineAnswer(client, 'figures', NO_FIGURES, revision)?.figures ?? null;
  const figureYear = useMemo(
    () => state.figureYear ?? fullestYear(figures ?? []),
    [state.figureYear, figures],
  );
  const circles = useMemo(
    () =>
      figureCircles(
        isSimulated || hidden.includes('figures') ? [] : (figures ?? []),
        figureYear,
        locale,
      ),
    [figures, figureYear, locale, isSimulated, hidden],
  );
  const shading = useShading({
    client,
    revision,
    filter,
    zoom: (frame?.camera ?? camera).zoom,
    isShaded: isGroundShaded({ shown: state.shown, marks: answer?.marks ?? marks }),
  });
  // Tones of two kinds on one ground are told apart by nobody.
  const isGroundToned = answer?.marks === 'heat' || shading.legend?.shading != null;
  const hasTexture = !hidden.includes('grid') && !isGroundToned;
  const gridRequest = useMemo(
    () => (request && hasTexture ? { ...request, sideKm: gridSideKm } : null),
    [request, hasTexture, gridSideKm],
  );
  const counted = useEngineAnswer(client, 'grid', useStill(gridRequest), revision);
  const grid = hasTexture ? counted : null;
  const compared = useComparison(client, revision, {
    filter,
    comparison: state.comparison,
    past: state.asOf ? (engine.past ?? UNKNOWN_PAST) : null,
  });
  const changes = useMemo(() => {
    if (!compared?.answer) return null;
    return hidden.includes('areas') ? [] : compared.answer.regions;
  }, [compared, hidden]);
  const scene = useMemo<MapScene>(
    () => ({
      view,
      concentrations: hotspots?.concentrations ?? null,
      figures: circles,
      texture: grid?.cells ?? null,
      changes,
      shape: filter.shape,
      boundaries: shading.scene,
      labels: state.labels,
      hasDiscs: !hidden.includes('precision'),
    }),
    [view, hotspots, circles, grid, changes, filter.shape, shading.scene, state.labels, hidden],
  );
  const otherScope = useOtherScope(client, filter.scope, defaults, revision);

  const onArrivals = useCallback(
    (arrived: Arrival[]) => {
      const shown = arrived.filter(({ record }) =>
        matchesFilter(record, store.getSnapshot().state.filter, areaMatches),
      );
      map.current?.pulse(shown.flatMap((arrival) => toPulse(arrival, locale, freshHours)));
    },
    [store, locale, freshHours],
  );
  const seen = useArrivals(client, onArrivals);
  // What arrived is no part of a past state.
  const arrivals = state.asOf ? NO_ARRIVALS : seen;
  const openRids = useMemo(() => (openRid === null ? [] : [openRid]), [openRid]);
  const openTexts = useTexts(client, openRids, revision);

  const legend = useMemo(() => {
    if (!view || !frame) return LEGEND_PENDING;
    const figurePoints = circles.features.map(({ geometry }) => toPair(geometry.coordinates));
    const hasTexture = (grid?.cells.features.length ?? 0) > 0;
    const hulls = hotspots?.concentrations.features ?? [];
    const drawn = { view, bounds: frame.bounds, hidden, changes };
    return legendEntries({ ...drawn, hulls, figurePoints, hasTexture });
  }, [view, frame, hidden, hotspots, circles, grid, changes]);

  const actions = useMemo(() => {
    const current = () => store.getSnapshot().state;
    const step = (part: Partial<ViewState>) => store.step({ ...current(), ...part });
    return {
      setFilter: (next: Filter) => {
        setSource({ type: 'view' });
        step({ filter: next });
      },
      setShape: (shape: Filter['shape']) => {
        setSource({ type: 'view' });
        step({ filter: { ...current().filter, shape: shape && roundShape(shape) } });
      },
      showReal: () => {
        setSource({ type: 'view' });
        step({ filter: { ...current().filter, scope: 'real' } });
      },
      /** Days under the reader's hand; no step before `settleDays`. */
      previewDays: (days: Period) => {
        const known = current().filter;
        if (known.from === days.from && known.to === days.to) return;
        setSource((shown) => (shown.type === 'view' ? shown : { type: 'view' }));
        store.preview({ ...known, ...days, last: null });
      },
      settleDays: () => store.settlePreview(),
      cancelDays: () => store.cancelPreview(),
      openCard: (rid: number) => step({ record: rid }),
      closeCard: () => step({ record: null }),
      setTab: (tab: PanelName) => store.adjust({ tab }),
      setComparison: (comparison: ViewState['comparison']) => step({ comparison }),
      setOrder: (order: ViewState['order']) => store.adjust({ order }),
      setMarks: (next: Marks) => step({ marks: next }),
      setConcentration: (rule: ConcentrationRule) => step({ concentration: rule }),
      setGridSide: (sideKm: number | null) => step({ gridSideKm: sideKm }),
      setTheme: (theme: ViewState['theme']) => step({ theme }),
      setFigureYear: (year: number) => store.adjust({ figureYear: year }),
      toggleLayer: (layer: Layer) => {
        const off = current().hidden;
        step({
          hidden: LAYERS.filter((other) =>
            other === layer ? !off.includes(layer) : off.includes(other),
          ),
        });
      },
      toggleAdded: (layer: AddedLayer) => {
        const on = current().shown;
        step({
          shown: ADDED_LAYERS.filter((other) =>
            other === layer ? !on.includes(layer) : on.includes(other),
          ),
        });
      },
      goTo: (next: Camera) => step({ camera: roundCamera(next) }),
      showPoint: (center: [number, number]) =>
        step({
          camera: roundCamera({ center, zoom: Math.max(RECORD_ZOOM, current().camera.zoom) }),
        }),
      seeToday: () => step({ asOf: null }),
      setLabels: (labels: MapLabel[]) => store.adjust({ labels }),
      dismissLink: () => store.adjust({ link: null }),
      dismissNotices: () => store.dismissNotices(),
    };
  }, [store]);

  const size = useRef(UNSETTLED_SIZE);
  size.current = frame?.size ?? UNSETTLED_SIZE;
  const showBox = useCallback(
    (box: LngLatBox) => {
      const { width, height } = size.current;
      const room = { width: ROOM_SHARE * width, height: ROOM_SHARE * height };
      actions.goTo(fitCamera(box, room, { closest: CLOSEST_ZOOM, widest: 0 }));
    },
    [actions],
  );
  const goToPreset = (preset: PlacePreset) => {
    const { width, height } = size.current;
    actions.goTo(cameraOfPreset(preset, width, height));
  };
  const toggleRegion = useCallback(
    (code: string) => {
      const { width, height } = size.current;
      const current = store.getSnapshot().state;
      const { regions } = current.filter;
      const isChosen = regions.includes(code);
      if (!isChosen && regions.length >= MOST_REGIONS) return;
      const next = isChosen ? regions.filter((other) => other !== code) : [...regions, code];
      setSource({ type: 'view' });
      const there = isChosen ? null : cameraOfRegions(next, width, height);
      const camera = there ? roundCamera(there) : current.camera;
      store.step({ ...current, filter: { ...current.filter, regions: next }, camera });
    },
    [store],
  );
  const onMove = useCallback(
    ({ camera: moved, bounds, size, settled, isOpening }: MapMove) => {
      const camera = roundCamera(moved);
      if (isOpening) store.open(camera);
      else store.drag(camera);
      if (settled) setFrame({ bounds, size, camera });
    },
    [store],
  );
  const shown = useMemo(
    () => frame && { bounds: frame.bounds, center: frame.camera.center },
    [frame],
  );
  const area = useAreaDrawing(map, actions.setShape);
  const onPick = (pick: Pick | null) => {
    if (!pick) return;
    if ('rid' in pick) actions.openCard(pick.rid);
    if ('clusterId' in pick) setSource({ type: 'cluster', cluster: pick.clusterId, count: 0 });
    if ('region' in pick) actions.setFilter({ ...filter, regions: [pick.region] });
  };

  return {
    ...engine,
    state,
    notices,
    cameraOrders,
    defaults,
    map,
    request,
    view,
    facets,
    figures,
    figureYear,
    scene,
    grid,
    hotspots,
    otherScope,
    compared,
    arrivals,
    openRid,
    openRecord: openRid === null ? null : (openTexts.get(openRid) ?? null),
    source,
    setSource,
    legend,
    boundaryLegend: shading.legend,
    isSimulated,
    shown,
    size: frame?.size ?? null,
    ...area,
    showBox,
    goToPreset,
    toggleRegion,
    onMove,
    onPick,
    ...actions,
  };
}
export type ExplorerModel = ReturnType<typeof useExplorer>;

/** The settled map: its size in CSS pixels, what lies inside it, and where it looks. */
type Frame = Omit<MapMove, 'settled' | 'isOpening'>;

/** Whether the scope that is not shown holds records: only then is there anything to switch to. */
function useOtherScope(
  client: ExplorerClient,
  scope: Filter['scope'],
  defaults: ViewDefaults,
  revision: number,
): Filter['scope'] | null {
  const other = defaults.scopes.find((candidate) => candidate !== scope) ?? null;
  const body = useMemo(
    () =>
      other && {
        filter: { ...EVERYTHING, scope: other },
        camera: { center: [0, 0] as [number, number], zoom: 0 },
        width: 4096,
        height: 4096,
        order: 'time' as const,
        parts: 'together' as const,
        offset: 0,
        limit: 1,
      },
    [other],
  );
  const list = useEngineAnswer(client, 'list', body, revision);
  return list && list.total > 0 ? other : null;
}
type ExplorerClient = ReturnType<typeof useEngine>['client'];

function isSameRule(a: ConcentrationRule, b: ConcentrationRule): boolean {
  return a.radiusMetres === b.radiusMetres && a.records === b.records;
}

/** A search by another rule is given up; one for another view is answered, so that hulls follow the reader. */
function hasOtherRule(underWay: HotspotsRequest, newer: HotspotsRequest): boolean {
  return JSON.stringify(underWay.rule) !== JSON.stringify(newer.rule);
}

function withoutHidden(view: ViewResponse, hidden: readonly Layer[]): ViewResponse {
  return hidden.includes('areas') ? { ...view, areas: [] } : view;
}
function toPair(coordinates: readonly number[]): [number, number] {
  return [coordinates[0] ?? Number.NaN, coordinates[1] ?? Number.NaN];
}
