import type { Camera } from '@/lib/domain/filter';
import type { Kind, Locale } from '@/lib/domain/vocabulary';
import type { AreaCount, ViewResponse } from '@/lib/protocol/engine-requests';
import { PREVIEW_HEIGHT, PREVIEW_WIDTH } from '@/lib/url/preview-paths';

/** Pixels of a preview image: what chats and networks show beside a link, 1.91 to 1. */
export const PREVIEW_SIZE = { width: PREVIEW_WIDTH, height: PREVIEW_HEIGHT } as const;
/** The part of it that is a map. */
export const MAP_FRAME = { x: 456, y: 0, width: 744, height: 570 } as const;
/** The map is drawn this much larger than on a page, since the picture is shown at half its size. */
export const MAP_SCALE = 1.5;
/** The map's part in the pixels in which it is counted and drawn. */
export const MAP_VIEWPORT = {
  width: MAP_FRAME.width / MAP_SCALE,
  height: MAP_FRAME.height / MAP_SCALE,
} as const;

export interface PreviewKind {
  kind: Kind;
  word: string;
  /** As it is written, or null where the picture is not of counts. */
  count: string | null;
}

export interface PreviewBar {
  counts: Readonly<Record<Kind, number>>;
}

/** Everything that a preview image says, in words of one language: a value, from which the picture follows. */
export interface PreviewScene {
  locale: Locale;
  title: string;
  /** Under the title, or null. */
  note: string | null;
  /** The number of records and what they are, or null where the picture is of one record. */
  count: { number: string; noun: string } | null;
  kinds: readonly PreviewKind[];
  bars: {
    entries: readonly PreviewBar[];
    caption: string;
    first: string;
    last: string;
    /** What no bar could show, or null. */
    remainder: string | null;
  } | null;
  map: {
    camera: Camera;
    /** At which the clusters were counted. */
    zoom: number;
    clusters: ViewResponse['clusters'];
    areas: readonly AreaCount[];
    /** Said across a map that shows nothing, or null. */
    empty: string | null;
  };
  legend: { several: string; area: string; discs: string };
  asOf: string;
  source: string;
  precision: string;
  attribution: string;
  /** The reader's word for simulated records; null for real ones. */
  simulated: string | null;
}
