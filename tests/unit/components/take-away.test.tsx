import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { TakeAway } from '@/components/share/take-away';

const PAST = { epoch: 'a1', seq: 7 };

function offered(isPast: boolean, isSearched: boolean): { formats: string[]; html: string } {
  const html = renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="Europe/Brussels">
      <TakeAway query="q=kaai" asOf={isPast ? PAST : null} isSearched={isSearched} />
    </IntlProvider>,
  );
  return {
    html,
    formats: [...html.matchAll(/selection\.(\w+)/g)].map(([, format]) => `${format}`),
  };
}

describe('what is offered to be taken away', () => {
  it('are all files, of a past state too', () => {
    const all = ['csv', 'geojson', 'arrow', 'atom'];
    expect(offered(false, true).formats).toEqual(all);
    expect(offered(true, false).formats).toEqual(all);
  });

  it('is no file of a past state where words are searched for, and it is said why', () => {
    const { formats, html } = offered(true, true);
    expect(formats).toEqual(['atom']);
    expect(html).toContain('texts of today');
  });
});
