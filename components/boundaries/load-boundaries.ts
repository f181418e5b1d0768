import {
  type BoundaryFacts,
  type BoundaryLevel,
  type BoundaryTopology,
  boundariesAnswerSchema,
} from '@/lib/protocol/boundaries';
import {
  type BoundaryFeature,
  boundaryFeatures,
  boundaryLevelOf,
} from '@/lib/regions/boundaries/boundary-features';

const PATH = '/api/v1/boundaries';

/** Imported boundaries as a page has them. */
export interface Boundaries {
  /** Names these polygons and no others. */
  address: string;
  facts: BoundaryFacts;
  byLevel: ReadonlyMap<BoundaryLevel, readonly BoundaryFeature[]>;
  byCode: ReadonlyMap<string, BoundaryFeature>;
}

/**
 * Asks which boundaries are in force, and loads them where they are others than those that are `known`.
 * @returns null where there are none
 * @throws where the server cannot be asked, or answers something else
 */
export async function loadBoundaries(
  known: Boundaries | null,
  fetchJson: (path: string) => Promise<unknown>,
): Promise<Boundaries | null> {
  const { boundaries } = boundariesAnswerSchema.parse(await fetchJson(PATH));
  if (!boundaries) return null;
  const { address, ...facts } = boundaries;
  if (known?.address === address && known.facts.importedAt === facts.importedAt) return known;
  // The server checked it when it was imported; again here it would hold up the page.
  const features = boundaryFeatures((await fetchJson(address)) as BoundaryTopology);
  const byLevel = new Map<BoundaryLevel, BoundaryFeature[]>();
  for (const feature of features) {
    const level = boundaryLevelOf(feature.properties.code);
    if (level) byLevel.set(level, [...(byLevel.get(level) ?? []), feature]);
  }
  const byCode = new Map(features.map((feature) => [feature.properties.code, feature]));
  return { address, facts, byLevel, byCode };
}
