import type {
  FontFacesSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';

function absolute(address: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return address;
  return new URL(address, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}

function absoluteSource(source: SourceSpecification, base: string): SourceSpecification {
  const copy = { ...source } as SourceSpecification & {
    url?: string;
    tiles?: string[];
    data?: unknown;
  };
  if (typeof copy.url === 'string') copy.url = absolute(copy.url, base);
  if (Array.isArray(copy.tiles)) copy.tiles = copy.tiles.map((tile) => absolute(tile, base));
  if (typeof copy.data === 'string') copy.data = absolute(copy.data, base);
  return copy;
}

/**
 * A style of somebody else made ready to carry our layers: its relative addresses made absolute (a style given as an
 * object has no address of its own) and our fonts added, so that incident labels need nothing of its glyph server.
 */
export function adoptStyle(
  style: StyleSpecification,
  styleUrl: string,
  fontFaces: FontFacesSpecification,
): StyleSpecification {
  const sources = Object.entries(style.sources).map(([id, source]) => [
    id,
    absoluteSource(source, styleUrl),
  ]);
  const { sprite } = style;
  return {
    ...style,
    ...(style.glyphs ? { glyphs: absolute(style.glyphs, styleUrl) } : {}),
    ...(typeof sprite === 'string' ? { sprite: absolute(sprite, styleUrl) } : {}),
    'font-faces': { ...style['font-faces'], ...fontFaces },
    sources: Object.fromEntries(sources),
  };
}

/** Layers without icons: for styles whose sprite would have to come from a third party. */
export function withoutIcons(layers: readonly LayerSpecification[]): LayerSpecification[] {
  return layers.map((layer) => {
    if (layer.type !== 'symbol' || !layer.layout) return layer;
    const layout = Object.entries(layer.layout).filter(([key]) => !key.startsWith('icon-'));
    return { ...layer, layout: Object.fromEntries(layout) };
  });
}
