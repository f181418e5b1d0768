import { describe, expect, it } from 'vitest';
import { framedCamera } from '@/components/embed/framed-camera';
import { wantedHeight } from '@/components/embed/wanted-height';
import { oembedOf } from '@/components/share/oembed';

describe('the height that an embed wants', () => {
  it('is a map in proportion to its width, with what stands around it', () => {
    expect(wantedHeight(600, 80)).toEqual({ type: 'havenwacht:height', height: 396 + 80 });
  });

  it('is neither a strip on a phone nor more than a screen on a desk', () => {
    expect(wantedHeight(280, 100).height).toBe(220 + 100);
    expect(wantedHeight(2_400, 100).height).toBe(560 + 100);
  });

  it('holds nothing but itself', () => {
    expect(Object.keys(wantedHeight(600, 0.4))).toEqual(['type', 'height']);
    expect(wantedHeight(600, 0.4).height).toBe(397);
  });
});

describe('where an embed begins', () => {
  const camera = { center: [4.4, 51] as [number, number], zoom: 9 };

  it('is as its author framed it where there is a column’s room', () => {
    expect(framedCamera(camera, 640)).toEqual(camera);
    expect(framedCamera(camera, 1_200)).toEqual(camera);
  });

  it('is farther back on a phone, so that the same ground is in frame', () => {
    expect(framedCamera(camera, 320)).toEqual({ ...camera, zoom: 8 });
  });

  it('is never nearer than it was framed', () => {
    expect(framedCamera({ ...camera, zoom: 2 }, 320).zoom).toBe(2);
  });
});

describe('an oEmbed answer', () => {
  const asked = {
    title: 'A "map"',
    base: 'https://map.example',
    locale: 'nl',
    query: 'k=shooting&v=official',
    publisher: 'De Krant',
    maxWidth: null,
    maxHeight: null,
  } as const;

  it('is rich HTML of a bounded size, with its title and its provider', () => {
    expect(oembedOf(asked)).toEqual({
      version: '1.0',
      type: 'rich',
      title: 'A "map"',
      provider_name: 'De Krant',
      provider_url: 'https://map.example/nl',
      cache_age: 3_600,
      width: 680,
      height: 480,
      html: '<iframe src="https://map.example/nl/embed?k=shooting&amp;v=official" title="A &quot;map&quot;" style="width:680px;max-width:100%;height:480px;border:0" loading="lazy"></iframe>',
    });
    expect(oembedOf({ ...asked, publisher: null }).provider_name).toBe('Havenwacht');
  });

  it.each([
    ['320', '200', 320, 200],
    ['1', '1', 1, 1],
    ['99999', '99999', 1_200, 900],
    ['0', '-5', 680, 480],
    ['wide', '', 680, 480],
  ])('for at most %s by %s is %i by %i', (maxWidth, maxHeight, width, height) => {
    expect(oembedOf({ ...asked, maxWidth, maxHeight })).toMatchObject({ width, height });
  });
});
