import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { FaultNote } from '@/components/ui/fault-note';

function shown(pathname: string, query = ''): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      <FaultNote pathname={pathname} query={query} />
    </IntlProvider>,
  );
}

describe('a page that could not be shown', () => {
  it('is led to in the other languages with its query', () => {
    const html = shown('/en/incident/7', 'asOf=e%3A7');
    expect(html).toContain('href="/nl/incident/7?asOf=e%3A7"');
    expect(html).toContain('href="/fr/incident/7?asOf=e%3A7"');
    expect(shown('/en', 'k=shooting')).toContain('href="/nl?k=shooting"');
  });

  it.each(['/en/embed', '/en/wall', '/en/screen'])('leads nowhere from %s', (pathname) => {
    const html = shown(pathname, 'k=shooting');
    expect(html).toContain(messages.states.errorHeading);
    expect(html).not.toContain('href=');
  });
});
