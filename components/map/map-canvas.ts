import type { FeatureCollection } from 'geojson';
import {
  AttributionControl,
  addProtocol,
  type GeoJSONSource,
  MapLibreMap,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Protocol } from 'pmtiles';
import { type Camera, FIRST_ZOOM, LAST_ZOOM } from '@/lib/domain/filter';
import type { Shape } from '@/lib/domain/shape';
import { lazySources } from '@/lib/map/basemap-style';
import { PICKABLE_LAYERS, PRECISION_LAYERS, STAND_IN_LAYERS } from '@/lib/map/incident-layers';
import { filtersWithout } from '@/lib/map/label-layers';
import { portFeatures } from '@/lib/map/map-features';
import { PALETTES } from '@/lib/map/palette';
import { pulseAnchors } from '@/lib/map/pulse-label';
import { referenceGrid } from '@/lib/map/reference-grid';
import { parseSymbolImageId, symbolImageId } from '@/lib/map/symbol-image';
import { BoundaryLayer } from './boundary-layer';
import { markFirstDrawing } from './first-drawing';
import { flyOrJump } from './fly-or-jump';
import { foldSources } from './fold-sources';
import { LatestTask } from './latest-task';
import { type Bounds, LazyLayers } from './lazy-layers';
import { freeLostStyles } from './lost-style';
import './map-canvas.css';
import type { MapAppearance, MapCanvasOptions, MapScene, Pick } from './map-types';
import { pickFeature } from './pick-feature';
import { type PulseFeature, PulsePlayer } from './pulse-player';
import { sceneData } from './scene-data';
import { seenMap } from './seen-map';
import { StyleApplier } from './style-applier';
import type { StyleRequest } from './style-loader';
import { paintSymbol } from './symbol-painter';
import { type MapFrame, takeFrame } from './take-frame';

setWorkerUrl(new URL('maplibre-gl/dist/maplibre-gl-worker.mjs', import.meta.url).href);
let hasPmtiles = false;

const MOVE_INTERVAL_MS = 120;
const CONTEXT_PATIENCE_MS = 4_000;
const PICK_MARGIN_PX = 5;
const MAX_PAINTED_CLUSTERS = 300;
/** After this a map is shown without records: the engine may be far from having any. */
const FIRST_SCENE_PATIENCE_MS = 1_500;

/**
 * Owns the MapLibre map: takes pure data and draws it, and survives a lost WebGL context by mounting itself anew. What
 * it was last given is kept, so that a new style or a new context shows the same.
 */
export class MapCanvas {
  private readonly container: HTMLElement;
  private readonly options: MapCanvasOptions;
  private readonly lazy: LazyLayers;
  private readonly sceneTask: LatestTask<MapScene>;
  /** One for each source that is drawn by itself. */
  private readonly sourceTasks = new Map<string, LatestTask<FeatureCollection>>();
  private readonly boundaries: BoundaryLayer;
  private readonly pulses: PulsePlayer;
  private appearance: MapAppearance;
  private pixelRatio: number;
  private map: MapLibreMap;
  private scene: MapScene = {
    view: null,
    concentrations: null,
    figures: null,
    texture: null,
    changes: null,
    shape: null,
    boundaries: null,
    hasDiscs: true,
  };
  private lastMoveAt = 0;
  private contextTimer: ReturnType<typeof setTimeout> | null = null;
  private style!: StyleApplier;
  private isDestroyed = false;
  /** Not while the browser gives no context: then there is no map that could be taken away. */
  private isMounted = false;
  private isStyleReady = false;
  private hasScene: () => void = () => {};
  private readonly firstScene = new Promise<void>((settle) => {
    this.hasScene = settle;
    setTimeout(settle, FIRST_SCENE_PATIENCE_MS);
  });
  /** While the reader draws: clicks set corners and choose nothing. */
  private drawingArea: AbortController | null = null;

  constructor(container: HTMLElement, options: MapCanvasOptions) {
    this.container = container;
    this.options = { ...options, baseUrl: new URL(options.baseUrl, location.href).href };
    this.appearance = options;
    this.pixelRatio = options.pixelRatio;
    this.lazy = new LazyLayers({
      fetchJson: async (url) => {
        const response = await fetch(url);
        if (!response.ok) throw new Error(`${url} answered ${response.status}`);
        return (await response.json()) as FeatureCollection;
      },
      apply: (source, data) => this.drawSource(source, data),
    });
    this.sceneTask = this.drawing((scene) => this.drawScene(scene));
    this.boundaries = new BoundaryLayer({
      map: () => this.map,
      palette: () => PALETTES[this.appearance.theme],
      setData: (source, data) => this.setData(source, data),
    });
    this.pulses = new PulsePlayer({
      placeLabel: ({ geometry, properties }) => {
        const { x, y } = this.map.project(toLngLat(geometry.coordinates));
        const { clientWidth: width, clientHeight: height } = this.container;
        return pulseAnchors(properties.label, [x, y], { width, height });
      },
      draw: (features) => this.drawSource('pulses', features),
      grow: (id, progress) => {
        if (this.isStyleReady) this.map.setFeatureState({ source: 'pulses', id }, { progress });
      },
      prefersStill: prefersReducedMotion,
    });
    // A style may name archives too.
    if (options.basemap.type !== 'embedded' && !hasPmtiles) {
      addProtocol('pmtiles', new Protocol().tile);
      hasPmtiles = true;
    }
    this.map = this.mount(options.start);
  }

