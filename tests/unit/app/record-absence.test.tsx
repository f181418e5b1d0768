import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import IncidentPage, { generateMetadata } from '@/app/[locale]/incident/[id]/page';
import { readMessages } from '@/app/read-messages';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { type Absence, type PageFacts, sharePageFacts } from '@/lib/server/page-facts';

vi.mock('next/server', () => ({ connection: async () => undefined }));

const ID = '00000000-0000-4000-8000-000000000001';
const THEN = { asOf: 'e1:7' };

let absence: Absence;
beforeAll(() => {
  sharePageFacts({ readRecord: async () => absence } as unknown as PageFacts);
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, Symbol.for('havenwacht'));
});

async function shown(why: Absence, query: Record<string, string>, locale: Locale = 'en') {
  absence = why;
  const props = {
    params: Promise.resolve({ locale, id: ID }),
    searchParams: Promise.resolve(query),
  };
  const { title } = await generateMetadata(props);
  const html = renderToStaticMarkup(
    <IntlProvider locale={locale} messages={readMessages(locale)} timeZone="Europe/Brussels">
      {await IncidentPage(props)}
    </IntlProvider>,
  );
  return { title, html };
}

describe('the page of a record that there is not', () => {
  it.each(LOCALES)('says in %s that it was not public at a moment, and leads to now', async (l) => {
    const { absent } = readMessages(l);
    for (const query of [THEN, { asOf: 'no state' }]) {
      const { title, html } = await shown('missing', query, l);
      expect(title).toBe(absent.thenTitle);
      expect(html).toContain(absent.thenHeading);
      expect(html).not.toContain(absent.missing);
      expect(html).toContain(`<a href="/${l}/incident/${ID}">${absent.now}</a>`);
    }
  });

  it('says that there never was one where no moment is asked for', async () => {
    const { absent } = readMessages('en');
    const { title, html } = await shown('missing', {});
    expect(title).toBe(absent.missingTitle);
    expect(html).toContain(absent.missing);
    expect(html).not.toContain(absent.now);
  });

  it.each(['gone', 'away'] as const)('says of any moment that it is %s', async (why) => {
    const { absent } = readMessages('en');
    const { html } = await shown(why, THEN);
    expect(html).toContain(absent[`${why}Heading`]);
    expect(html).not.toContain(absent.now);
  });
});
