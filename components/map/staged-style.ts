import type {
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { FeatureCollection } from 'geojson';

/** A style in two parts, so that what readers came for is drawn before what lies under it has loaded. */
export interface StagedStyle {
  /** The sea and the overlay, with its data. */
  first: StyleSpecification;
  rest: StyleRest;
}

export interface StyleRest {
  sources: Readonly<Record<string, SourceSpecification>>;
  /** From the bottom up. */
  layers: readonly LayerSpecification[];
  /** Layer that all of them lie under. */
  before: string;
}

/**
 * Parts a style; both together are the style again.
 * @param isOverlay whether a source is of the overlay
 * @param data what sources of the overlay hold from the beginning
 * @throws Error if no layer belongs to the overlay
 */
export function stageStyle(
  style: StyleSpecification,
  isOverlay: (source: string) => boolean,
  data: Readonly<Partial<Record<string, FeatureCollection>>>,
): StagedStyle {
  const isFirst = (layer: LayerSpecification): boolean =>
    layer.type === 'background' || isOverlay(layer.source);
  const lowest = style.layers.find((layer) => layer.type !== 'background' && isFirst(layer));
  if (!lowest) throw new Error('the style has no layer of the overlay');
  const sources = Object.entries(style.sources);
  const filled = ([name, source]: [string, SourceSpecification]) =>
    [name, data[name] ? { ...source, data: data[name] } : source] as const;
  return {
    first: {
      ...style,
      sources: Object.fromEntries(
        sources.filter(([name]) => isOverlay(name)).map(filled),
      ) as StyleSpecification['sources'],
      layers: style.layers.filter(isFirst),
    },
    rest: {
      sources: Object.fromEntries(sources.filter(([name]) => !isOverlay(name))),
      layers: style.layers.filter((layer) => !isFirst(layer)),
      before: lowest.id,
    },
  };
}
