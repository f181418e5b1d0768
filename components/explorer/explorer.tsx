'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Overview } from '@/components/filters/overview';
import { FeedStatus } from '@/components/header/feed-status';
import { ScopeSwitch } from '@/components/header/scope-switch';
import { SimulatedBanner } from '@/components/header/simulated-banner';
import { SiteHeader } from '@/components/header/site-header';
import { ThemeToggle, useShownTheme } from '@/components/header/theme-toggle';
import { ArrivalNews } from '@/components/incidents/arrival-news';
import { KeysHelp } from '@/components/keys/keys-help';
import { LegendStrip } from '@/components/legend/legend-strip';
import { MapLegend } from '@/components/legend/map-legend';
import type { Pick } from '@/components/map/map-types';
import { PastBand } from '@/components/past/past-band';
import { type SheetFacts, SheetFactsProvider } from '@/components/save/sheet-facts';
import { EmbedDetails } from '@/components/share/embed-details';
import { givenLabels } from '@/components/share/given-labels';
import { ShareDialog } from '@/components/share/share-dialog';
import { TakeAway } from '@/components/share/take-away';
import { useLabels } from '@/components/share/use-labels';
import { Timeline } from '@/components/timeline/timeline';
import { type Tab, Tabs } from '@/components/ui/tabs';
import { useRoom } from '@/components/ui/use-media';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { Region } from '@/lib/domain/region';
import { knowRegions } from '@/lib/regions/known-regions';
import { formatView } from '@/lib/url/parse-view';
import { selectionQuery } from '@/lib/url/selection-links';
import { LAYERS, type PanelName, type ViewDefaults } from '@/lib/url/view-state';
import { countOfView } from './count-of-view';
import styles from './explorer.module.css';
import { Imprint, type ImprintProps } from './imprint';
import { Introduction } from './introduction';
import { LabelMover } from './late-panels';
import { MapOverlays } from './map-overlays';
import { type BasemapProps, MapStage } from './map-stage';
import { MapToolbar } from './map-toolbar';
import { onScreen } from './on-screen';
import { OpenRecord } from './open-record';
import { SaveMap } from './save-map';
import { useExplorer } from './use-explorer';
import { useLayerSettings } from './use-layer-settings';
import { useMapScale } from './use-map-scale';
import { usePageKeys } from './use-page-keys';
import { usePanels } from './use-panels';
import { WallLink } from './wall-link';

export interface ExplorerProps {
  /** The regions that the address names, by code; null for a code that is none. */
  namedRegions: Readonly<Record<string, Region | null>>;
  /** The address's query at first render. */
  query: string;
  defaults: ViewDefaults;
  /** UTC milliseconds at which the page was rendered first. */
  readAtMs: number;
  basemap: BasemapProps;
  basemapManifest: unknown;
  imprint: ImprintProps;
  /** The state may outlive the page in this browser. */
  isKept: boolean;
  /** How old a record may be to pulse when it is published. */
  freshHours: number;
}

/** Published figures are real, and stay away from simulated records. */
const SIMULATED_LAYERS = LAYERS.filter((layer) => layer !== 'figures');

