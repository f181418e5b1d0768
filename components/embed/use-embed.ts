'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { UNKNOWN_PAST } from '@/components/compare/use-comparison';
import { useEngine } from '@/components/explorer/use-engine';
import type { ListSource } from '@/components/incidents/list-source';
import { toPulse } from '@/components/incidents/to-pulse';
import { useArrivals } from '@/components/incidents/use-arrivals';
import { useTexts } from '@/components/incidents/use-texts';
import type { MapMove, Pick } from '@/components/map/map-types';
import type { MapHandle } from '@/components/map/map-view';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { Camera } from '@/lib/domain/filter';
import { matchesFilter } from '@/lib/domain/matches-filter';
import type { Arrival } from '@/lib/protocol/engine-requests';
import { areaMatches } from '@/lib/regions/known-regions';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import type { EmbedControl } from '@/lib/url/embed-view';
import type { Period } from '@/lib/url/presets';
import { roundCamera, type ViewDefaults, type ViewState } from '@/lib/url/view-state';
import { cameraOfCluster } from './cluster-camera';
import { type Frame, useEmbedScene } from './use-embed-scene';
import { useFramedView } from './use-framed-view';

interface Options {
  controls: readonly EmbedControl[];
  defaults: ViewDefaults;
  freshHours: number;
  /** UTC milliseconds of the first render. */
  readAtMs: number;
}

const RECORD_ZOOM = 11;
/** A frame keeps nothing, and leaves its reader's other pages what they kept. */
const NOTHING_KEPT = null;

/** What an embed knows and can do: a view, the engine's answers, and the few steps of its reader. */
export function useEmbed(query: string, { controls, defaults, freshHours, readAtMs }: Options) {
  const locale = useReaderLocale();
  const { state, notices, store } = useFramedView(query, controls, defaults, readAtMs);
  const engine = useEngine(NOTHING_KEPT, state.asOf);
  const map = useRef<MapHandle | null>(null);
  const [frame, setFrame] = useState<Frame | null>(null);
  const [isListOpen, setListOpen] = useState(controls.includes('list'));
  const [source, setSource] = useState<ListSource>({ type: 'view' });
  const { client, revision } = engine;
  const past = state.asOf ? (engine.past ?? UNKNOWN_PAST) : null;
  const shown = useEmbedScene({ client, revision, state, frame, past });

  const onArrivals = useCallback(
    (arrived: Arrival[]) => {
      const { filter } = store.getSnapshot().state;
      const selected = arrived.filter(({ record }) => matchesFilter(record, filter, areaMatches));
      map.current?.pulse(selected.flatMap((arrival) => toPulse(arrival, locale, freshHours)));
    },
    [store, locale, freshHours],
  );
  useArrivals(client, onArrivals);

  const openRid = state.record;
  const openRids = useMemo(() => (openRid === null ? [] : [openRid]), [openRid]);
  const texts = useTexts(client, openRids, revision);

  const actions = useMemo(() => {
    const current = () => store.getSnapshot().state;
    const step = (part: Partial<ViewState>) => store.step({ ...current(), ...part });
    const goTo = (camera: Camera) => {
      step({ camera: roundCamera(camera) });
      map.current?.flyTo(camera);
    };
    return {
      goTo,
      openCard: (rid: number) => step({ record: rid }),
      closeCard: () => step({ record: null }),
      seeToday: () => step({ asOf: null }),
      showPoint: (center: [number, number]) => {
        step({ record: null });
        goTo({ center, zoom: Math.max(RECORD_ZOOM, current().camera.zoom) });
      },
      setOrder: (order: ViewState['order']) => store.adjust({ order }),
      previewDays: (days: Period) => store.preview({ ...current().filter, ...days, last: null }),
      settleDays: () => store.settlePreview(),
      cancelDays: () => store.cancelPreview(),
    };
  }, [store]);
  const onMove = useCallback(
    ({ camera, bounds, size, settled }: MapMove) => {
      store.drag(roundCamera(camera));
      if (settled) setFrame({ bounds, size, camera: roundCamera(camera) });
    },
    [store],
  );
  const onPick = (pick: Pick | null) => {
    if (!pick) return;
    if ('rid' in pick) actions.openCard(pick.rid);
    if ('clusterId' in pick) showCluster(pick.clusterId);
    if ('region' in pick) showRegion(pick.region);
  };
  /** Nearer, or where that parts nothing, its records as a list. */
  const showCluster = (id: number) => {
    const camera = cameraOfCluster(shown.view, id);
    if (camera) actions.goTo(camera);
    else {
      setSource({ type: 'cluster', cluster: id, count: 0 });
      setListOpen(true);
    }
  };
  const showRegion = (code: string) => {
    const { width = 0, height = 0 } = frame?.size ?? {};
    const camera = cameraOfRegions([code], width, height);
    if (camera) actions.goTo(camera);
  };

  return {
    ...engine,
    ...shown,
    ...actions,
    state,
    notices,
    map,
    isSimulated: state.filter.scope === 'simulated',
    isListOpen,
    setListOpen,
    source,
    setSource,
    openRid,
    openRecord: openRid === null ? null : (texts.get(openRid) ?? null),
    onMove,
    onPick,
  };
}
export type EmbedModel = ReturnType<typeof useEmbed>;
