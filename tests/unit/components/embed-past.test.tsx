import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { EmbedPast } from '@/components/embed/embed-past';

const SAYS_NOTHING_YET = /^<p class="visually-hidden" role="status"><\/p>/;

function shown(isPast: boolean): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="Europe/Brussels">
      <EmbedPast isPast={isPast} past={null} onToday={() => undefined} />
    </IntlProvider>,
  );
}

it('what says that a past state was left stands before and after it: what comes with its words is not read out', () => {
  expect(shown(true)).toMatch(SAYS_NOTHING_YET);
  expect(shown(true)).toContain('data-past="loading"');
  expect(shown(false)).toMatch(SAYS_NOTHING_YET);
  expect(shown(false)).not.toContain('data-past');
});
