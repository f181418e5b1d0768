import { describe, expect, it } from 'vitest';
import { ProblemError } from '@/lib/server/http/answers';
import {
  readAskedPicture,
  readPictureLocale,
  viewOfRegion,
} from '@/lib/server/preview/asked-preview';

const REAL = { mode: 'real' } as const;
const addressOf = (query: string) => new URL(`http://localhost/preview.png?${query}`);
const read = (query: string) => readAskedPicture(REAL, addressOf(query), 0);

function fieldsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 400) {
      return (error.problem.errors ?? []).map(({ field }) => field);
    }
    throw error;
  }
  return [];
}

describe('the address of a picture', () => {
  it('is read as the explorer reads it, with a language and a past beside', () => {
    const { filter, locale, asOf } = read('k=shooting&r=BE-BRU&from=2025-01-01&lang=nl&asOf=ab:7');
    expect(filter).toMatchObject({ kinds: ['shooting'], regions: ['BE-BRU'], from: '2025-01-01' });
    expect({ locale, asOf }).toEqual({ locale: 'nl', asOf: { epoch: 'ab', seq: 7 } });
    expect(read('').locale).toBe('en');
    expect(fieldsOf(() => read('utm_source=chat&fbclid=1'))).toEqual([]);
  });

  it('is refused with the name of whatever the explorer would leave out', () => {
    expect(fieldsOf(() => read('k=shooting&bogus=1'))).toEqual(['bogus']);
    expect(fieldsOf(() => read('k=stabbing&c=1,2'))).toEqual(['k', 'c']);
    expect(fieldsOf(() => read('lang=de'))).toEqual(['lang']);
    expect(fieldsOf(() => read('asOf=yesterday'))).toEqual(['asOf']);
    expect(fieldsOf(() => read('r=XX-NOWHERE'))).toEqual(['r']);
    expect(fieldsOf(() => read('from=2025-02-01&to=2025-01-01'))).toEqual(['to']);
    expect(fieldsOf(() => read('k=shooting&k=seizure'))).toEqual(['k']);
    expect(fieldsOf(() => read('scope=simulated'))).toEqual(['scope']);
    expect(fieldsOf(() => readPictureLocale(addressOf('lang=nl&k=shooting')))).toEqual(['k']);
    expect(fieldsOf(() => readPictureLocale(addressOf('asOf=ab:7'))).length).toBe(1);
  });

  it('shows the address’s camera, else the filter’s regions, else what the explorer opens with', () => {
    const europe = read('');
    expect(europe.camera.zoom).toBeLessThan(4);
    expect(read('r=BE-BRU').camera.center[1]).toBeCloseTo(50.85, 1);
    expect(read('r=BE-BRU&c=2,48,6').camera.center).toEqual([2, 48]);
    expect(viewOfRegion(REAL, 'BE-BRU', 'fr').camera).toEqual(read('r=BE-BRU').camera);
  });
});
