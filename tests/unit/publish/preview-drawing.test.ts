import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '@/lib/map/palette';
import { textWidth } from '@/lib/map/text-width';
import { clipRing } from '@/lib/publish/preview/draw-ground';
import { drawPanel } from '@/lib/publish/preview/draw-panel';
import { drawPreview } from '@/lib/publish/preview/draw-preview';
import { prepareGround } from '@/lib/publish/preview/ground';
import { MAP_FRAME, MAP_VIEWPORT, PREVIEW_SIZE } from '@/lib/publish/preview/preview-scene';
import { escapeSvg } from '@/lib/publish/preview/svg';
import { REGIONS } from '@/lib/regions/gazetteer';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { previewScene } from '../../support/preview-scene';

const regions = new Map(REGIONS.map((region) => [region.code, region]));
const square = prepareGround({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { role: 'land' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [3, 50],
            [6, 50],
            [6, 52],
            [3, 52],
            [3, 50],
          ],
        ],
      },
    },
  ],
});
const ground = { shapes: square, names: [], regions };
const HOSTILE = [
  '<image href="file:///etc/passwd"/>',
  '"/><image xlink:href="http://169.254.169.254/"/>',
  '</text><script>alert(1)</script>',
  '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;',
  "' onload='x",
  ']]>&lt;&#x0;\u0000\u0008\ufffe\ud800',
  'url(#a) style="fill:url(http://x)"',
];
/** Every element that a picture may consist of, with every attribute. */
const ELEMENT =
  /<(?:svg|g|rect|circle|path|text|tspan)(?: (?:xmlns|width|height|viewBox|x|y|cx|cy|r|rx|d|fill|fill-opacity|fill-rule|stroke|stroke-width|stroke-opacity|stroke-linejoin|stroke-dasharray|paint-order|opacity|transform|font-family|font-size|font-weight|font-style|text-anchor|letter-spacing)="[^"<>&]*")*\/?>|<\/(?:svg|g|text|tspan)>/g;

/** A picture in which every word is the same text. */
function sceneOf(word: string) {
  const scene = previewScene();
  return previewScene({
    title: word,
    note: word,
    count: { number: '12', noun: word },
    kinds: scene.kinds.map((kind) => ({ ...kind, word })),
    bars: scene.bars && { ...scene.bars, caption: word, first: word, last: word, remainder: word },
    legend: { several: word, area: word, discs: word },
    asOf: word,
    source: word,
    precision: word,
    attribution: word,
    simulated: word,
  });
}

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(...HOSTILE),
  fc.lorem({ maxCount: 40 }),
  fc.integer({ min: 1, max: 200 }).map((length) => 'W'.repeat(length)),
);

describe('a picture', () => {
  it('consists of shapes and text alone, whatever words it is handed: nothing in it names a file or an address', () => {
    const check = (word: string, empty: string | null) => {
      const scene = sceneOf(word);
      const svg = drawPreview({ ...scene, map: { ...scene.map, empty } }, ground);
      expect(svg.replace(ELEMENT, '')).not.toMatch(/[<>]/);
      const tags = (svg.match(/<[^>]*>/g) ?? []).join('');
      expect(tags).not.toMatch(/href|url\(|style=|image|<!|<\?/);
    };
    for (const word of HOSTILE) check(word, word);
    fc.assert(
      fc.property(words, (word) => check(word, null)),
      { numRuns: often(20, 60) },
    );
  });

  it('is SVG that a renderer takes, with its whole size', () => {
    for (const word of HOSTILE) {
      const image = new Resvg(drawPreview(sceneOf(word), ground), {
        font: { loadSystemFonts: false },
      });
      expect([image.width, image.height]).toEqual([PREVIEW_SIZE.width, PREVIEW_SIZE.height]);
    }
    expect(
      () => new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text>&</text></svg>'),
    ).toThrow();
  });

  it('keeps every text of its panel inside it, however long the words are', () => {
    fc.assert(
      fc.property(words, (word) => {
        const svg = drawPanel(sceneOf(word), PALETTES.light);
        const texts = [...svg.matchAll(/<text ([^>]*)>(.*?)<\/text>/g)];
        expect(texts.length).toBeGreaterThan(5);
        for (const [, attributes = '', content = ''] of texts) {
          const value = (name: string) => attributes.match(new RegExp(` ?${name}="([^"]*)"`))?.[1];
          const [x, y, size] = ['x', 'y', 'font-size'].map((name) => Number(value(name)));
          const said = content.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '&');
          const isCount = value('font-size') === '88';
          const width = isCount ? 0 : textWidth(said, size ?? 0, value('font-weight') !== '400');
          const anchor = value('text-anchor') ?? 'start';
          const left = (x ?? 0) - { start: 0, middle: width / 2, end: width }[anchor as 'start'];
          const isFoot = (y ?? 0) > MAP_FRAME.height;
          expectEqual(left >= 0, true);
          expectEqual(left + width <= (isFoot ? PREVIEW_SIZE.width : MAP_FRAME.x), true);
          expectEqual((y ?? 0) < (isFoot ? PREVIEW_SIZE.height : MAP_FRAME.height), true);
          expectEqual((y ?? 0) - (size ?? 0) >= 0, true);
        }
      }),
      { numRuns: often(50, 150) },
    );
  });

  it('says that it is simulated all over, and what its signs mean', () => {
    const svg = drawPreview(previewScene({ simulated: 'Simulated' }), ground);
    expect(svg.match(/SIMULATED/g)?.length).toBeGreaterThan(12);
    expect(drawPreview(previewScene(), ground)).not.toContain('SIMULATED');
    expect(svg).toContain('Ring: several');
    expect(svg).toContain('Plate: somewhere');
  });

  it('says on the map that there is nothing, and draws no bars then', () => {
    const scene = previewScene({ bars: null });
    const map = { ...scene.map, areas: [], clusters: { ...scene.map.clusters, features: [] } };
    const svg = drawPreview({ ...scene, map: { ...map, empty: 'No records' } }, ground);
    expect(svg).toContain('No records');
    expect(svg).not.toContain('Ring: several');
  });
});

describe('a text in a picture', () => {
  it('is escaped, and loses what XML cannot hold', () => {
    expect(escapeSvg(`<a href="x">&'`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&apos;');
    expect(escapeSvg('a\u0000\u001f\ufffe\ud800b\u{1f600}')).toBe(
      'a\ufffd\ufffd\ufffd\ufffdb\u{1f600}',
    );
  });
});

describe('land', () => {
  it('is cut at the frame around the map, and keeps what lies inside', () => {
    const far = fc.tuple(
      fc.double({ min: -5_000, max: 5_000, noNaN: true }),
      fc.double({ min: -5_000, max: 5_000, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(far, { minLength: 3, maxLength: 30 }), (ring) => {
        const cut = clipRing(ring);
        for (const [x, y] of cut) {
          expectEqual(x >= -40.001, true);
          expectEqual(x <= MAP_VIEWPORT.width + 40.001, true);
          expectEqual(y >= -40.001, true);
          expectEqual(y <= MAP_VIEWPORT.height + 40.001, true);
        }
        const inside = ring.filter(
          ([x, y]) => x > 0 && y > 0 && x < MAP_VIEWPORT.width && y < MAP_VIEWPORT.height,
        );
        for (const point of inside) expect(cut).toContainEqual(point);
      }),
    );
  });
});