  /** Shows a scene; at most one drawing at a time, the last one wins. */
  setScene(scene: MapScene): void {
    this.scene = scene;
    if (scene.view) this.hasScene();
    this.sceneTask.push(scene);
  }

  /** Rings and words for events that were just published; each ends by itself within five seconds. */
  pulse(features: readonly PulseFeature[]): void {
    this.pulses.add(features);
  }

  /** Changes theme, language or the word for simulated records; camera and data stay. */
  setAppearance(appearance: MapAppearance): void {
    const { theme, locale, simulatedWord } = this.appearance;
    const same =
      theme === appearance.theme &&
      locale === appearance.locale &&
      simulatedWord === appearance.simulatedWord;
    if (same) return;
    this.appearance = appearance;
    this.container.dataset.theme = appearance.theme;
    void this.style.apply();
  }

  /** Flies there, or stands there at once for readers who asked for less motion and where it cannot be drawn fast enough. */
  flyTo(camera: Camera): void {
    if (prefersReducedMotion()) this.map.jumpTo(camera);
    else flyOrJump(this.map, { ...camera, speed: 1.6, maxDuration: 2500 });
  }

  /** Frames an area `[west, south, east, north]`. */
  fitBounds(bounds: Bounds, padding: number): void {
    this.map.fitBounds(bounds, { padding, animate: !prefersReducedMotion(), maxDuration: 2500 });
  }

  /**
   * Lets the reader draw an area; see `drawOnMap`. A second call, another style or a lost context ends the first.
   * @param onReady the tool is there: from now on clicks draw
   * @returns null where it was given up
   */
  async drawShape(
    type: Shape['type'],
    signal: AbortSignal,
    onReady: () => void,
  ): Promise<Shape | null> {
    this.drawingArea?.abort();
    const own = new AbortController();
    this.drawingArea = own;
    const either = AbortSignal.any([signal, own.signal]);
    try {
      const { drawOnMap } = await import('./shape-tool');
      if (either.aborted || !this.isStyleReady) return null;
      const drawn = drawOnMap(this.map, type, PALETTES[this.appearance.theme], either);
      onReady();
      return await drawn;
    } finally {
      // The click that ends the drawing comes to the map's own listeners in this turn.
      setTimeout(() => {
        if (this.drawingArea === own) this.drawingArea = null;
      });
    }
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { center: [lng, lat], zoom: this.map.getZoom() };
  }

  /** What is drawn now, for an image that leaves the page; see `takeFrame`. */
  async frame(): Promise<MapFrame> {
    return await takeFrame(this.map);
  }

  /** As finely as `pixelRatio` of the options. */
  setPixelRatio(ratio: number): void {
    if (ratio === this.pixelRatio) return;
    this.pixelRatio = ratio;
    this.map.setPixelRatio(ratio);
  }

  resize(): void {
    this.map.resize();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.drawingArea?.abort();
    this.pulses.stop();
    if (this.contextTimer) clearTimeout(this.contextTimer);
    this.unmount();
  }

  private mount(start: MapCanvasOptions['start']): MapLibreMap {
    const { options, container } = this;
    container.classList.add('hw-map');
    container.dataset.theme = this.appearance.theme;
    const place =
      'bounds' in start
        ? { bounds: start.bounds, fitBoundsOptions: { padding: start.padding } }
        : { center: start.center, zoom: start.zoom };
    const map = new MapLibreMap({
      container,
      style: { version: 8, sources: {}, layers: [] },
      ...place,
      minZoom: FIRST_ZOOM,
      maxZoom: LAST_ZOOM,
      interactive: options.interactive,
      pixelRatio: this.pixelRatio,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      fadeDuration: prefersReducedMotion() ? 0 : 180,
      cooperativeGestures: options.sharedScroll != null,
      locale: { 'Map.Title': options.title, ...gestureWords(options.sharedScroll ?? null) },
    });
    this.map = map;
    this.isMounted = true;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    this.addAttribution(map);
    map.addControl(new ScaleControl({ maxWidth: 110, unit: 'metric' }), 'bottom-left');
    if (options.interactive && options.hasZoomButtons !== false)
      map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.setMissingStyleImageResolver((id) => this.paintMissing(id));
    freeLostStyles(map);
    this.listen(map);
    this.style = new StyleApplier({
      map,
      request: () => this.styleRequest(),
      firstScene: this.firstScene,
      sceneSources: () => (this.scene.view ? this.dataOf(this.scene).sources : null),
      onApply: () => {
        this.drawingArea?.abort();
        this.isStyleReady = false;
      },
      onProblem: options.onProblem,
    });
    void this.style.apply();
    return map;
  }

