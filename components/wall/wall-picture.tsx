'use client';

import { useEffect, useMemo, useState } from 'react';
import { daysOnDay } from '@/lib/domain/rolling-period';
import { defaultViewState, type ViewState } from '@/lib/url/view-state';
import type { BreakingState } from '@/lib/wall/breaking-queue';
import type { SceneTime } from '@/lib/wall/schedule';
import { mapScaleOf } from '@/lib/wall/wall-camera';
import { BreakingPanel } from './breaking-panel';
import { CompareBoard } from './compare-board';
import { FeedBand } from './feed-band';
import { FiguresBoard } from './figures-board';
import { NumbersBoard } from './numbers-board';
import { PhoneCode } from './phone-code';
import { ReplayStrip } from './replay-strip';
import { TickerBoard } from './ticker-board';
import { useCameraTarget } from './use-camera-target';
import { useReplay } from './use-replay';
import type { ServerNow } from './use-server-clock';
import { useWallMap } from './use-wall-map';
import styles from './wall.module.css';
import { WallFoot, WallHead } from './wall-frame';
import { WallLegend } from './wall-legend';
import { WallMap } from './wall-map';
import { WallNotices } from './wall-notices';
import type { WallScreenProps } from './wall-screen';

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
  const usual = useMemo(() => defaultViewState(defaults), [defaults]);
  const view = props.view ?? usual;
  const layout = time?.scene.layout ?? 'map';
  const replay = useReplay({ client, revision, filter: view.filter, time, now });
  const compared = useComparableView(view, layout, props.today);
  const card = showing?.type === 'card' ? showing : null;
  const record = card?.news?.record ?? null;
  // Beside a card the map has its record and no other, also where the scene's own view does not; none that no longer holds.
  const alone = useMemo(
    () => record && [record].filter(({ status }) => status !== 'retracted'),
    [record],
  );
  const map = useWallMap({
    client,
    revision,
    view: compared,
    layout: alone ? 'replay' : layout,
    replayed: alone ?? replay?.passed ?? null,
  });
  const size = useWindowSize();
  const scale = mapScaleOf(size);
  const target = useCameraTarget({
    view,
    showing,
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
  // A card takes the screen: beside it stands the map with the place, and no board that it would cut through.
  const standing = showing ? 'map' : layout;
  const shared = { client, revision, filter: view.filter, totals: map.answer?.totals ?? null };

  return (
    <>
      <div className={styles.picture} data-layout={standing.replaceAll(' ', '-')}>
        <div>
          <WallHead
            name={props.hasNames ? (time?.scene.name ?? null) : null}
            filter={view.filter}
            layout={standing}
            isBreaking={showing !== null}
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
          {standing === 'map and ticker' && <TickerBoard {...shared} />}
          {standing === 'map and numbers' && <NumbersBoard totals={shared.totals} />}
          {standing === 'figures' && (
            <FiguresBoard
              figures={map.figures}
              year={map.figureYear}
              isSimulated={map.isSimulated}
            />
          )}
          {standing === 'compare' && <CompareBoard compared={map.compared} />}
          {standing === 'replay' && replay && <ReplayStrip replay={replay} />}
          {showing && <BreakingPanel showing={showing} />}
          {props.overlay}
        </main>
        <WallFoot
          legend={
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
          }
          labels={standing === 'figures' ? [] : view.labels}
          status={status}
          fault={engine.fault}
          silentSeconds={silentSeconds}
          now={now}
          isSimulated={map.isSimulated}
        />
        {time && !showing && !props.overlay && (
          <PhoneCode query={time.scene.view} publicUrl={props.publicUrl} />
        )}
        <WallNotices notices={props.notices} />
      </div>
      <FeedBand status={status} fault={engine.fault} silentSeconds={silentSeconds} now={now} />
    </>
  );
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
