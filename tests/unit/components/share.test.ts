import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { countOfView } from '@/components/explorer/count-of-view';
import { captionCount } from '@/components/share/caption-count';
import { makeLink } from '@/components/share/make-link';
import { insideOf, pixelOf, placeOf } from '@/components/share/place-on-map';
import { LONGEST_SAFE_ADDRESS, sharedQuery } from '@/components/share/share-address';
import { qrPath } from '@/components/ui/qr-path';
import { LONGEST_LABEL, MOST_LABELS } from '@/lib/domain/map-label';
import { labelOfText, roundLabel, textOfLabel } from '@/lib/url/label-text';
import { parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { defaultViewState, type ViewState } from '@/lib/url/view-state';

const DEMO = viewDefaultsOf('demo');
const NOW = { epoch: '3f2a9c1e-0000-4000-8000-000000000000', seq: 4_000_000_000 };

/** Everything that a hand chooses at once: as much of each as a panel offers without repeating itself. */
const FULL: ViewState = {
  ...defaultViewState(DEMO),
  filter: {
    ...defaultViewState(DEMO).filter,
    scope: 'real',
    kinds: ['shooting', 'seizure'],
    subtypes: ['person hit'],
    drugs: ['cocaine', 'cannabis'],
    from: '2024-01-01',
    to: '2026-11-26',
    verifications: ['official', 'corroborated'],
    contexts: ['drugs'],
    casualties: ['killed', 'injured'],
    quantity: { unit: 'kg', least: 1_000, most: 5_000_000 },
    regions: Array.from({ length: 40 }, (_, index) => `${11_001 + index}`),
    shape: {
      type: 'polygon',
      ring: Array.from({ length: 40 }, (_, index): [number, number] => [
        4 + Math.cos(index / 6.4),
        51 + Math.sin(index / 6.4),
      ]),
    },
    text: 'container met verborgen lading aan de kaai van Antwerpen',
  },
  camera: { center: [-4.12345, 51.12345], zoom: 11.25 },
  comparison: { from: '2022-01-01', to: '2023-12-31' },
  record: 134_217_728,
  labels: Array.from({ length: MOST_LABELS }, (_, index) => ({
    text: `Café aan de kaai: hier begon het ${index} `.padEnd(LONGEST_LABEL, 'é'),
    point: [4.40033, 51.26301],
  })),
};

describe('the address that is shared', () => {
  it('names a moment or none, as was chosen, and never the link that led here', () => {
    const state = { ...defaultViewState(DEMO), link: '23456789abcd' };
    expect(sharedQuery(state, DEMO, 'live', NOW)).toBe('');
    expect(sharedQuery(state, DEMO, 'asOf', NOW)).toBe(`asOf=${NOW.epoch}:${NOW.seq}`);
    const then = { ...state, asOf: { epoch: 'a1', seq: 7 } };
    expect(sharedQuery(then, DEMO, 'asOf', NOW)).toBe('asOf=a1:7');
    expect(sharedQuery(then, DEMO, 'live', NOW)).toBe('');
  });

  it('goes on rolling where it is live, and has the days of its moment where it is not', () => {
    const readAt = (query: string, instant: string) =>
      parseView(query, DEMO, Date.parse(instant)).state;
    const state = readAt('last=7d', '2026-11-26T14:00:00Z');
    const [live, then] = (['live', 'asOf'] as const).map((moment) =>
      sharedQuery(state, DEMO, moment, NOW),
    );
    expect(live).toBe('last=7d');
    expect(then).toBe(`from=2026-11-20&to=2026-11-26&asOf=${NOW.epoch}:${NOW.seq}`);
    const aWeekLater = '2026-12-03T14:00:00Z';
    expect(readAt(live ?? '', aWeekLater).filter).toMatchObject({
      from: '2026-11-27',
      to: '2026-12-03',
    });
    expect(readAt(then ?? '', aWeekLater).filter).toEqual({ ...state.filter, last: null });
  });

  it('stays short enough for programs that cut addresses off, for a view that is full of everything', () => {
    const query = sharedQuery(FULL, DEMO, 'asOf', NOW);
    expect(`https://a-rather-long-host.example.org/nl?${query}`.length).toBeLessThan(
      LONGEST_SAFE_ADDRESS,
    );
  });
});

describe('the count of a caption', () => {
  const { filter } = FULL;
  const then = { filter, count: 7 };

  it('is the one of its moment', () => {
    const shown = { filter, count: 9, isPast: false };
    expect(captionCount({ ...shown, moment: 'live' }, then)).toBe(9);
    expect(captionCount({ ...shown, moment: 'asOf' }, then)).toBe(7);
    expect(captionCount({ ...shown, moment: 'asOf', isPast: true }, then)).toBe(9);
    const other = { ...shown, filter: { ...filter, text: null } };
    expect(captionCount({ ...other, moment: 'asOf' }, then)).toBeNull();
  });

  it('is none until a search has answered', () => {
    const view = (text: unknown) => ({ totals: { count: 3 }, text }) as never;
    expect(countOfView(view({ seq: null }))).toBeNull();
    expect(countOfView(view({ seq: 4 }))).toBe(3);
    expect(countOfView(view(null))).toBe(3);
    expect(countOfView(null)).toBeNull();
  });
});

describe('a label under the hand', () => {
  const map = fc.record({
    camera: fc.record({
      center: fc.tuple(
        fc.double({ min: -170, max: 170, noNaN: true }),
        fc.double({ min: -80, max: 80, noNaN: true }),
      ),
      zoom: fc.double({ min: 3, max: 18, noNaN: true }),
    }),
    size: fc.record({
      width: fc.integer({ min: 200, max: 2000 }),
      height: fc.integer({ min: 200, max: 1500 }),
    }),
  });

  it('stands where it is put, and in the middle where the camera looks', () => {
    fc.assert(
      fc.property(map, (view) => {
        const { width, height } = view.size;
        const [x, y] = pixelOf(view.camera.center, view);
        expect(Math.hypot(x - width / 2, y - height / 2)).toBeLessThan(1e-6);
        const put = pixelOf(placeOf([x + 10, y - 20], view), view);
        expect(Math.hypot(put[0] - x - 10, put[1] - y + 20)).toBeLessThan(0.6);
      }),
    );
  });

  it('has a place that an address can name wherever it is put', () => {
    const wide = {
      camera: { center: [179.9, 84] as [number, number], zoom: 1 },
      size: { width: 3000, height: 1500 },
    };
    for (const pixel of [
      [0, 0],
      [1600, 700],
      [3000, 1500],
    ] as const) {
      const label = roundLabel({ text: 'x', point: placeOf(pixel, wide) });
      expect(labelOfText(textOfLabel(label).replaceAll('+', ' '))).toEqual(label);
    }
  });

  it('never leaves the map', () => {
    fc.assert(
      fc.property(map, fc.integer(), fc.integer(), (view, x, y) => {
        const [inX, inY] = insideOf([x, y], view, 12);
        expect(inX).toBeGreaterThanOrEqual(12);
        expect(inY).toBeLessThanOrEqual(view.size.height - 12);
      }),
    );
  });
});

describe('a QR code', () => {
  it.each(['https://example.org/s/23456789abcd', `https://example.org/?${'x'.repeat(700)}`])(
    'is drawn module by module, with four of quiet around it',
    (text) => {
      const { path, size } = qrPath(text);
      const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
      for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
        for (let step = 0; step < Number(length); step += 1) {
          const row = drawn[Number(y)] as boolean[];
          expect(row[Number(x) + step]).toBe(false);
          row[Number(x) + step] = true;
        }
      }
      const { data } = encode(text, { ecc: text.length > 300 ? 'L' : 'M', border: 4 });
      expect(drawn).toEqual(data);
      const quiet = drawn.flatMap((row, y) =>
        row.filter((_, x) => Math.min(x, y, size - 1 - x, size - 1 - y) < 4),
      );
      expect(quiet).not.toContain(true);
    },
  );
});

describe('asking for a short link', () => {
  const asked = { state: 'k=seizure', title: '', note: '' };
  const answering = (status: number, body: unknown) => async () =>
    new Response(JSON.stringify(body), { status });

  it('gives the link', async () => {
    const link = { code: 'c', path: '/s/c', state: 'k=seizure', title: null, note: null };
    expect(await makeLink(asked, answering(201, link))).toEqual(link);
  });

  it.each([
    [429, 'tooMany'],
    [410, 'wasRevoked'],
    [500, 'failed'],
    [201, 'failed'],
  ] as const)('says of an answer %i that it %s', async (status, outcome) => {
    expect(await makeLink(asked, answering(status, {}))).toBe(outcome);
  });

  it('says that it failed where no answer comes', async () => {
    expect(await makeLink(asked, () => Promise.reject(new Error('offline')))).toBe('failed');
  });
});
