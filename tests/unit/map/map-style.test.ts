import {
  createExpression,
  type LayerSpecification,
  type StyleSpecification,
  validateStyleMin,
} from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '@/lib/domain/vocabulary';
import { basemapStyle, lazySources } from '@/lib/map/basemap-style';
import { adoptStyle, withoutIcons } from '@/lib/map/foreign-style';
import {
  incidentLayers,
  OVERLAY_SOURCES,
  overlaySources,
  PICKABLE_LAYERS,
} from '@/lib/map/incident-layers';
import { PALETTES, THEMES, type Theme } from '@/lib/map/palette';
import { EXAMPLE_MANIFEST } from '../../support/basemap-manifest';

const BASE_URL = 'https://map.example/basemap/';

function wholeStyle(theme: Theme, locale: (typeof LOCALES)[number] = 'en'): StyleSpecification {
  const base = basemapStyle({ theme, locale, manifest: EXAMPLE_MANIFEST, baseUrl: BASE_URL });
  return {
    ...base,
    sources: { ...base.sources, ...overlaySources() },
    layers: [...base.layers, ...incidentLayers({ theme, simulatedWord: 'Simulated' })],
  };
}

function layerIds(style: StyleSpecification): string[] {
  return style.layers.map(({ id }) => id);
}

describe.each(THEMES)('the %s style with its incidents', (theme) => {
  const style = wholeStyle(theme);

  it.each(LOCALES)('is valid by the style specification in %s', (locale) => {
    expect(validateStyleMin(wholeStyle(theme, locale))).toEqual([]);
  });

  it('has a source for every layer, and a layer for every source', () => {
    const used = new Set(
      style.layers.flatMap((layer) => ('source' in layer ? [layer.source] : [])),
    );
    expect([...used].filter((source) => !(source in style.sources))).toEqual([]);
    expect(Object.keys(style.sources).filter((source) => !used.has(source))).toEqual([]);
  });

  it('takes every colour from the palette', () => {
    const { kind, heat, ...tokens } = PALETTES[theme];
    const allowed = new Set([...Object.values(tokens), ...Object.values(kind), ...heat]);
    const colours = JSON.stringify(style.layers).match(
      /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)/gi,
    );
    expect(colours?.length).toBeGreaterThan(20);
    expect(colours?.filter((colour) => !allowed.has(colour))).toEqual([]);
  });

  it('asks no other host and no glyph or sprite server', () => {
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    const addresses =
      JSON.stringify({ ...style.sources, fonts: style['font-faces'] }).match(/https?:[^"\\]+/g) ??
      [];
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter((address) => !address.startsWith(BASE_URL))).toEqual([]);
  });

  it('stacks sea, land, labels, incidents and the simulated pattern in this order', () => {
    const ids = layerIds(style);
    const order = [
      'sea',
      'world-land',
      'detail-sea',
      'detail-land',
      'places-major',
      'concentration-fill',
      'figure-ring',
      'symbols-exact',
      'clusters',
      'areas',
      'pulses',
      'simulated',
    ];
    const positions = order.map((id) => ids.indexOf(id));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(ids.at(-1)).toBe('simulated');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('picks only from layers that it has', () => {
    expect(PICKABLE_LAYERS.filter((id) => !layerIds(style).includes(id))).toEqual([]);
  });
});

describe('incidentLayers', () => {
  it('has no pattern where records are real', () => {
    const ids = incidentLayers({ theme: 'dark', simulatedWord: null }).map(({ id }) => id);
    expect(ids).not.toContain('simulated');
  });

  it('uses only the overlay sources, so that it stands on any basemap', () => {
    const sources = incidentLayers({ theme: 'light', simulatedWord: null }).flatMap((layer) =>
      'source' in layer ? [layer.source] : [],
    );
    expect(sources.filter((name) => !OVERLAY_SOURCES.some((known) => known === name))).toEqual([]);
  });

  it('draws a place known to a kilometre as its disc or as a symbol, never as both at one zoom', () => {
    const layers = incidentLayers({ theme: 'dark', simulatedWord: null });
    const zoomOf = (id: string) => layers.find((layer) => layer.id === id);
    expect(zoomOf('discs-locality')?.minzoom).toBe(zoomOf('symbols-locality')?.maxzoom);
    expect(zoomOf('discs-vicinity')?.minzoom).toBe(zoomOf('symbols-vicinity')?.maxzoom);
  });
});

describe('lazySources', () => {
  it('names sources that the style has, and tiles with their place', () => {
    const options = {
      theme: 'dark',
      locale: 'en',
      manifest: EXAMPLE_MANIFEST,
      baseUrl: BASE_URL,
    } as const;
    const { sources } = basemapStyle(options);
    const lazy = lazySources(options);
    expect(lazy.filter(({ source }) => !(source in sources))).toEqual([]);
    expect(lazy.find(({ source }) => source === 'land-detail')?.bbox).toEqual([2, 49, 11, 56]);
  });
});

/** What a symbol layer writes for a feature, as the style's own library evaluates it. */
function textOf(layer: LayerSpecification | undefined, properties: Record<string, string>): string {
  const field = layer?.type === 'symbol' ? layer.layout?.['text-field'] : '';
  if (typeof field === 'string') {
    return field.replace(/\{([^}]+)\}/g, (_, key: string) => properties[key] ?? '');
  }
  const parsed = createExpression(field, 'text-field');
  if (parsed.result !== 'success') throw new Error(`${JSON.stringify(field)} is no expression`);
  return String(parsed.value.evaluate({ zoom: 8 }, { type: 1, properties }));
}

describe('adoptStyle', () => {
  const adoption = {
    styleUrl: 'https://style.example/styles/day.json',
    fontFaces: {},
    locale: 'fr',
  } as const;
  const foreign: StyleSpecification = {
    version: 8,
    glyphs: '/fonts/{fontstack}/{range}.pbf',
    sprite: 'sprites/day',
    sources: { tiles: { type: 'vector', tiles: ['../tiles/{z}/{x}/{y}.pbf'] } },
    layers: [],
  };

  it('makes relative addresses absolute and keeps their braces', () => {
    const adopted = adoptStyle(foreign, adoption);
    expect(adopted.glyphs).toBe('https://style.example/fonts/{fontstack}/{range}.pbf');
    expect(adopted.sprite).toBe('https://style.example/styles/sprites/day');
    expect(adopted.sources.tiles).toMatchObject({
      tiles: ['https://style.example/tiles/{z}/{x}/{y}.pbf'],
    });
  });

  it('adds our fonts to its own', () => {
    const own = { 'Noto Sans Bold': 'https://map.example/bold.woff2' };
    expect(adoptStyle(foreign, { ...adoption, fontFaces: own })['font-faces']).toEqual(own);
  });

  it('makes every sprite of a list absolute', () => {
    const sprite = [{ id: 'default', url: 'sprites/day' }];
    expect(adoptStyle({ ...foreign, sprite }, adoption).sprite).toEqual([
      { id: 'default', url: 'https://style.example/styles/sprites/day' },
    ]);
  });

  it.each([
    ['{name:latin}\n{name:nonlatin}', 'Anvers'],
    ['{name}', 'Anvers'],
    [['coalesce', ['get', 'name_en'], ['get', 'name']], 'Anvers'],
    [['get', 'ref'], 'E19'],
    ['{housenumber}', '7'],
  ])('writes %j in the reader’s language where it is a name', (field, shown) => {
    const layer = { id: 'a', type: 'symbol', source: 'tiles', layout: { 'text-field': field } };
    const style = { ...foreign, layers: [layer] } as StyleSpecification;
    const [adopted] = adoptStyle(style, adoption).layers;
    const properties = {
      name: 'Antwerpen',
      name_en: 'Antwerp',
      'name:fr': 'Anvers',
      ref: 'E19',
      housenumber: '7',
    };
    expect(textOf(adopted, properties)).toBe(shown);
  });

  it('keeps a name as the style writes it where the tiles have none in that language', () => {
    const layer = { id: 'a', type: 'symbol', source: 'tiles', layout: { 'text-field': '{name}!' } };
    const style = { ...foreign, layers: [layer] } as StyleSpecification;
    expect(textOf(adoptStyle(style, adoption).layers[0], { name: 'Lille' })).toBe('Lille!');
  });
});

describe('withoutIcons', () => {
  it('keeps the text of a layer and drops what would need a sprite', () => {
    const [layer] = withoutIcons([
      {
        id: 'towns',
        type: 'symbol',
        source: 'tiles',
        layout: { 'text-field': 'x', 'icon-image': 'spot', 'icon-size': 2 },
      },
    ]);
    expect(layer?.layout).toEqual({ 'text-field': 'x' });
  });
});
