import type {
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { FeatureCollection } from 'geojson';
import { OVERLAY_SOURCES } from '@/lib/map/incident-layers';
import { type StyleRest, stageStyle } from './staged-style';
import { embeddedStyle, loadStyle, type StyleRequest } from './style-loader';

const OVERLAY = new Set<string>(OVERLAY_SOURCES);

/** What of a MapLibre map gets a style. */
export interface StyledMap {
  setStyle: (style: StyleSpecification, options: { diff: false }) => unknown;
  addSource: (name: string, source: SourceSpecification) => unknown;
  addLayer: (layer: LayerSpecification, before: string) => unknown;
}

export interface StyleApplierOptions {
  map: StyledMap;
  request: () => StyleRequest;
  /** Settles when there is something to draw, or nothing is to be waited for any more. */
  firstScene: Promise<unknown>;
  /** What the overlay's sources hold at that moment; null while there is nothing to draw. */
  sceneSources: () => Partial<Record<string, FeatureCollection>> | null;
  /** A style is about to be exchanged. */
  onApply: () => void;
  onProblem: (problem: string) => void;
}

/**
 * Gives one map its styles. The first embedded one comes in two parts: drawn in software a frame takes a tenth of a second,
 * and every file that arrives costs one, so the records come first, with the style, and the ground and its labels after
 * they have been drawn.
 */
export class StyleApplier {
  private readonly options: StyleApplierOptions;
  private rest: StyleRest | null = null;
  private number = 0;
  private isFirst = true;
  private isRemoved = false;
  /** The last style was the product's own, and not an operator's. */
  isEmbedded = true;

  constructor(options: StyleApplierOptions) {
    this.options = options;
  }

  /** Everything of the last style is on the map. */
  get isWhole(): boolean {
    return this.rest === null;
  }

  /** Sets the style that is asked for now; a later call wins over one that still loads. */
  async apply(): Promise<void> {
    const number = ++this.number;
    const { request, firstScene, sceneSources, onApply, map } = this.options;
    const asked = request();
    const { style, isEmbedded } = await this.load(asked);
    if (this.isFirst && isEmbedded) await firstScene;
    if (number !== this.number || this.isRemoved) return;
    const data = this.isFirst && isEmbedded ? sceneSources() : null;
    const staged = data && stageStyle(style, (source) => OVERLAY.has(source), data);
    this.isFirst = false;
    this.isEmbedded = isEmbedded;
    this.rest = staged?.rest ?? null;
    onApply();
    map.setStyle(staged?.first ?? style, { diff: false });
  }

  /** Adds what the first drawing did without; says whether there was anything. */
  complete(): boolean {
    const { rest, options } = this;
    if (!rest || this.isRemoved) return false;
    this.rest = null;
    for (const [name, source] of Object.entries(rest.sources)) options.map.addSource(name, source);
    for (const layer of rest.layers) options.map.addLayer(layer, rest.before);
    return true;
  }

  /** Nothing is given to the map any more. */
  remove(): void {
    this.isRemoved = true;
  }

  private async load(asked: StyleRequest) {
    if (asked.basemap.type === 'embedded') return { style: embeddedStyle(asked), isEmbedded: true };
    try {
      return { style: await loadStyle(asked), isEmbedded: false };
    } catch (error) {
      this.options.onProblem(`${String(error)}; the embedded map is shown instead`);
      return { style: embeddedStyle(asked), isEmbedded: true };
    }
  }
}
