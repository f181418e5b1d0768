import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { TakeAway } from '@/components/share/take-away';

const PAST = { epoch: 'a1', seq: 7 };

function offered(isPast: boolean): string[] {
  const html = renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="Europe/Brussels">
      <TakeAway query="q=kaai" asOf={isPast ? PAST : null} />
    </IntlProvider>,
  );
  return [...html.matchAll(/selection\.(\w+)/g)].map(([, format]) => `${format}`);
}

describe('what is offered to be taken away', () => {
  it('are all files, of a past state and of words too', () => {
    const all = ['csv', 'geojson', 'arrow', 'atom'];
    expect(offered(false)).toEqual(all);
    expect(offered(true)).toEqual(all);
  });
});
