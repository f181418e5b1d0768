import type { LayerSpecification, SourceSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Feature, FeatureCollection } from 'geojson';
import { BOUNDARY_SOURCE, boundaryLayers, CHOSEN_SOURCE } from '@/lib/map/boundary-layers';
import type { Palette } from '@/lib/map/palette';
import type { BoundaryScene } from './map-types';

/** What of the map is needed here. */
export interface BoundaryMap {
  addSource(id: string, source: SourceSpecification): unknown;
  getSource(id: string): unknown;
  removeSource(id: string): unknown;
  addLayer(layer: LayerSpecification, before?: string): unknown;
  getLayer(id: string): unknown;
  removeLayer(id: string): unknown;
  getStyle(): { layers: readonly { id: string; type: string }[] };
  setFeatureState(target: { source: string; id: string }, state: { tone: number }): unknown;
}

interface Options {
  map: () => BoundaryMap;
  palette: () => Palette;
  /** Draws into a source that is there. */
  setData: (source: string, data: FeatureCollection) => Promise<void>;
}

const UNSHADED = -1;

/**
 * Draws imported boundaries. Sources and layers are in the style only while there are boundaries, so that a map without
 * them is what it was. Polygons are handed over where they are others; a change of counts sets the tones that differ.
 */
export class BoundaryLayer {
  private readonly options: Options;
  private drawn: { features: readonly Feature[]; attribution: string } | null = null;
  private chosen: readonly Feature[] = [];
  private tones = new Map<string, number>();

  constructor(options: Options) {
    this.options = options;
  }

  /** A new style has neither sources nor tones. */
  forget(): void {
    this.drawn = null;
    this.chosen = [];
    this.tones = new Map();
  }

  async draw(scene: BoundaryScene | null): Promise<void> {
    const isOther = this.drawn !== null && this.drawn.attribution !== scene?.attribution;
    if (isOther) this.remove();
    if (!scene) return;
    if (!this.drawn) this.add(scene.attribution);
    const { setData } = this.options;
    if (this.drawn?.features !== scene.features) {
      this.drawn = scene;
      await setData(BOUNDARY_SOURCE, toCollection(scene.features));
    }
    if (this.chosen !== scene.chosen) {
      this.chosen = scene.chosen;
      await setData(CHOSEN_SOURCE, toCollection(scene.chosen));
    }
    this.shade(scene.tones);
  }

  private add(attribution: string): void {
    const { map, palette } = this.options;
    // A browser that gives a lost context back has the map restore them; with what they said and held before.
    this.remove();
    const source = (given?: string): SourceSpecification => ({
      type: 'geojson',
      data: toCollection([]),
      promoteId: 'code',
      ...(given ? { attribution: given } : {}),
    });
    map().addSource(BOUNDARY_SOURCE, source(attribution));
    map().addSource(CHOSEN_SOURCE, source());
    const firstLabel = map()
      .getStyle()
      .layers.find(({ type }) => type === 'symbol')?.id;
    for (const layer of boundaryLayers(palette())) map().addLayer(layer, firstLabel);
  }

  private remove(): void {
    const { map, palette } = this.options;
    for (const { id } of boundaryLayers(palette())) if (map().getLayer(id)) map().removeLayer(id);
    for (const id of [BOUNDARY_SOURCE, CHOSEN_SOURCE]) {
      if (map().getSource(id)) map().removeSource(id);
    }
    this.forget();
  }

  private shade(wanted: ReadonlyMap<string, number>): void {
    const map = this.options.map();
    const codes = new Set([...this.tones.keys(), ...wanted.keys()]);
    for (const id of codes) {
      const tone = wanted.get(id) ?? UNSHADED;
      if (tone === (this.tones.get(id) ?? UNSHADED)) continue;
      map.setFeatureState({ source: BOUNDARY_SOURCE, id }, { tone });
    }
    this.tones = new Map(wanted);
  }
}

function toCollection(features: readonly Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features: [...features] };
}
