import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import { THEMES, type Theme } from './palette';

/** Base radii of cluster images, in CSS pixels; a layer scales the nearest one. */
export const CLUSTER_IMAGE_RADII = [7, 15, 22, 34] as const;
/** Shares are rounded to twelfths so that a few hundred images serve every mixture. */
export const SHARE_STEPS = 12;

/** Twelfths per kind in the order of `KINDS`; they add up to twelve. */
export type Shares = readonly [number, number, number];

/** What an image of the map shows. The image's id is its text form, so that any image can be drawn when it is missed. */
export type SymbolImage =
  | { type: 'kind'; theme: Theme; kind: Kind; mark: 'exact' | 'soft' | 'retracted' | 'tag' }
  | { type: 'cluster'; theme: Theme; radiusPx: number; shares: Shares }
  | { type: 'area'; theme: Theme; shares: Shares }
  | { type: 'dot' | 'port' | 'cross'; theme: Theme }
  | { type: 'simulated'; theme: Theme; word: string };

/**
 * Counts as twelfths by largest remainder; a kind that occurs keeps at least one, so that no single seizure vanishes
 * among hundreds of shootings.
 */
export function quantiseShares(counts: readonly [number, number, number]): Shares {
  const total = counts[0] + counts[1] + counts[2];
  if (total === 0) return [0, 0, 0];
  const exact = counts.map((count) => (count / total) * SHARE_STEPS);
  const steps = exact.map((share, index) => (counts[index] ? Math.max(1, Math.floor(share)) : 0));
  const sum = () => steps.reduce((left, right) => left + right, 0);
  const gap = (index: number) => (exact[index] ?? 0) - (steps[index] ?? 0);
  const order = (sign: 1 | -1) => [0, 1, 2].sort((a, b) => sign * (gap(b) - gap(a)));
  while (sum() < SHARE_STEPS) {
    const index = order(1)[0] ?? 0;
    steps[index] = (steps[index] ?? 0) + 1;
  }
  while (sum() > SHARE_STEPS) {
    const index = order(-1).find((candidate) => (steps[candidate] ?? 0) > 1) ?? 0;
    steps[index] = (steps[index] ?? 0) - 1;
  }
  return [steps[0] ?? 0, steps[1] ?? 0, steps[2] ?? 0];
}

/** The base image for a cluster: never scaled up by more than a fifth. */
export function clusterImageRadius(radiusPx: number): number {
  return CLUSTER_IMAGE_RADII.find((radius) => radiusPx <= radius * 1.2) ?? CLUSTER_IMAGE_RADII[3];
}

export function symbolImageId(image: SymbolImage): string {
  switch (image.type) {
    case 'kind':
      return ['hw', 'kind', image.theme, image.kind, image.mark].join('|');
    case 'cluster':
      return ['hw', 'cluster', image.theme, image.radiusPx, image.shares.join()].join('|');
    case 'area':
      return ['hw', 'area', image.theme, image.shares.join()].join('|');
    case 'simulated':
      return ['hw', 'simulated', image.theme, image.word].join('|');
    default:
      return ['hw', image.type, image.theme].join('|');
  }
}

function parseShares(text: string | undefined): Shares {
  const [shooting = 0, seizure = 0, incident = 0] = (text ?? '').split(',').map(Number);
  return [shooting, seizure, incident];
}

/** The image that an id names, or null for an id of another style. */
export function parseSymbolImageId(id: string): SymbolImage | null {
  const [prefix, type, themeText, first = '', second = ''] = id.split('|');
  const theme = THEMES.find((entry) => entry === themeText);
  if (prefix !== 'hw' || !theme) return null;
  switch (type) {
    case 'kind': {
      const kind = KINDS.find((entry) => entry === first);
      const mark = (['exact', 'soft', 'retracted', 'tag'] as const).find(
        (entry) => entry === second,
      );
      return kind && mark ? { type, theme, kind, mark } : null;
    }
    case 'cluster':
      return { type, theme, radiusPx: Number(first), shares: parseShares(second) };
    case 'area':
      return { type, theme, shares: parseShares(first) };
    case 'simulated':
      return { type, theme, word: first };
    case 'dot':
    case 'port':
    case 'cross':
      return { type, theme };
    default:
      return null;
  }
}
