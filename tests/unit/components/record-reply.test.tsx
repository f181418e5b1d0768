import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { RecordReply } from '@/components/incidents/record-content';
import type { PublicIncident } from '@/lib/domain/incident';

const REPLY = {
  text: { nl: 'Wij waren dicht.' },
  by: { en: 'The owner of the café' },
  publishedAt: '2026-01-05T23:30:00.000Z',
};

function shown(reply: PublicIncident['reply'] | undefined): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="Europe/Brussels">
      <RecordReply record={{ reply } as PublicIncident} level={2} />
    </IntlProvider>,
  );
}

describe('a published reply', () => {
  it('is told in the language that it was written in, with who says it and the day in Brussels', () => {
    const html = shown(REPLY);
    expect(html).toContain('<blockquote lang="nl">Wij waren dicht.</blockquote>');
    expect(html).toContain('The owner of the café');
    expect(html).toMatch(/January 6, 2026|6 January 2026/);
  });

  it('is nothing where there is none, as in records from before there were any', () => {
    expect(shown(null)).toBe('');
    expect(shown(undefined)).toBe('');
  });
});
