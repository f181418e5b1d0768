import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import type { ShownComparison } from '@/components/compare/use-comparison';
import type { LegendEntries } from '@/components/legend/legend-entries';
import { WallFoot } from '@/components/wall/wall-frame';
import { WallLegend } from '@/components/wall/wall-legend';
import type { MapLabel } from '@/lib/domain/map-label';
import type { Shape } from '@/lib/domain/shape';

const BELGIUM = [2.5, 49.5, 6.4, 51.6] as const;
const NOTHING: LegendEntries = {
  marks: 'clusters',
  heatLeftOut: 0,
  kinds: [],
  hasClusters: false,
  hasDiscs: false,
  layers: { areas: false, precision: false, concentrations: false, grid: false, figures: false },
  isGridTooClose: false,
};

function rendered(node: ReactNode): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      {node}
    </IntlProvider>,
  );
}

function legendOf(
  entries: Partial<LegendEntries>,
  {
    compared = null,
    shape = null,
    hasPeriods = false,
  }: { compared?: ShownComparison | null; shape?: Shape | null; hasPeriods?: boolean } = {},
): string {
  return rendered(
    <WallLegend
      entries={{ ...NOTHING, ...entries }}
      bounds={BELGIUM}
      shape={shape}
      isShaded={false}
      compared={compared}
      hasPeriods={hasPeriods}
    />,
  );
}

describe('the foot of a wall', () => {
  const footOf = (labels: MapLabel[]) =>
    rendered(
      <WallFoot
        status={null}
        fault={null}
        silentSeconds={0}
        isSimulated={false}
        legend={null}
        labels={labels}
        now={() => null}
      />,
    );

  it('says whose the words are that an address puts on the map', () => {
    const foot = footOf([{ text: 'Road closed', point: [4, 51] }]);
    expect(foot).toContain('From whoever shared this: “Road closed”');
    expect(footOf([])).not.toContain('From whoever');
  });
});

describe('the legend of a wall', () => {
  it('says how many records the heat map leaves out', () => {
    expect(legendOf({ marks: 'heat' })).toContain('>Heat map<');
    expect(legendOf({ marks: 'heat', heatLeftOut: 12 })).toContain(
      'Heat map, without 12 records that are too imprecise',
    );
  });

  it('says which periods the plates compare, unless a board beside the map does', () => {
    const compared = {
      days: {
        own: { from: '2026-11-01', to: '2026-11-10' },
        other: { from: '2026-10-22', to: '2026-10-31' },
      },
      answer: {},
    } as unknown as ShownComparison;
    const layers = { ...NOTHING.layers, areas: true };
    const said = legendOf({ layers }, { compared });
    expect(said).toMatch(/Changes by area: [^<]*Nov 2026, beside [^<]*Oct 2026/);
    expect(legendOf({ layers }, { compared, hasPeriods: true })).toContain('>Changes by area<');
    expect(legendOf({ layers })).toContain('>Area counts<');
  });

  it('names a chosen area only where the map shows some of it', () => {
    const circle = (lng: number): Shape => ({
      type: 'circle',
      center: [lng, 51],
      radiusMetres: 20_000,
    });
    expect(legendOf({}, { shape: circle(4) })).toContain('The area that the filter is narrowed to');
    expect(legendOf({}, { shape: circle(6.5) })).toContain(
      'The area that the filter is narrowed to',
    );
    expect(legendOf({}, { shape: circle(9) })).not.toContain(
      'The area that the filter is narrowed to',
    );
    expect(legendOf({})).not.toContain('The area that the filter is narrowed to');
  });
});