  /** Nobody could unfold a wall's. */
  private addAttribution(map: MapLibreMap): void {
    const mayFold = this.options.interactive;
    map.addControl(new AttributionControl(mayFold ? {} : { compact: false }), 'bottom-right');
    if (mayFold) foldSources(map, this.container);
  }

  private listen(map: MapLibreMap): void {
    map.on('style.load', () => this.drawEverything());
    map.on('move', () => this.reportMove(false));
    map.on('moveend', () => this.reportMove(true));
    map.on('resize', () => this.reportMove(!map.isMoving()));
    map.on('click', (event) => {
      if (!this.drawingArea) this.options.onPick(this.pickAt(event));
    });
    map.on('mousemove', (event) => {
      if (!map.isMoving() && !this.drawingArea)
        map.getCanvas().style.cursor = this.pickAt(event) ? 'pointer' : '';
    });
    map.on('webglcontextlost', () => {
      this.drawingArea?.abort();
      this.isStyleReady = false;
      this.awaitContext();
    });
    map.on('webglcontextrestored', () => {
      if (this.contextTimer) clearTimeout(this.contextTimer);
      this.contextTimer = null;
    });
  }

  private styleRequest(): StyleRequest {
    const { manifest, baseUrl, basemap } = this.options;
    return { ...this.appearance, manifest, baseUrl, basemap };
  }

  private drawEverything(): void {
    // A map begins with an empty style, which loads too; only one with our sources can be drawn on.
    if (!this.map.getSource('clusters')) return;
    this.paintPattern();
    this.isStyleReady = true;
    this.boundaries.forget();
    for (const task of this.sourceTasks.values()) task.forget();
    if (this.style.isWhole) {
      this.sceneTask.restart(this.scene);
      this.drawRest();
    } else this.awaitFirstDrawing(this.scene);
  }

  /** The first scene came with its style; once it has been drawn, the rest of the style is added. */
  private awaitFirstDrawing(scene: MapScene): void {
    const { map, style } = this;
    this.showDiscs(scene.hasDiscs);
    this.spreadHeat(scene);
    const look = () => {
      const isReplaced = style !== this.style || style.isWhole;
      if (!isReplaced && !(this.isStyleReady && map.isSourceLoaded('clusters'))) return;
      map.off('render', look);
      if (!isReplaced) this.reportDrawn(scene);
    };
    map.on('render', look);
  }

  private drawRest(): void {
    const ports = [...this.options.regions.values()].filter(({ type }) => type === 'port');
    this.drawSource('ports', portFeatures(ports, this.options.docks, this.appearance));
    this.pulses.redraw();
    this.lazy.replay();
    this.reportMove(true);
  }

  private dataOf(scene: MapScene) {
    const seen = seenMap(this.map, this.container, !this.options.interactive);
    return sceneData(scene, this.appearance, this.options.regions, seen);
  }

  private async drawScene(scene: MapScene): Promise<void> {
    if (!this.isStyleReady) return;
    const { sources, namedCodes } = this.dataOf(scene);
    this.forgetOldClusterImages();
    this.hideLabelsOf(namedCodes);
    this.showDiscs(scene.hasDiscs);
    this.spreadHeat(scene);
    await Promise.all([
      ...Object.entries(sources).map(([name, data]) => this.setData(name, data)),
      // They lie between the ground and its labels.
      this.style.isWhole && this.boundaries.draw(scene.boundaries),
    ]);
    this.reportDrawn(scene);
  }

