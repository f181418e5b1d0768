import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { MapOverlays } from '@/components/explorer/map-overlays';
import type { ExplorerModel } from '@/components/explorer/use-explorer';
import { givenLabels } from '@/components/share/given-labels';
import type { MapLabel } from '@/lib/domain/map-label';

/** What overlays read of a view that is drawn as heat. */
function overlaysOf(leftOut: number | null, given: MapLabel[] = []): string {
  const heat = leftOut === null ? null : { leftOut };
  const model = {
    status: null,
    notices: [],
    drawing: null,
    fault: null,
    state: { marks: 'heat' },
    view: { marks: heat ? 'heat' : 'clusters', heat, nearView: null, zoom: 10, totals: {} },
  };
  return renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      <MapOverlays
        model={model as unknown as ExplorerModel}
        given={given}
        onDismissGiven={() => undefined}
      />
    </IntlProvider>,
  );
}

describe('what is said on the map', () => {
  it('names how many records in view the heat map leaves out', () => {
    expect(overlaysOf(1_234)).toContain(
      '1,234 records in view are too imprecise for the heat map.',
    );
    expect(overlaysOf(1)).toContain('1 record in view is too imprecise for the heat map.');
  });

  it('is nothing of heat where heat leaves out nothing, or is not drawn', () => {
    expect(overlaysOf(0)).not.toContain('heat map');
    expect(overlaysOf(null)).not.toContain('heat map');
  });

  it('tells the words that an address puts on the map as text, and of whom they are', () => {
    const html = overlaysOf(0, [{ text: 'Made-up words', point: [4, 51] }]);
    expect(html).toContain('From whoever shared this');
    expect(html).toContain('Made-up words</li>');
    expect(overlaysOf(0)).not.toContain('From whoever shared this');
  });

  it('takes none of the reader’s own words for those of the address', () => {
    const given = { text: 'Given', point: [4, 51] } as MapLabel;
    const moved = { text: 'Given', point: [5, 51] } as MapLabel;
    const own = { text: 'Own', point: [4, 51] } as MapLabel;
    expect(givenLabels([moved, own], [given])).toEqual([moved]);
  });
});
