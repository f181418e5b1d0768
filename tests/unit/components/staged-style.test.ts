import type {
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it, vi } from 'vitest';
import { type StagedStyle, stageStyle } from '@/components/map/staged-style';
import { StyleApplier } from '@/components/map/style-applier';
import { embeddedStyle, type StyleRequest } from '@/components/map/style-loader';
import { OVERLAY_SOURCES } from '@/lib/map/incident-layers';
import { EXAMPLE_MANIFEST } from '../../support/basemap-manifest';

const REQUEST: StyleRequest = {
  theme: 'light',
  locale: 'en',
  simulatedWord: 'Simulated',
  manifest: EXAMPLE_MANIFEST,
  baseUrl: 'https://map.example/basemap/',
  basemap: { type: 'embedded' },
};
const OVERLAY = new Set<string>(OVERLAY_SOURCES);
const CLUSTERS = { type: 'FeatureCollection' as const, features: [] };

function staged(style: StyleSpecification): StagedStyle {
  return stageStyle(style, (source) => OVERLAY.has(source), { clusters: CLUSTERS });
}

/** Keeps what it is given, as MapLibre would. */
class RecordingMap {
  readonly styles: StyleSpecification[] = [];
  sources: Record<string, SourceSpecification> = {};
  layers: LayerSpecification[] = [];

  setStyle(style: StyleSpecification): void {
    this.styles.push(style);
    this.sources = { ...style.sources };
    this.layers = [...style.layers];
  }

  addSource(name: string, source: SourceSpecification): void {
    if (this.sources[name]) throw new Error(`source ${name} is there already`);
    this.sources[name] = source;
  }

  addLayer(layer: LayerSpecification, before: string): void {
    if ('source' in layer && !this.sources[String(layer.source)]) throw new Error('no source');
    const at = this.layers.findIndex(({ id }) => id === before);
    if (at < 0) throw new Error(`no layer ${before}`);
    this.layers.splice(at, 0, layer);
  }
}

function applierOf(
  map: RecordingMap,
  more: Partial<ConstructorParameters<typeof StyleApplier>[0]>,
) {
  const problems: string[] = [];
  const applier = new StyleApplier({
    map,
    request: () => REQUEST,
    firstScene: Promise.resolve(),
    sceneSources: () => ({ clusters: CLUSTERS }),
    onApply: () => {},
    onProblem: (problem) => problems.push(problem),
    ...more,
  });
  return { applier, problems };
}

describe('a style in two parts', () => {
  const whole = embeddedStyle(REQUEST);

  it('has in its first part the sea, the overlay with its data, and the word over simulated records', () => {
    const { first } = staged(whole);
    expect(Object.keys(first.sources).toSorted()).toEqual([...OVERLAY].toSorted());
    expect(first.sources.clusters).toMatchObject({ data: CLUSTERS });
    expect(first.layers[0]?.id).toBe('sea');
    expect(first.layers.at(-1)?.id).toBe('simulated');
  });

  it('is the whole style, layer by layer, once the rest has been added', async () => {
    const map = new RecordingMap();
    const { applier } = applierOf(map, {});
    await applier.apply();
    expect(applier.isWhole).toBe(false);
    expect(map.layers.length).toBeLessThan(whole.layers.length);
    expect(applier.complete()).toBe(true);
    expect(applier.isWhole).toBe(true);
    expect(map.layers).toEqual(whole.layers);
    expect(map.sources).toEqual({ ...whole.sources, clusters: map.sources.clusters });
    expect(applier.complete()).toBe(false);
  });
});

describe('styles of a map', () => {
  it('come whole where nothing is to be drawn when nothing is waited for any more', async () => {
    const map = new RecordingMap();
    const { applier } = applierOf(map, { sceneSources: () => null });
    await applier.apply();
    expect(applier.isWhole).toBe(true);
    expect(map.styles).toEqual([embeddedStyle(REQUEST)]);
  });

  it('come whole after the first, and take the place of one that waits', async () => {
    const map = new RecordingMap();
    let release = (): void => {};
    const firstScene = new Promise<void>((settle) => {
      release = settle;
    });
    let theme: 'light' | 'dark' = 'light';
    const { applier } = applierOf(map, { firstScene, request: () => ({ ...REQUEST, theme }) });
    const early = applier.apply();
    theme = 'dark';
    const late = applier.apply();
    release();
    await Promise.all([early, late]);
    expect(map.styles.map(({ name }) => name)).toEqual(['Havenwacht dark']);
    theme = 'light';
    await applier.apply();
    expect(applier.isWhole).toBe(true);
    expect(map.layers).toEqual(embeddedStyle(REQUEST).layers);
  });

  it('are not given to a map that was removed', async () => {
    const map = new RecordingMap();
    const { applier } = applierOf(map, {});
    const applied = applier.apply();
    applier.remove();
    await applied;
    expect(map.styles).toEqual([]);
    expect(applier.complete()).toBe(false);
  });

  it('are the embedded one, with a word about it, where the asked one cannot be had', async () => {
    const map = new RecordingMap();
    const basemap = { type: 'style', light: 'data:,x', dark: 'data:,x' } as const;
    const { applier, problems } = applierOf(map, {
      request: () => ({ ...REQUEST, basemap }),
      sceneSources: () => null,
    });
    vi.stubGlobal('location', { href: 'https://map.example/' });
    await applier.apply();
    vi.unstubAllGlobals();
    expect(applier.isEmbedded).toBe(true);
    expect(problems).toEqual([expect.stringContaining('the embedded map is shown instead')]);
    expect(map.styles[0]?.name).toBe('Havenwacht light');
  });
});
