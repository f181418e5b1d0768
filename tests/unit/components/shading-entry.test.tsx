import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { isGroundShaded } from '@/components/boundaries/is-ground-shaded';
import { ShadingEntry } from '@/components/legend/shading-entry';

const DENSITIES = [{ code: 'BE-VAN', records: 9, km2: 3, perKm2: 3 }];
const SHADING = {
  tones: new Map(),
  limits: [1, 2, 4],
  empty: 0,
  leftOut: 3,
  densities: DENSITIES,
};
const BOUNDARIES = { level: 'province', source: 'Statbel', licence: 'CC BY 4.0' } as const;

function entry({ isShaded, isUnderHeat }: { isShaded: boolean; isUnderHeat: boolean }): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      <ShadingEntry
        boundaries={{ ...BOUNDARIES, shading: SHADING }}
        isShaded={isShaded}
        isUnderHeat={isUnderHeat}
        onToggle={() => {}}
      />
    </IntlProvider>,
  );
}

describe('shaded areas and heat', () => {
  it('are not drawn together: tones of both on one ground are told apart by nobody', () => {
    expect(isGroundShaded({ shown: ['density'], marks: 'heat' })).toBe(false);
    expect(isGroundShaded({ shown: ['density'], marks: 'clusters' })).toBe(true);
    expect(isGroundShaded({ shown: [], marks: 'points' })).toBe(false);
  });

  it('are told apart by the legend, which explains no tones that are not there', () => {
    const under = entry({ isShaded: true, isUnderHeat: true });
    expect(under).toContain('Not shaded under the heat map.');
    expect(under).not.toContain('Records per km²');
    expect(under).not.toContain('Plain ground');
    expect(under).not.toContain('As a table');
    const plain = entry({ isShaded: true, isUnderHeat: false });
    expect(plain).toContain('Records per km², by province');
    expect(plain).toContain('Plain ground');
    expect(plain).toContain('As a table: 1 area');
    expect(entry({ isShaded: false, isUnderHeat: true })).not.toContain('Not shaded');
  });
});