/** The page: a map, the selection in numbers, and lists of records and figures, all of one view. */
export function Explorer({
  namedRegions,
  query,
  defaults: usual,
  readAtMs,
  basemap,
  basemapManifest,
  imprint,
  isKept,
  freshHours,
}: ExplorerProps) {
  // Facts, and the same for every reader: the page says names before it has loaded all of them.
  knowRegions(namedRegions);
  const tHeader = useTranslations('header');
  const model = useExplorer(query, usual, { isKept, freshHours, readAtMs });
  const { state, isSimulated, defaults } = model;
  const locale = useReaderLocale();
  const { tab } = state;
  const committedAt = model.past?.committedAt;
  const theme = useShownTheme(state.theme);
  const room = useRoom();
  const mapScale = useMapScale();
  const [start] = useState(state.camera);
  const [isSheetTall, setSheetTall] = useState(false);
  const { cameraOrders, map } = model;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an order is followed once, with the camera of that moment
  useEffect(() => {
    if (cameraOrders > 0) map.current?.flyTo(state.camera);
  }, [cameraOrders]);

  const pick = (picked: Pick | null) => {
    model.onPick(picked);
    if (picked && 'clusterId' in picked) openTab('inView');
  };
  const openTab = (name: PanelName) => {
    model.setTab(name);
    if (room === 'phone') setSheetTall(true);
  };
  const keys = usePageKeys(isKept, () => {
    if (room === 'phone') openTab('overview');
  });
  const labels = useLabels({
    labels: state.labels,
    camera: state.camera,
    dialog: keys.share,
    onLabels: model.setLabels,
  });
  const [given, setGiven] = useState(state.labels);
  const overview = (
    <Overview
      filter={state.filter}
      totals={model.view?.totals ?? null}
      text={model.view?.text ?? null}
      facets={model.facets}
      search={keys.search}
      past={state.asOf && { atMs: committedAt ? Date.parse(committedAt) : null }}
      onChange={model.setFilter}
    />
  );
  const layers = isSimulated ? SIMULATED_LAYERS : LAYERS;
  const isCompared = model.compared?.answer != null;
  const { settings, marks } = useLayerSettings(model);
  const legend = (
    <>
      <MapLegend
        entries={model.legend}
        hidden={state.hidden}
        layers={layers}
        onToggle={model.toggleLayer}
        boundaries={model.boundaryLegend}
        isShaded={state.shown.includes('density')}
        onAdd={model.toggleAdded}
        figureYear={model.figureYear}
        hotspots={model.hotspots}
        grid={model.grid}
        gridSideKm={state.gridSideKm}
        settings={settings}
        marks={marks}
        hasShape={state.filter.shape !== null}
        isCompared={isCompared}
        onShow={model.showBox}
      />
      <SaveMap model={model} />
    </>
  );
  const footer = (
    <Imprint {...imprint}>
      <WallLink query={formatView(state, defaults)} />
    </Imprint>
  );
  const panels = usePanels({
    model,
    overview,
    legend,
    imprint: footer,
    takeAway: <TakeAway query={selectionQuery(state.filter, defaults)} asOf={state.asOf} />,
    isWide: room === 'wide',
  });

  const sheetFacts = useRef<SheetFacts | null>(null) as RefObject<SheetFacts>;
  sheetFacts.current = {
    filter: state.filter,
    asOf: state.asOf ? (model.past?.committedAt ?? null) : (model.status?.asOf ?? null),
    isSimulated,
    theme,
    imprint,
  };

  return (
    <SheetFactsProvider value={sheetFacts}>
      <div
        className={styles.explorer}
        data-theme={state.theme === 'auto' ? undefined : state.theme}
        data-room={room}
      >
        <a className={styles.skip} href="#records">
          {tHeader('skip')}
        </a>
        <SiteHeader
          query={formatView(state, defaults)}
          page=""
          scope={
            (model.otherScope || state.filter.scope !== defaults.scope) && (
              <ScopeSwitch
                scope={state.filter.scope}
                onChange={(scope) => model.setFilter({ ...state.filter, scope })}
              />
            )
          }
          controls={
            <>
              <ShareDialog
                dialog={keys.share}
                state={state}
                defaults={defaults}
                status={model.status}
                past={model.past}
                count={countOfView(model.view)}
                path={`/${locale}`}
                onAddLabel={labels.add}
                onMoveLabel={labels.move}
                onRemoveLabel={labels.remove}
                isMoving={labels.moving !== null}
              />
              <KeysHelp dialog={keys.help} choices={keys.choices} />
              <ThemeToggle theme={state.theme} onChange={model.setTheme} />
            </>
          }
        >
          <FeedStatus status={model.status} fault={model.fault} />
        </SiteHeader>
        {isSimulated && <SimulatedBanner />}
        <main className={styles.map}>
          <h1 className="visually-hidden">{tHeader('intro')}</h1>
          {state.asOf && (
            <PastBand
              past={model.past}
              client={model.client}
              revision={model.revision}
              filter={state.filter}
              onOpen={model.openCard}
              onToday={model.seeToday}
            />
          )}
          <MapToolbar
            model={model}
            strip={(onMore) => (
              <LegendStrip
                entries={model.legend}
                layers={layers}
                isCompared={isCompared}
                isShaded={model.boundaryLegend?.shading != null}
                hasShape={state.filter.shape !== null}
                onMore={onMore}
              />
            )}
            legend={room === 'phone' ? null : legend}
            share={
              <EmbedDetails
                query={formatView({ ...state, link: null }, defaults)}
                isPast={state.asOf !== null}
                publisher={imprint.publisher}
                isSimulated={isSimulated}
              />
            }
          />
          <div className={styles.stage}>
            <MapStage
              ref={map}
              basemap={basemap}
              manifest={basemapManifest}
              start={start}
              theme={theme}
              isSimulated={isSimulated}
              scene={model.scene}
              onMove={model.onMove}
              onPick={pick}
            />
            <Introduction choices={keys.choices} />
            {labels.moving && model.size ? (
              <LabelMover
                label={labels.moving}
                {...onScreen({ camera: state.camera, size: model.size }, mapScale)}
                onMove={labels.moveTo}
                onEnd={labels.end}
              />
            ) : (
              <MapOverlays
                model={model}
                given={givenLabels(state.labels, given)}
                onDismissGiven={() => setGiven([])}
              />
            )}
            <OpenRecord model={model} />
          </div>
          <Timeline
            client={model.client}
            revision={model.revision}
            filter={state.filter}
            compared={model.compared?.days ?? null}
            onPreview={model.previewDays}
            onSettle={model.settleDays}
            onCancel={model.cancelDays}
          />
        </main>
        <ArrivalNews arrivals={model.arrivals} />
        {room === 'phone' ? (
          <section
            className={styles.sheet}
            data-tall={isSheetTall || undefined}
            id="records"
            aria-label={panels.label}
          >
            <button
              type="button"
              className={styles.handle}
              aria-expanded={isSheetTall}
              aria-label={panels.label}
              onClick={() => setSheetTall(!isSheetTall)}
            />
            <Tabs label={panels.label} tabs={panels.all} active={tab} onChange={openTab} />
          </section>
        ) : (
          <aside className={styles.rail} id="records">
            {overview}
            <div className={styles.panels}>
              <Tabs label={panels.label} tabs={panels.rail} active={tab} onChange={openTab} />
            </div>
            {footer}
          </aside>
        )}
        {room === 'wide' && (
          <aside className={styles.side}>
            <Stack panels={panels.wide} />
          </aside>
        )}
      </div>
    </SheetFactsProvider>
  );
}

/** Panels one above the other, each with its own scroll, where there is room for all of them. */
function Stack({ panels }: { panels: readonly Tab<PanelName>[] }) {
  return panels.map((panel) => (
    <section key={panel.name} className={styles.stack} aria-label={panel.label}>
      <h2 className={styles.stackHeading}>{panel.label}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        {panel.content}
      </div>
    </section>
  ));
}
