import type { Feature, FeatureCollection, Point } from 'geojson';
import type { Kind } from '@/lib/domain/vocabulary';
import type { AnchorOffsets } from '@/lib/map/pulse-label';
import { pulseProgress } from './pulse-clock';

export interface PulseProperties {
  kind: Kind;
  /** What happened, in the reader's language. */
  label: string;
}
export type PulseFeature = Feature<Point, PulseProperties>;

interface RunningPulse {
  id: number;
  startedAt: number;
  feature: PulseFeature;
  anchors: AnchorOffsets;
}

interface Options {
  /** Where a label may stand round its ring. */
  placeLabel: (feature: PulseFeature) => AnchorOffsets;
  /** Draws these rings instead of those before. */
  draw: (features: FeatureCollection) => void;
  /** Says how far a ring has grown, 0 to 1. */
  grow: (id: number, progress: number) => void;
  prefersStill: () => boolean;
}

/** Rings round what was just published: each ends by itself within five seconds. */
export class PulsePlayer {
  private readonly options: Options;
  private running: RunningPulse[] = [];
  private frame = 0;

  constructor(options: Options) {
    this.options = options;
  }

  add(features: readonly PulseFeature[]): void {
    const startedAt = performance.now();
    for (const feature of features) {
      const id = this.freeId();
      // A state that an ended pulse left behind would show for a frame.
      this.options.grow(id, 0);
      const anchors = this.options.placeLabel(feature);
      this.running = [...this.running, { id, startedAt, feature, anchors }];
    }
    this.redraw();
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.step());
  }

  /** Draws what runs, as after a new style. */
  redraw(): void {
    const features = this.running.map(({ id, feature, anchors }) => ({
      ...feature,
      properties: { ...feature.properties, id, anchors, retracted: false },
    }));
    this.options.draw({ type: 'FeatureCollection', features });
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  /** Ids come again, since MapLibre keeps the state of every id that it ever had, also of one whose state was removed. */
  private freeId(): number {
    const taken = new Set(this.running.map(({ id }) => id));
    let id = 1;
    while (taken.has(id)) id += 1;
    return id;
  }

  private step(): void {
    const now = performance.now();
    const isStill = this.options.prefersStill();
    const alive = this.running.filter(({ id, startedAt }) => {
      const progress = pulseProgress(now - startedAt, isStill);
      if (progress !== null) this.options.grow(id, progress);
      return progress !== null;
    });
    const hasEnded = alive.length < this.running.length;
    this.running = alive;
    if (hasEnded) this.redraw();
    this.frame = alive.length > 0 ? requestAnimationFrame(() => this.step()) : 0;
  }
}
