import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import messages from '@/app/messages/en.json';
import { hourBarsOf } from '@/components/timeline/hours';
import { HoursTable } from '@/components/timeline/hours-table';
import type { HourBin } from '@/lib/protocol/engine-requests';

const BINS: HourBin[] = [
  { day: '2026-10-25', hour: 2, shooting: 1, seizure: 0, incident: 2 },
  { day: '2026-10-26', hour: 5, shooting: 0, seizure: 0, incident: 0 },
  { day: '2026-10-26', hour: 23, shooting: 0, seizure: 4, incident: 0 },
];

function read(withoutHour: number): { page: string; rows: string[][] } {
  const page = renderToStaticMarkup(
    <IntlProvider locale="en-GB" messages={messages} timeZone="Europe/Brussels">
      <HoursTable hours={{ bars: hourBarsOf(BINS), withoutHour }} />
    </IntlProvider>,
  );
  const body = /<tbody>(.*)<\/tbody>/.exec(page)?.[1] ?? '';
  const rows = body
    .split('</tr>')
    .map((row) => [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map((match) => match[1] ?? ''));
  return { page, rows: rows.filter((row) => row.length > 0) };
}

describe('hours, read without a pointer', () => {
  it('are the rows of a table, with their counts by kind, and empty ones are not', () => {
    const { rows } = read(0);
    expect(rows.map(([, ...counts]) => counts)).toEqual([
      ['3', '1', '0', '2'],
      ['4', '0', '4', '0'],
    ]);
    expect(rows[0]?.[0]).toContain('25 October 2026, 02:00');
    expect(rows[1]?.[0]).toBe('26 October 2026, 23:00–00:00');
  });

  it('say how many records of those days are known to no hour', () => {
    expect(read(3).page).toContain('3 of these days are known to no hour');
    expect(read(0).page).not.toContain('known to no hour');
  });
});
