import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import type { LegendEntries } from '@/components/legend/legend-entries';
import { LegendStrip } from '@/components/legend/legend-strip';
import { LAYERS } from '@/lib/url/view-state';

const NOTHING: LegendEntries = {
  marks: 'clusters',
  kinds: [],
  hasClusters: false,
  hasDiscs: false,
  layers: { areas: false, precision: false, concentrations: false, grid: false, figures: false },
  heatLeftOut: 0,
  isGridTooClose: false,
};

function named(entries: Partial<LegendEntries>, hasShape = false): string[] {
  const markup = renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      <LegendStrip
        entries={{ ...NOTHING, ...entries }}
        layers={LAYERS}
        isCompared={false}
        isShaded={false}
        hasShape={hasShape}
        onMore={() => {}}
      />
    </IntlProvider>,
  );
  return [...markup.matchAll(/<span>([^<]+)<\/span><\/li>/g)].map(([, words = '']) => words);
}

describe('the legend in one line', () => {
  it('names what is on the map and nothing else', () => {
    expect(named({})).toEqual([]);
    const layers = { ...NOTHING.layers, grid: true, concentrations: true };
    expect(named({ hasClusters: true, layers }, true)).toEqual([
      'Several',
      'Chosen area',
      'Concentrations',
      'Grid of counts',
    ]);
    expect(named({ marks: 'heat' })).toEqual(['Heat map']);
  });

  it('explains no disc where symbols stand in for discs', () => {
    const layers = { ...NOTHING.layers, precision: true };
    expect(named({ layers })).toEqual([]);
    expect(named({ layers, hasDiscs: true })).toEqual(['Precision']);
  });

  it('calls a ring of points one spot, since points are no clusters', () => {
    expect(named({ marks: 'points', hasClusters: true })).toEqual(['Several on one spot']);
  });
});
