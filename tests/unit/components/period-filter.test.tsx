import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { PeriodFilter } from '@/components/filters/period-filter';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { daysOnDay } from '@/lib/domain/rolling-period';

const THEN_MS = Date.parse('2024-05-07T12:00:00Z');

/** The preset that is on, and whether it can be made to roll. */
function shown(days: Pick<Filter, 'from' | 'to'>, atMs: number | null) {
  const html = renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="Europe/Brussels">
      <PeriodFilter
        filter={{ ...EVERYTHING, ...days }}
        years={[]}
        past={{ atMs }}
        onChange={() => {}}
      />
    </IntlProvider>,
  );
  return {
    on: /aria-pressed="true"[^>]*>([^<]+)</.exec(html)?.[1] ?? null,
    canRoll: html.includes(`${messages.rolling.switch}</label>`),
  };
}

describe('the periods of a past state', () => {
  it('are counted from its own day, and do not roll', () => {
    const week = daysOnDay('7d', '2024-05-07');
    expect(shown(week, THEN_MS)).toEqual({
      on: messages.filters.periods['7d'],
      canRoll: false,
    });
    expect(shown(week, THEN_MS + 86_400_000).on).toBeNull();
    expect(shown(daysOnDay('year', '2024-05-07'), THEN_MS).on).toBe(messages.filters.periods.year);
  });

  it('have no name before its moment is known', () => {
    expect(shown(daysOnDay('7d', '2024-05-07'), null).on).toBeNull();
  });
});
