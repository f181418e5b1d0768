'use client';

import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import { daysOnDay } from '@/lib/domain/rolling-period';
import { defaultViewState, type ViewState } from '@/lib/url/view-state';
import type { BreakingState } from '@/lib/wall/breaking-queue';
import type { SceneTime } from '@/lib/wall/schedule';
import { mapScaleOf } from '@/lib/wall/wall-camera';
import { Board } from './board';
import { BreakingPanel } from './breaking-panel';
import { FeedBand } from './feed-band';
import { mostShown } from './figures-board';
import { PhoneCode } from './phone-code';
import { useCameraTarget } from './use-camera-target';
import { useReplay } from './use-replay';
import type { ServerNow } from './use-server-clock';
import { useWallMap } from './use-wall-map';
import styles from './wall.module.css';
import { WallFoot, WallHead } from './wall-frame';
import { WallLegend } from './wall-legend';
import { WallMap } from './wall-map';
import { useNoticeTime, WallNotices } from './wall-notices';
import type { WallScreenProps } from './wall-screen';

const NO_LABELS: ViewState['labels'] = [];

interface Props extends WallScreenProps {
  /** Null where no scene is open. */
  time: SceneTime | null;
  view: ViewState | null;
  /** The Brussels day by the server's clock; null before it is known. */
  today: string | null;
  showing: BreakingState['showing'];
  silentSeconds: number;
  now: ServerNow;
}

/** Everything that stands on a wall. The map is one and stays, whatever stands beside it. */
export function WallPicture(props: Props) {
  const { engine, time, showing, silentSeconds, now, defaults } = props;
  const { client, revision, status } = engine;
  const tFigures = useTranslations('figures');
  const usual = useMemo(() => defaultViewState(defaults), [defaults]);
  const view = props.view ?? usual;
  const layout = time?.scene.layout ?? 'map';
  const replay = useReplay({ client, revision, filter: view.filter, time, now });
  const compared = useComparableView(view, layout, props.today);
  const card = showing?.type === 'card' ? showing : null;
  const told = useToldRecords(showing);
  const map = useWallMap({
    client,
    revision,
    view: useMemo(() => (told ? { ...compared, labels: NO_LABELS } : compared), [told, compared]),
    layout: told ? 'replay' : layout,
    replayed: told ?? replay?.passed ?? null,
  });
  const size = useWindowSize();
  const scale = mapScaleOf(size);
  const target = useCameraTarget({
    view,
    showing,
    records: told,
    move: map.move,
    isPortrait: size.height > size.width,
  });
  const pulsing = useMemo(
    () =>
      card?.news && card.notice === null
        ? { record: card.news.record, fromSeq: card.sinceMs, change: 'new' as const, ageMs: 0 }
        : null,
    [card],
  );
  const figures = figuresOf(map);
  const isWithout = layout === 'figures' && figures?.length === 0;
  // A card takes the screen: beside it stands the map with the place, and no board that it would cut through.
  const standing = showing ? 'map' : isWithout ? 'map and numbers' : layout;
  const isNotifying = useNoticeTime(props.notices, showing !== null);

  return (
    <>
      <div className={styles.picture} data-layout={standing.replaceAll(' ', '-')}>
        <div>
          <WallHead
            name={props.hasNames ? (time?.scene.name ?? null) : null}
            filter={view.filter}
            layout={standing}
            isBreaking={showing !== null}
            note={isWithout && !showing ? tFigures(map.isSimulated ? 'realOnly' : 'empty') : null}
            now={now}
          />
          {props.strip}
        </div>
        <main className={styles.body}>
          <div className={styles.map} aria-hidden="true">
            <WallMap
              basemap={props.basemap}
              manifest={props.basemapManifest}
              theme={props.theme}
              isSimulated={map.isSimulated}
              scene={map.scene}
              scale={scale}
              start={view.camera}
              target={target}
              pulsing={pulsing}
              freshHours={props.freshHours}
              onMove={map.onMove}
            />
          </div>
          <Board
            layout={standing}
            client={client}
            revision={revision}
            filter={view.filter}
            totals={map.answer?.totals ?? null}
            statements={figures}
            map={map}
            replay={replay}
          />
          {showing && <BreakingPanel showing={showing} />}
          {props.overlay}
        </main>
        <WallFoot
          legend={
            isNotifying ? (
              <WallNotices notices={props.notices} />
            ) : (
              standing !== 'figures' && (
                <WallLegend
                  entries={map.legend}
                  bounds={map.move?.bounds ?? null}
                  shape={view.filter.shape}
                  isShaded={map.isShaded}
                  compared={map.compared}
                  hasPeriods={standing === 'compare'}
                />
              )
            )
          }
          labels={standing === 'figures' || told ? NO_LABELS : view.labels}
          status={status}
          fault={engine.fault}
          silentSeconds={silentSeconds}
          now={now}
          isSimulated={map.isSimulated}
        />
        {time && !showing && !props.overlay && (
          <PhoneCode query={time.scene.view} publicUrl={props.publicUrl} />
        )}
      </div>
      <FeedBand status={status} fault={engine.fault} silentSeconds={silentSeconds} now={now} />
    </>
  );
}

/** What the board of figures has; none beside simulated records, which are not mixed with what is real. Null before it is known. */
function figuresOf({ figures, figureYear, isSimulated }: ReturnType<typeof useWallMap>) {
  if (isSimulated) return [];
  return figures && mostShown(figures, figureYear);
}

/**
 * The records that are told: beside a card the map has them and no other, also where the scene's own view does not, and none
 * that no longer holds. Null where nothing interrupts, or what did is gone.
 */
function useToldRecords(showing: BreakingState['showing']): readonly PublicIncident[] | null {
  return useMemo(() => {
    if (showing === null || (showing.type === 'card' && !showing.news)) return null;
    const news = showing.type === 'card' ? [showing.news] : showing.news;
    return news.flatMap((one) => (one && one.record.status !== 'retracted' ? [one.record] : []));
  }, [showing]);
}

/** Two periods are compared: where the view has no first day, the last thirty days stand for its own, and go on rolling. */
function useComparableView(view: ViewState, layout: string, today: string | null): ViewState {
  return useMemo(() => {
    if (layout !== 'compare' || view.filter.from !== null || today === null) return view;
    return { ...view, filter: { ...view.filter, ...daysOnDay('30d', today), last: '30d' } };
  }, [view, layout, today]);
}

function useWindowSize(): { width: number; height: number } {
  const [size, setSize] = useState({ width: 1_920, height: 1_080 });
  useEffect(() => {
    const look = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);
  return size;
}
