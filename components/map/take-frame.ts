/** Device pixels for a CSS pixel, as the sheet around it. */
const FRAME_PIXEL_RATIO = 2;

/** What the map showed in one moment, as drawn, with whose ground it is. */
export interface MapFrame {
  image: HTMLCanvasElement;
  /** CSS pixels. */
  width: number;
  height: number;
  /** As it stands on the map, in plain text. */
  attribution: string;
  /** The scale bar's words and its length in CSS pixels. */
  scale: { words: string; width: number } | null;
}

/** As much of MapLibre's map as a frame needs. */
interface DrawnMap {
  getCanvas(): HTMLCanvasElement;
  getContainer(): HTMLElement;
  getPixelRatio(): number;
  setPixelRatio(ratio: number): void;
  once(type: 'idle' | 'render', listener: () => void): unknown;
  triggerRepaint(): void;
}

/** A map on which something moves is never idle; what is drawn after this is near enough. */
const IDLE_PATIENCE_MS = 4_000;
/** One drawing takes a fraction of this. */
const DRAWN_PATIENCE_MS = 6_000;

/**
 * Draws the map once more, twice as finely where the screen is coarser, and copies it within the `render` event: later the
 * browser has given the drawing away.
 */
export async function takeFrame(map: DrawnMap): Promise<MapFrame> {
  const before = map.getPixelRatio();
  const isCoarse = before < FRAME_PIXEL_RATIO;
  if (isCoarse) map.setPixelRatio(FRAME_PIXEL_RATIO);
  try {
    await Promise.race([
      new Promise<void>((settle) => void map.once('idle', () => settle())),
      new Promise<void>((settle) => void setTimeout(settle, IDLE_PATIENCE_MS)),
    ]);
    const image = await copyOf(map);
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const control = (name: string) =>
      map.getContainer().querySelector<HTMLElement>(`.maplibregl-ctrl-${name}`);
    const attribution = control('attrib-inner')?.textContent?.trim() ?? '';
    const bar = control('scale');
    const scale = bar && { words: bar.textContent?.trim() ?? '', width: bar.offsetWidth };
    return { image, width, height, attribution, scale };
  } finally {
    if (isCoarse) map.setPixelRatio(before);
  }
}

/** @throws Error where nothing is drawn in time, as on a page that nobody sees */
function copyOf(map: DrawnMap): Promise<HTMLCanvasElement> {
  return new Promise((settle, fail) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      fail(new Error('the map was not drawn'));
    }, DRAWN_PATIENCE_MS);
    map.once('render', () => {
      if (isOver) return;
      clearTimeout(timer);
      const drawn = map.getCanvas();
      const copy = document.createElement('canvas');
      copy.width = drawn.width;
      copy.height = drawn.height;
      const context = copy.getContext('2d');
      if (!context) return fail(new Error('this browser gives no 2D canvas'));
      context.drawImage(drawn, 0, 0);
      settle(copy);
    });
    map.triggerRepaint();
  });
}
