'use client';

import { type MouseEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { MapStage } from '@/components/explorer/map-stage';
import { SimulatedBanner } from '@/components/header/simulated-banner';
import { useShownTheme } from '@/components/header/theme-toggle';
import { DrawnLegend } from '@/components/legend/drawn-legend';
import { late } from '@/components/ui/late';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { Region } from '@/lib/domain/region';
import { knowRegions } from '@/lib/regions/known-regions';
import { parseEmbed } from '@/lib/url/embed-view';
import { formatView } from '@/lib/url/parse-view';
import type { ViewDefaults } from '@/lib/url/view-state';
import styles from './embed.module.css';
import { EmbedCaption } from './embed-caption';
import { EmbedPast } from './embed-past';
import { EmbedState } from './embed-state';
import { framedCamera } from './framed-camera';
import { useEmbed } from './use-embed';
import { useWantedHeight } from './use-wanted-height';

const OpenRecord = late(async () => (await import('@/components/explorer/open-record')).OpenRecord);
const EmbedList = late(async () => (await import('./embed-list')).EmbedList);
const Timeline = late(async () => (await import('@/components/timeline/timeline')).Timeline);

export interface EmbeddedMapProps {
  /** The regions that the address names, by code; null for a code that is none. */
  namedRegions: Readonly<Record<string, Region | null>>;
  /** The address's query at first render. */
  query: string;
  defaults: ViewDefaults;
  /** UTC milliseconds at which the page was rendered first. */
  readAtMs: number;
  basemap: Parameters<typeof MapStage>[0]['basemap'];
  basemapManifest: unknown;
  publisher: string | null;
  freshHours: number;
}

/** A live map, or one of a past state, for an article of another site: it keeps nothing in the reader's browser and leaves the page its scroll. */
export function EmbeddedMap({ query, defaults, publisher, ...facts }: EmbeddedMapProps) {
  // Facts, and the same for every reader: the caption says names before all of them have loaded.
  knowRegions(facts.namedRegions);
  const t = useTranslations('embed');
  const locale = useReaderLocale();
  const [address] = useState(() => parseEmbed(query));
  const { controls } = address;
  const { freshHours, readAtMs } = facts;
  const model = useEmbed(address.view, { controls, defaults, freshHours, readAtMs });
  const { state, client, revision, isSimulated } = model;
  const [start] = useState(() =>
    framedCamera(state.camera, typeof window === 'undefined' ? 0 : window.innerWidth),
  );
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLElement>(null);
  useWantedHeight(root, stage, model.status?.connection ?? '');
  const seeToday = () => {
    model.seeToday();
    // The button goes with the band, and would take the keyboard's place along.
    stage.current?.focus();
  };
  const theme = useShownTheme(state.theme);
  const view = formatView(state, defaults);
  const full = view ? `/${locale}?${view}` : `/${locale}`;

  return (
    <div
      ref={root}
      className={styles.embed}
      data-theme={state.theme === 'auto' ? undefined : state.theme}
      onClickCapture={openOutside}
    >
      {isSimulated && <SimulatedBanner />}
      <EmbedPast isPast={state.asOf !== null} past={model.past} onToday={seeToday} />
      <main className={styles.body}>
        <h1 className="visually-hidden">{t('label')}</h1>
        <section ref={stage} className={styles.stage} aria-label={t('label')} tabIndex={-1}>
          <MapStage
            ref={model.map}
            basemap={facts.basemap}
            manifest={facts.basemapManifest}
            start={start}
            theme={theme}
            isSimulated={isSimulated}
            scene={model.scene}
            hasZoomButtons={controls.includes('zoom')}
            sharedScroll={{ wheel: t('wheel'), wheelMac: t('wheelMac'), touch: t('touch') }}
            onMove={model.onMove}
            onPick={model.onPick}
          />
          {!controls.includes('list') && (
            <button
              type="button"
              className={styles.listButton}
              aria-expanded={model.isListOpen}
              onClick={() => model.setListOpen(!model.isListOpen)}
            >
              {t(model.isListOpen ? 'closeList' : 'list')}
            </button>
          )}
          <EmbedState model={model} />
          {model.openRid !== null && (
            <div className={styles.record}>
              <OpenRecord model={model} />
            </div>
          )}
        </section>
        {model.isListOpen && <EmbedList model={model} />}
      </main>
      {controls.includes('timeline') && (
        <Timeline
          client={client}
          revision={revision}
          filter={state.filter}
          compared={model.compared?.days ?? null}
          onPreview={model.previewDays}
          onSettle={model.settleDays}
          onCancel={model.cancelDays}
        />
      )}
      <EmbedCaption
        model={{ ...model, notices: [...address.notices, ...model.notices] }}
        full={full}
        publisher={publisher}
        legend={
          controls.includes('legend') && (
            <DrawnLegend
              className={styles.legend}
              entries={model.legend}
              hasShape={state.filter.shape !== null}
              isShaded={model.isShaded}
              isCompared={model.compared?.answer != null}
            />
          )
        }
      />
    </div>
  );
}

/** No other page of ours may be framed: every link opens outside of the frame. */
function openOutside({ target }: MouseEvent): void {
  const link = target instanceof Element ? target.closest('a') : null;
  if (!link || link.target) return;
  link.target = '_blank';
  link.rel = 'noopener';
}
