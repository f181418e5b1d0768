import { textWidth } from './text-width';

export const PULSE_TEXT_SIZE = 13;
/** Longer labels run over several lines; in ems, as the style wants it. */
export const PULSE_LINE_EMS = 15;
export const PULSE_LINE_HEIGHT = 1.2;
/** Scale bar and attribution stand on this much of the map's lower edge, in pixels. */
const LOWER_EDGE_PX = 30;
/** Beside the ring, or farther off where symbols stand there; in ems. */
const DISTANCES = [2, 4, 6.5, 9];

type Anchor = 'left' | 'right' | 'top' | 'bottom';
/** Anchors in order of preference, each followed by its offset in ems: the style's `text-variable-anchor-offset`. */
export type AnchorOffsets = (Anchor | [x: number, y: number])[];

interface Size {
  width: number;
  height: number;
}

/**
 * Where a pulse's label may stand round a point of the map's window without being cut off by its edges; every place where
 * none is whole. Points and sizes are CSS pixels from the upper left corner.
 */
export function pulseAnchors(label: string, point: readonly number[], map: Size): AnchorOffsets {
  const text = labelSize(label);
  const all = DISTANCES.flatMap(placesAt);
  const whole = all.filter(([anchor, offset]) => isWhole(anchor, offset, { text, point, map }));
  return (whole.length > 0 ? whole : all).flat();
}

function placesAt(far: number): [Anchor, [number, number]][] {
  return [
    ['left', [far, 0]],
    ['right', [-far, 0]],
    ['top', [0, far]],
    ['bottom', [0, -far]],
  ];
}

/** An upper estimate: words that do not fill their line make it narrower and one line higher. */
function labelSize(label: string): Size {
  const longest = PULSE_LINE_EMS * PULSE_TEXT_SIZE;
  const width = textWidth(label, PULSE_TEXT_SIZE, true);
  const lines = width > longest ? Math.ceil(width / longest) + 1 : 1;
  return {
    width: Math.min(width, longest),
    height: lines * PULSE_TEXT_SIZE * PULSE_LINE_HEIGHT,
  };
}

/** An anchor is the part of the label that lies at the offset point: `left` puts the text to its right. */
function isWhole(
  anchor: Anchor,
  offset: [number, number],
  { text, point, map }: { text: Size; point: readonly number[]; map: Size },
): boolean {
  const x = (point[0] ?? 0) + offset[0] * PULSE_TEXT_SIZE;
  const y = (point[1] ?? 0) + offset[1] * PULSE_TEXT_SIZE;
  const left = anchor === 'left' ? x : x - text.width / (anchor === 'right' ? 1 : 2);
  const top = anchor === 'top' ? y : y - text.height / (anchor === 'bottom' ? 1 : 2);
  return (
    left >= 0 &&
    top >= 0 &&
    left + text.width <= map.width &&
    top + text.height <= map.height - LOWER_EDGE_PX
  );
}
