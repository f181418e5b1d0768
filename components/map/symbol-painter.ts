import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import { KIND_SYMBOL_CENTRES, KIND_SYMBOL_PATHS, KIND_SYMBOL_SIZE } from '@/lib/map/kind-symbol';
import { PALETTES, type Palette } from '@/lib/map/palette';
import { SHARE_STEPS, type Shares, type SymbolImage } from '@/lib/map/symbol-image';

export const SYMBOL_PIXEL_RATIO = 2;

/** Pixels for MapLibre's `addImage`, with what stretches when text is fitted into them. */
export interface PaintedSymbol {
  image: ImageData;
  options: {
    pixelRatio: number;
    stretchX?: [number, number][];
    stretchY?: [number, number][];
    content?: [number, number, number, number];
  };
}

type Context = CanvasRenderingContext2D;

function paint(width: number, height: number, draw: (context: Context) => void): PaintedSymbol {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * SYMBOL_PIXEL_RATIO);
  canvas.height = Math.round(height * SYMBOL_PIXEL_RATIO);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no 2D canvas, so map symbols cannot be drawn');
  context.scale(SYMBOL_PIXEL_RATIO, SYMBOL_PIXEL_RATIO);
  draw(context);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  return { image, options: { pixelRatio: SYMBOL_PIXEL_RATIO } };
}

function outlined(
  context: Context,
  shape: Path2D,
  fill: string,
  edge: string,
  width: number,
): void {
  context.lineJoin = 'round';
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.stroke(shape);
  context.fillStyle = fill;
  context.fill(shape);
}

function paintKind(
  palette: Palette,
  kind: Kind,
  mark: 'exact' | 'soft' | 'retracted' | 'tag',
): PaintedSymbol {
  const scale = mark === 'tag' ? 0.72 : 1;
  const side = (KIND_SYMBOL_SIZE + 4) * scale;
  return paint(side, side, (context) => {
    context.scale(scale, scale);
    context.translate(2, 2);
    const shape = new Path2D(KIND_SYMBOL_PATHS[kind]);
    if (mark === 'retracted') {
      outlined(context, shape, palette.surface, palette.halo, 5);
      context.strokeStyle = palette.retracted;
      context.lineWidth = 1.6;
      context.setLineDash([2.5, 2]);
      context.stroke(shape);
      return;
    }
    outlined(context, shape, palette.kind[kind], palette.halo, 3.6);
    if (mark !== 'exact') return;
    const [x, y] = KIND_SYMBOL_CENTRES[kind];
    context.beginPath();
    context.arc(x, y, 2.5, 0, 2 * Math.PI);
    context.fillStyle = palette.halo;
    context.fill();
  });
}

/** A dark or light disc in a ring whose arcs are the shares of the kinds, beginning at noon. */
function paintCluster(palette: Palette, radius: number, shares: Shares): PaintedSymbol {
  const margin = 2;
  const side = 2 * (radius + margin);
  const ring = radius > 25 ? 4.5 : radius < 10 ? 2.6 : 3.5;
  return paint(side, side, (context) => {
    context.translate(side / 2, side / 2);
    const disc = new Path2D();
    disc.arc(0, 0, radius - 1, 0, 2 * Math.PI);
    outlined(context, disc, palette.surface, palette.halo, 3);
    const present = shares.filter((share) => share > 0).length;
    const gap = present > 1 ? 1.6 / radius : 0;
    let start = -Math.PI / 2;
    KINDS.forEach((kind, index) => {
      const share = shares[index] ?? 0;
      if (share === 0) return;
      const end = start + (share / SHARE_STEPS) * 2 * Math.PI;
      context.beginPath();
      context.arc(0, 0, radius - 1 - ring / 2, start + gap / 2, end - gap / 2);
      context.strokeStyle = palette.kind[kind];
      context.lineWidth = ring;
      context.stroke();
      start = end;
    });
  });
}

/** A plate with a bar at its left edge, whose parts are the shares of the kinds. */
function paintArea(palette: Palette, shares: Shares): PaintedSymbol {
  const [width, height, bar] = [36, 24, 4];
  const painted = paint(width, height, (context) => {
    const plate = new Path2D();
    plate.roundRect(1.5, 1.5, width - 3, height - 3, 3);
    outlined(context, plate, palette.surface, palette.surfaceEdge, 1.6);
    context.clip(plate);
    let top = 1.5;
    KINDS.forEach((kind, index) => {
      const share = ((shares[index] ?? 0) / SHARE_STEPS) * (height - 3);
      context.fillStyle = palette.kind[kind];
      context.fillRect(1.5, top, bar, share);
      top += share;
    });
  });
  const scaled = (value: number) => value * SYMBOL_PIXEL_RATIO;
  return {
    image: painted.image,
    options: {
      ...painted.options,
      stretchX: [[scaled(14), scaled(28)]],
      stretchY: [[scaled(8), scaled(16)]],
      content: [scaled(11), scaled(5), scaled(width - 7), scaled(height - 5)],
    },
  };
}

function paintDot(palette: Palette): PaintedSymbol {
  return paint(8, 8, (context) => {
    const dot = new Path2D();
    dot.arc(4, 4, 1.9, 0, 2 * Math.PI);
    outlined(context, dot, palette.inkSoft, palette.halo, 1.6);
  });
}

/** A bollard's square on edge: ports, apart from towns. */
function paintPort(palette: Palette): PaintedSymbol {
  return paint(12, 12, (context) => {
    const square = new Path2D('M3 3H9V9H3Z');
    outlined(context, square, palette.land, palette.halo, 4);
    context.strokeStyle = palette.seaInk;
    context.lineWidth = 1.4;
    context.stroke(square);
  });
}

function paintCross(palette: Palette): PaintedSymbol {
  return paint(9, 9, (context) => {
    context.strokeStyle = palette.grid;
    context.lineWidth = 0.8;
    context.stroke(new Path2D('M4.5 1.5V7.5M1.5 4.5H7.5'));
  });
}

const PATTERN_SLANT = -Math.PI / 7;

/** The word on a slant, in a tile that repeats without a seam: whatever leaves at one side comes in at the other. */
function paintSimulated(palette: Palette, word: string): PaintedSymbol {
  const [width, height] = [256, 192];
  return paint(width, height, (context) => {
    context.font = "700 21px 'Noto Sans', system-ui, sans-serif";
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = palette.simulated;
    context.globalAlpha = palette === PALETTES.dark ? 0.13 : 0.1;
    const write = (x: number, y: number) => {
      context.save();
      context.translate(x, y);
      context.rotate(PATTERN_SLANT);
      context.fillText(word.toUpperCase().split('').join('\u200a'), 0, 0);
      context.restore();
    };
    for (const column of [-1, 0, 1, 2]) {
      for (const row of [-1, 0, 1, 2]) {
        write(column * width, row * height);
        write((column + 0.5) * width, (row + 0.5) * height);
      }
    }
  });
}

/** Draws any image of the map; needs a document. */
export function paintSymbol(image: SymbolImage): PaintedSymbol {
  const palette = PALETTES[image.theme];
  switch (image.type) {
    case 'kind':
      return paintKind(palette, image.kind, image.mark);
    case 'cluster':
      return paintCluster(palette, image.radiusPx, image.shares);
    case 'area':
      return paintArea(palette, image.shares);
    case 'dot':
      return paintDot(palette);
    case 'port':
      return paintPort(palette);
    case 'cross':
      return paintCross(palette);
    case 'simulated':
      return paintSimulated(palette, image.word);
  }
}
