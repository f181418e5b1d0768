import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { MapOverlays } from '@/components/explorer/map-overlays';
import type { ExplorerModel } from '@/components/explorer/use-explorer';

/** What overlays read of a view that is drawn as heat. */
function overlaysOf(leftOut: number | null): string {
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
      <MapOverlays model={model as unknown as ExplorerModel} />
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
});
