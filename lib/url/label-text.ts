import { type MapLabel, toLabelText } from '@/lib/domain/map-label';
import { UnreadableParameter } from './unreadable';

const DEGREE_DECIMALS = 5;
const LAST_LATITUDE = 85;

/** `4.40033,51.26301,The%20words`, escaped for an address. */
export function textOfLabel({ text, point: [lng, lat] }: MapLabel): string {
  return `${lng},${lat},${encodeURIComponent(text).replaceAll('%20', '+')}`;
}

/** @throws UnreadableParameter for a label that the page could not have made */
export function labelOfText(written: string): MapLabel {
  const [, lng = '', lat = '', text = ''] =
    /^(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,2}(?:\.\d{1,9})?),(.+)$/s.exec(written) ?? [];
  const label = roundLabel({ text, point: [Number(lng), Number(lat)] });
  const [x, y] = label.point;
  // A text that is cut would say something else than who shared it.
  const isWhole = toLabelText(text) === text.normalize('NFC').trim();
  if (lng === '' || label.text === '' || !isWhole) throw new UnreadableParameter();
  if (Math.abs(x) > 180 || Math.abs(y) > LAST_LATITUDE) throw new UnreadableParameter();
  return label;
}

/** A label as an address can say it, so that writing and reading it changes nothing. */
export function roundLabel({ text, point: [lng, lat] }: MapLabel): MapLabel {
  const round = (degrees: number) => Number(degrees.toFixed(DEGREE_DECIMALS)) + 0;
  return { text: toLabelText(text), point: [round(lng), round(lat)] };
}
