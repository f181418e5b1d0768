'use client';

import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Ticker } from '@/components/incidents/ticker';
import type { Tab } from '@/components/ui/tabs';
import type { Figure } from '@/lib/domain/figure';
import type { PanelName } from '@/lib/url/view-state';
import {
  ComparePanel,
  FiguresPanel,
  FilterPanel,
  fetchPanels,
  IncidentList,
  NumbersPanel,
} from './late-panels';
import type { ExplorerModel } from './use-explorer';

interface Parts {
  model: ExplorerModel;
  overview: ReactNode;
  legend: ReactNode;
  imprint: ReactNode;
  takeAway: ReactNode;
  /** There is a rail on each side of the map. */
  isWide: boolean;
}

const NO_FIGURES: readonly Figure[] = [];

/** The panels beside the map, and which of them stand where. */
export function usePanels({ model, overview, legend, imprint, takeAway, isWide }: Parts) {
  const t = useTranslations('tabs');
  useEffect(() => void fetchPanels(), []);
  const { client, revision, state, openRid, openCard } = model;
  const asked = { client, revision };
  const lists = { client, revision, openRid, onOpen: openCard };
  const panel = (name: PanelName, content: ReactNode): Tab<PanelName> => ({
    name,
    label: t(name),
    content,
  });

  const choices = (
    <FilterPanel
      client={client}
      revision={revision}
      filter={state.filter}
      facets={model.facets}
      onChange={model.setFilter}
      onRegion={model.toggleRegion}
    />
  );
  const filters = panel('filters', choices);
  const latest = panel(
    'latest',
    <Ticker {...lists} filter={state.filter} arrivals={model.arrivals} />,
  );
  const inView = panel(
    'inView',
    <>
      {takeAway}
      <IncidentList
        {...lists}
        view={model.request}
        source={model.source}
        onSource={model.setSource}
        order={state.order}
        onOrder={model.setOrder}
      />
    </>,
  );
  const figures = panel(
    'figures',
    <>
      <FiguresPanel
        figures={model.figures}
        isSimulated={model.isSimulated}
        onShowReal={model.showReal}
        year={model.figureYear}
        onYear={model.setFigureYear}
        isOnMap={!state.hidden.includes('figures')}
      />
      <NumbersPanel {...asked} filter={state.filter} onFilter={model.setFilter} />
    </>,
  );
  const compare = panel(
    'compare',
    <ComparePanel
      comparison={state.comparison}
      shown={model.compared}
      figures={(!model.isSimulated && model.figures) || NO_FIGURES}
      onCompare={model.setComparison}
      onRegion={model.toggleRegion}
    />,
  );
  return {
    label: t('label'),
    all: [
      panel(
        'overview',
        <>
          {overview}
          {choices}
          {imprint}
        </>,
      ),
      latest,
      inView,
      figures,
      compare,
      panel('legend', legend),
    ],
    /** Beside the map; the first is shown where the address names none of them. */
    rail: isWide ? [inView, compare, filters] : [latest, inView, figures, compare, filters],
    wide: [latest, figures],
  };
}
