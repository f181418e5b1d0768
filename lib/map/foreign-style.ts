import type {
  ExpressionSpecification,
  FontFacesSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { Locale } from '@/lib/domain/vocabulary';

interface Adoption {
  /** Where the style was read. */
  styleUrl: string;
  fontFaces: FontFacesSpecification;
  locale: Locale;
}

/** An address in a style, as a page asks for it: relative ones are relative to the file that names them; templates stay. */
export function absoluteAddress(address: string, base: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return address;
  return new URL(address, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}

function absoluteSource(source: SourceSpecification, base: string): SourceSpecification {
  const copy = { ...source } as SourceSpecification & {
    url?: string;
    tiles?: string[];
    data?: unknown;
  };
  if (typeof copy.url === 'string') copy.url = absoluteAddress(copy.url, base);
  if (Array.isArray(copy.tiles)) copy.tiles = copy.tiles.map((tile) => absoluteAddress(tile, base));
  if (typeof copy.data === 'string') copy.data = absoluteAddress(copy.data, base);
  return copy;
}

function absoluteSprite(
  sprite: NonNullable<StyleSpecification['sprite']>,
  base: string,
): NonNullable<StyleSpecification['sprite']> {
  if (typeof sprite === 'string') return absoluteAddress(sprite, base);
  return sprite.map(({ id, url }) => ({ id, url: absoluteAddress(url, base) }));
}

/** A field that names a place: `{name:latin}`, `["get", "name"]` and the like, and no house number or road number. */
function saysName(field: unknown): boolean {
  return /[{"]name([:_][\w-]+)?[}"]/.test(JSON.stringify(field));
}

/** `{name} ({ref})` as an expression, since tokens mean nothing inside one. */
function tokensToExpression(text: string): ExpressionSpecification {
  const parts = text.split(/\{([^}]+)\}/);
  const pieces = parts.map((part, index) =>
    index % 2 === 0 ? part : (['coalesce', ['get', part], ''] as ExpressionSpecification),
  );
  return ['concat', ...pieces];
}

/** Names in the reader's language where the tiles have them (as those of OpenMapTiles do), else as the style writes them. */
function inLanguage(layer: LayerSpecification, locale: Locale): LayerSpecification {
  if (layer.type !== 'symbol') return layer;
  const field = layer.layout?.['text-field'];
  const isKnownForm = typeof field === 'string' || Array.isArray(field);
  if (!isKnownForm || !saysName(field)) return layer;
  const fallback = typeof field === 'string' ? tokensToExpression(field) : field;
  const localised = [
    'coalesce',
    ['get', `name:${locale}`],
    ['get', `name_${locale}`],
    fallback,
  ] as ExpressionSpecification;
  return { ...layer, layout: { ...layer.layout, 'text-field': localised } };
}

/**
 * A style of somebody else made ready to carry our layers: its relative addresses made absolute (a style given as an
 * object has no address of its own), names in the reader's language, and our fonts added, so that incident labels need
 * nothing of its glyph server.
 */
export function adoptStyle(
  style: StyleSpecification,
  { styleUrl, fontFaces, locale }: Adoption,
): StyleSpecification {
  const sources = Object.entries(style.sources).map(([id, source]) => [
    id,
    absoluteSource(source, styleUrl),
  ]);
  const { sprite } = style;
  return {
    ...style,
    ...(style.glyphs ? { glyphs: absoluteAddress(style.glyphs, styleUrl) } : {}),
    ...(sprite ? { sprite: absoluteSprite(sprite, styleUrl) } : {}),
    'font-faces': { ...style['font-faces'], ...fontFaces },
    sources: Object.fromEntries(sources),
    layers: style.layers.map((layer) => inLanguage(layer, locale)),
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