  private reportDrawn({ view }: MapScene): void {
    if (view) {
      this.container.dataset.drawnSeq = String(view.seq);
      markFirstDrawing();
    }
    if (this.style.isWhole) return;
    // Not before the drawing has been shown.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (!this.isStyleReady || !this.style.complete()) return;
        this.sceneTask.push(this.scene);
        this.drawRest();
      }),
    );
  }

  private spreadHeat({ view }: MapScene): void {
    if (view?.heat) this.map.setPaintProperty('heat', 'heatmap-radius', view.heat.radiusPx);
  }

  /** Without discs their symbols stay, at every zoom: no record leaves the map. */
  private showDiscs(isShown: boolean): void {
    for (const id of PRECISION_LAYERS) {
      this.map.setLayoutProperty(id, 'visibility', isShown ? 'visible' : 'none');
    }
    for (const [id, discZoom] of STAND_IN_LAYERS) {
      this.map.setLayerZoomRange(id, 0, isShown ? discZoom : LAST_ZOOM + 1);
    }
  }

  /** A plate carries its area's name, so the basemap's label of the same area goes. */
  private hideLabelsOf(codes: readonly string[]): void {
    const filters = filtersWithout(codes);
    for (const [layer, filter] of Object.entries(filters)) {
      if (this.map.getLayer(layer)) this.map.setFilter(layer, filter);
    }
  }

  /** Draws at most once a frame and not before the last drawing settled; the newest value wins. */
  private drawing<T>(run: (value: T) => Promise<unknown>): LatestTask<T> {
    return new LatestTask({
      run,
      nextFrame: (callback) => void requestAnimationFrame(callback),
      onError: (error) => this.options.onProblem(`the map could not be drawn: ${String(error)}`),
    });
  }

  private drawSource(source: string, data: FeatureCollection): void {
    const known = this.sourceTasks.get(source);
    const task = known ?? this.drawing<FeatureCollection>((next) => this.setData(source, next));
    this.sourceTasks.set(source, task);
    task.push(data);
  }

  /** Nothing happens while the style with that source is not there yet: it is drawn again when it is. */
  private async setData(source: string, data: FeatureCollection): Promise<void> {
    if (this.isDestroyed || !this.isStyleReady) return;
    await this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  /** A background's pattern is not asked for as a missing image, so it is there before the first frame. */
  private paintPattern(): void {
    const { theme, simulatedWord: word } = this.appearance;
    if (word) this.paintMissing(symbolImageId({ type: 'simulated', theme, word }));
  }

  private paintMissing(id: string): void {
    const image = parseSymbolImageId(id);
    if (!image || this.map.hasImage(id)) return;
    const painted = paintSymbol(image);
    this.map.addImage(id, painted.image, painted.options);
  }

  private forgetOldClusterImages(): void {
    const painted = this.map.listImages().filter((id) => id.startsWith('hw|cluster|'));
    if (painted.length < MAX_PAINTED_CLUSTERS) return;
    for (const id of painted) this.map.removeImage(id);
  }

  private reportMove(settled: boolean): void {
    const now = performance.now();
    if (!settled && now - this.lastMoveAt < MOVE_INTERVAL_MS) return;
    this.lastMoveAt = now;
    const camera = this.camera();
    const bounds = this.map.getBounds().toArray().flat() as Bounds;
    if (this.style?.isEmbedded && this.style.isWhole) {
      this.lazy.require(lazySources(this.styleRequest()), bounds, camera.zoom);
      if (settled) this.drawSource('reference-grid', referenceGrid({ ...camera, bounds }));
    }
    const { clientWidth: width, clientHeight: height } = this.container;
    this.options.onMove({ camera, bounds, size: { width, height }, settled });
  }

  private pickAt({ point }: MapMouseEvent): Pick | null {
    const layers = PICKABLE_LAYERS.filter((id) => this.map.getLayer(id));
    if (layers.length === 0) return null;
    const hit = this.map.queryRenderedFeatures(
      [
        [point.x - PICK_MARGIN_PX, point.y - PICK_MARGIN_PX],
        [point.x + PICK_MARGIN_PX, point.y + PICK_MARGIN_PX],
      ],
      { layers },
    );
    return pickFeature(hit, (lngLat) => this.map.project(lngLat).dist(point));
  }

  /** MapLibre restores what the browser gives back; where it does not, after sleep for instance, a new map does. */
  private awaitContext(): void {
    if (this.contextTimer) clearTimeout(this.contextTimer);
    this.contextTimer = setTimeout(() => this.remount(), CONTEXT_PATIENCE_MS);
  }

  private unmount(): void {
    if (!this.isMounted) return;
    this.isMounted = false;
    this.style.remove();
    this.map.remove();
  }

  private remount(): void {
    if (this.isDestroyed) return;
    const camera = this.camera();
    this.unmount();
    try {
      this.map = this.mount(camera);
      this.contextTimer = null;
    } catch (error) {
      this.options.onProblem(`the browser gives no WebGL context: ${String(error)}`);
      this.awaitContext();
    }
  }
}

function toLngLat([lng = 0, lat = 0]: readonly number[]): [number, number] {
  return [lng, lat];
}

function gestureWords(words: MapCanvasOptions['sharedScroll']): Record<string, string> {
  if (!words) return {};
  return {
    'CooperativeGesturesHandler.WindowsHelpText': words.wheel,
    'CooperativeGesturesHandler.MacHelpText': words.wheelMac,
    'CooperativeGesturesHandler.MobileHelpText': words.touch,
  };
}

function prefersReducedMotion(): boolean {
  return globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
}
