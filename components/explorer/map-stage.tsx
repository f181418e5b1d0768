'use client';

import {
  Component,
  type CSSProperties,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import type { MapMove, MapScene, Pick, ScrollWords } from '@/components/map/map-types';
import type { MapHandle, MapViewProps } from '@/components/map/map-view';
import { loadGazetteer } from '@/components/regions/load-gazetteer';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { useScreenRatio } from '@/components/ui/use-screen-ratio';
import type { Camera } from '@/lib/domain/filter';
import { boundsOfCamera } from '@/lib/domain/fit-camera';
import type { BasemapChoice } from '@/lib/map/basemap-choice';
import type { BasemapManifest } from '@/lib/map/basemap-manifest';
import { openingCamera } from '@/lib/url/presets';
import styles from './map-stage.module.css';
import { mapScaleNow, useMapScale } from './use-map-scale';

/** The setting as the server hands it down. */
export interface BasemapProps {
  kind: 'embedded' | 'style' | 'pmtiles';
  url: string | null;
  /** Where the dark theme has a style of its own. */
  darkUrl: string | null;
}

interface Props {
  ref: Ref<MapHandle | null>;
  basemap: BasemapProps;
  manifest: unknown;
  start: Camera;
  theme: 'light' | 'dark';
  isSimulated: boolean;
  scene: MapScene;
  hasZoomButtons?: boolean;
  sharedScroll?: ScrollWords | null;
  /** False on walls, which nobody touches. */
  interactive?: boolean;
  /** Given where the stage stands in something that is enlarged already, as on a wall. */
  pixelRatio?: number;
  onMove: (move: MapMove) => void;
  onPick: (pick: Pick | null) => void;
}

const loadMap = () => import('@/components/map/map-view');
/** The map library is most of the page's code: it loads beside the page and its data, and nothing waits for it. */
const early = typeof window === 'undefined' ? null : loadMap();
// Where it cannot be had, the map says so when it is drawn.
early?.catch(() => undefined);
const MapView = lazy(async () => {
  const [{ MapView: Plain }, { REGIONS, DOCKS_BY_PORT }] = await Promise.all([
    early ?? loadMap(),
    loadGazetteer(),
  ]);
  const regions = new Map(REGIONS.map((region) => [region.code, region]));
  return {
    default: (props: Omit<MapViewProps, 'regions' | 'docks'>) => (
      <Plain {...props} regions={regions} docks={DOCKS_BY_PORT} />
    ),
  };
});

/** The map, fed by what it is given; where it cannot be drawn it says so, and the rest of the page works on. */
export function MapStage({
  ref,
  basemap,
  manifest,
  start,
  theme,
  isSimulated,
  scene,
  hasZoomButtons = true,
  sharedScroll = null,
  interactive = true,
  pixelRatio,
  onMove,
  onPick,
}: Props) {
  const tLegend = useTranslations('legend');
  const tRecord = useTranslations('record');
  const locale = useReaderLocale();
  /** Null until the size is known that it depends on. */
  const [opened, setOpened] = useState<Camera | null>(null);
  const frame = useRef<HTMLDivElement>(null);

  const ownScale = useMapScale();
  // Who gives the drawing's fineness has enlarged the map already.
  const scale = pixelRatio === undefined ? ownScale : 1;
  const screenRatio = useScreenRatio();

  // The numbers and the list need the view's size before the map's code has loaded, and where it never does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once; from then on the map reports its moves
  useEffect(() => {
    const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
    const asked = pixelRatio === undefined ? mapScaleNow() : 1;
    const [width, height] = [clientWidth / asked, clientHeight / asked];
    const camera = openingCamera(start, { width, height });
    setOpened(camera);
    const bounds = boundsOfCamera(camera, width, height);
    const isOpening = camera !== start;
    onMove({ camera, bounds, size: { width, height }, settled: true, isOpening });
  }, []);

  return (
    <div
      ref={frame}
      className={styles.frame}
      {...(scale > 1 && {
        'data-enlarged': '',
        style: { '--map-scale': scale } as CSSProperties,
      })}
    >
      {opened && (
        <MapBoundary fallback={<NoMap />}>
          <Suspense fallback={null}>
            <MapView
              handle={ref}
              className={styles.stage ?? ''}
              manifest={manifest as BasemapManifest}
              baseUrl="/basemap/"
              basemap={toChoice(basemap)}
              start={opened}
              title={tLegend('basemap')}
              interactive={interactive}
              pixelRatio={pixelRatio ?? scale * screenRatio}
              hasZoomButtons={hasZoomButtons}
              sharedScroll={sharedScroll}
              theme={theme}
              locale={locale}
              simulatedWord={isSimulated ? tRecord('simulated') : null}
              scene={scene}
              onMove={onMove}
              onPick={onPick}
              onProblem={warn}
            />
          </Suspense>
        </MapBoundary>
      )}
    </div>
  );
}

/** Readers go on with the embedded style, or wait; whoever keeps the installation finds the reason in the browser’s console. */
function warn(problem: string): void {
  // biome-ignore lint/suspicious/noConsole: a page has no other log
  console.warn(problem);
}

/** Shown without WebGL. */
function NoMap() {
  const t = useTranslations('states');
  return (
    <div className={styles.undrawable} role="status">
      <h2>{t('noMapHeading')}</h2>
      <p>{t('noMap')}</p>
    </div>
  );
}

interface BoundaryProps {
  fallback: ReactNode;
  children: ReactNode;
}

/** Catches a map that cannot be mounted: React has no hook for that. */
class MapBoundary extends Component<BoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}

function toChoice({ kind, url, darkUrl }: BasemapProps): BasemapChoice {
  if (kind === 'embedded' || url === null) return { type: 'embedded' };
  if (kind === 'pmtiles') return { type: 'pmtiles', url };
  return { type: 'style', light: url, dark: darkUrl ?? url };
}
