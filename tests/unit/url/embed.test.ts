import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedPath, isEmbedPath, isFramablePath } from '@/lib/url/embed-path';
import { embedSnippet } from '@/lib/url/embed-snippet';
import { EMBED_CONTROLS, formatEmbed, parseEmbed } from '@/lib/url/embed-view';
import { pageOfAddress } from '@/lib/url/page-address';
import { redirectByLanguage } from '@/lib/url/redirect-by-language';
import { anyCharacter } from '../../support/any-character';
import { webAddress } from '../../support/web-address';

const BASE = 'https://map.example';
/** Of a parameter of the view. */
const KEY = fc.constantFrom('k', 'r', 'q', 'c', 'shape', 'as', 'unknown');

describe('the address of an embed', () => {
  it('names what stands beside the map, or means zoom and legend', () => {
    expect(parseEmbed('k=shooting')).toEqual({
      controls: ['zoom', 'legend'],
      view: 'k=shooting',
      notices: [],
    });
    expect(parseEmbed('controls=list,timeline&lang=nl').controls).toEqual(['timeline', 'list']);
    expect(parseEmbed('controls=list.zoom').controls).toEqual(['zoom', 'list']);
    expect(parseEmbed('controls=none').controls).toEqual([]);
  });

  it('tells what is no control, and leaves the view as it is', () => {
    const { controls, view, notices } = parseEmbed('r=11002&controls=zoom.confetti');
    expect(controls).toEqual(['zoom', 'legend']);
    expect(view).toBe('r=11002');
    expect(notices).toEqual([{ key: 'controls', text: 'zoom.confetti', problem: 'unreadable' }]);
  });

  it('keeps the past state that it is of', () => {
    expect(parseEmbed('asOf=e1:7&controls=none')).toMatchObject({ view: 'asOf=e1%3A7' });
  });

  it('is read as it was written, whatever is chosen', () => {
    fc.assert(
      fc.property(
        fc.subarray([...EMBED_CONTROLS]),
        fc.dictionary(KEY, fc.string()),
        (controls, pairs) => {
          const view = new URLSearchParams(pairs).toString();
          const read = parseEmbed(formatEmbed(view, controls));
          expect(read).toMatchObject({ controls, view, notices: [] });
        },
      ),
    );
  });

  it('is never refused, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (query) => {
        expect(parseEmbed(query).controls.length).toBeLessThanOrEqual(EMBED_CONTROLS.length);
        expect(parseEmbed(`controls=${query}`).notices.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('may be framed, and no page beside it', () => {
    for (const path of ['/embed', embedPath('nl'), '/fr/embed', '/en/embed']) {
      expect([path, isFramablePath(path), isEmbedPath(path)]).toEqual([path, true, true]);
    }
    for (const path of [
      '/',
      '/nl',
      '/nl/embed/',
      '/nl/embed/x',
      '/de/embed',
      '/nl/incident/embed',
    ]) {
      expect([path, isFramablePath(path)]).toEqual([path, false]);
    }
  });

  it('leads to a language: the one that it names, or the reader’s', () => {
    const to = (query: string) =>
      redirectByLanguage(
        new Request(`${BASE}/embed${query}`, { headers: { 'accept-language': 'fr-BE' } }),
        '/embed',
      ).headers.get('location');
    expect(to('?k=shooting')).toBe('/fr/embed?k=shooting');
    expect(to('?lang=nl&k=shooting')).toBe('/nl/embed?k=shooting');
    expect(to('?lang=//evil.example')).toBe('/fr/embed');
  });
});

describe('the snippet for an article', () => {
  const usual = { base: BASE, title: 'Map', controls: [], size: null } as const;

  it('is a frame that is as wide as its column, and a script that makes it as high as its content', () => {
    expect(embedSnippet({ ...usual, path: '/nl/embed?k=shooting&v=official' })).toBe(
      '<iframe src="https://map.example/nl/embed?k=shooting&amp;v=official" title="Map" style="width:100%;aspect-ratio:4/3;min-height:320px;border:0" loading="lazy"></iframe>\n<script async src="https://map.example/embed.js"></script>',
    );
  });

  it('keeps a size that was asked for, without a script', () => {
    const snippet = embedSnippet({
      ...usual,
      path: '/nl/embed',
      size: { width: 400, height: 300 },
    });
    expect(snippet).toContain('width:400px;max-width:100%;height:300px');
    expect(snippet).not.toContain('<script');
  });

  it('lets nothing out of its attributes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter }),
        fc.string({ unit: anyCharacter }),
        (path, title) => {
          const snippet = embedSnippet({ ...usual, path: `/nl/embed?q=${path}`, title });
          expect(snippet.match(/[<>]/g)).toHaveLength(8);
          expect(snippet.match(/"/g)).toHaveLength(10);
          expect(snippet).not.toContain("'");
        },
      ),
    );
    const nasty = embedSnippet({
      ...usual,
      path: '/nl/embed',
      title: '"><script>alert(1)</script>',
    });
    expect(nasty).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });
});

describe('the page that an address names', () => {
  it('is the map, a record or a region, in its language', () => {
    const at = (path: string) => pageOfAddress(BASE + path, BASE);
    expect(at('/nl?k=shooting')).toEqual({ locale: 'nl', page: 'map', query: 'k=shooting' });
    expect(at('/fr/incident/0190')).toEqual({
      locale: 'fr',
      page: 'record',
      id: '0190',
      asOf: null,
    });
    expect(at('/en/region/BEANR')).toEqual({ locale: 'en', page: 'region', code: 'BEANR' });
  });

  it('is that of a record in the past state that it names, and none in one that has no name', () => {
    const of = (query: string) => pageOfAddress(`${BASE}/fr/incident/0190?${query}`, BASE);
    expect(of('asOf=e1:7')).toMatchObject({ id: '0190', asOf: { epoch: 'e1', seq: 7 } });
    expect(of('asOf=e1%3A7&utm_source=x')).toMatchObject({ asOf: { epoch: 'e1', seq: 7 } });
    for (const query of ['asOf=', 'asOf=now', 'asOf=e1:7&asOf=e1:8']) expect(of(query)).toBeNull();
  });

  it.each([
    'https://other.example/nl',
    'http://map.example/nl',
    'https://map.example:444/nl',
    'https://map.example@other.example/nl',
    'https://user@map.example/nl',
    'https://map.example.other.example/nl',
    'https://map.example/',
    'https://map.example/de',
    'https://map.example/nl/about',
    'https://map.example/nl/embed',
    'https://map.example/nl/incident/',
    'https://map.example/nl/incident/%E0%A4%A',
    'https://map.example/api/v1/incidents',
    '//map.example/nl',
    'javascript:alert(1)',
    'nl',
    '',
  ])('is none at %s', (address) => {
    expect(pageOfAddress(address, BASE)).toBeNull();
  });

  it('may lie below a folder of the host', () => {
    expect(pageOfAddress(`${BASE}/map/nl`, `${BASE}/map`)).toMatchObject({ page: 'map' });
    expect(pageOfAddress(`${BASE}/nl`, `${BASE}/map`)).toBeNull();
  });

  it('is told of any text without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), webAddress), (text) => {
        expect(pageOfAddress(text, BASE)).toBeNull();
      }),
    );
  });
});
