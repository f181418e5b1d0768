import type { Feature, FeatureCollection } from 'geojson';
import type { LazySource } from '@/lib/map/basemap-style';

/** `[west, south, east, north]` in degrees. */
export type Bounds = [number, number, number, number];

/** Keeps what a basemap loads later: asks for each file once, when the view first needs it, and gathers it by source. */
export class LazyLayers {
  private readonly fetchJson: (url: string) => Promise<FeatureCollection>;
  private readonly apply: (source: string, data: FeatureCollection) => void;
  private readonly asked = new Set<string>();
  private readonly gathered = new Map<string, Feature[]>();

  constructor(options: {
    fetchJson: (url: string) => Promise<FeatureCollection>;
    apply: (source: string, data: FeatureCollection) => void;
  }) {
    this.fetchJson = options.fetchJson;
    this.apply = options.apply;
  }

  /** Begins to load what this view needs. A file that cannot be had is asked for again by a later view. */
  require(sources: readonly LazySource[], bounds: Bounds, zoom: number): void {
    for (const entry of sources) {
      if (zoom < entry.minZoom || this.asked.has(entry.url)) continue;
      if (entry.bbox && !intersects(entry.bbox, bounds)) continue;
      this.asked.add(entry.url);
      void this.load(entry);
    }
  }

  /** Gives everything that was loaded again, to a style that was set anew. */
  replay(): void {
    for (const [source, features] of this.gathered) {
      this.apply(source, { type: 'FeatureCollection', features });
    }
  }

  private async load({ source, url }: LazySource): Promise<void> {
    try {
      const data = await this.fetchJson(url);
      const features = [...(this.gathered.get(source) ?? []), ...data.features];
      this.gathered.set(source, features);
      this.apply(source, { type: 'FeatureCollection', features });
    } catch {
      this.asked.delete(url);
    }
  }
}

function intersects(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
