import { useMedia } from '@/components/ui/use-media';

/** From so wide a screen on, everything is seen from farther away: as `--root-size` in app/tokens.css, the largest first. */
export const MAP_SCALES = [
  { query: '(width >= 220rem)', scale: 1.5 },
  { query: '(width >= 160rem)', scale: 1.25 },
] as const;

const [LARGEST, LARGE] = MAP_SCALES;

/** How much larger than on a desk the map draws its words and signs, so that they grow with the page's type. */
export function useMapScale(): number {
  const isLargest = useMedia(LARGEST.query);
  const isLarge = useMedia(LARGE.query);
  if (isLargest) return LARGEST.scale;
  return isLarge ? LARGE.scale : 1;
}

/** The same before the page's first drawing has asked. */
export function mapScaleNow(): number {
  return MAP_SCALES.find(({ query }) => matchMedia(query).matches)?.scale ?? 1;
}
