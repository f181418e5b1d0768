import { createHash } from 'node:crypto';
import type { Database } from '@/db/database';
import { lastStatedBy } from '@/db/last-stated-by';
import { readFigures } from '@/db/read-log';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import type { WriteContext } from '@/db/write-context';
import { putFigures } from '@/db/write-incidents';
import { type FigureInput, figureInputSchema } from '@/lib/domain/figure';

/** What was stated last under each key of the seed, as a hash. */
type Stated = Readonly<Record<string, string>>;

/**
 * States the figures of the seed that are new or say something else than when they were loaded last. One that an editor
 * has restated since is left alone.
 * @returns the keys of those that were left
 */
export async function loadFigures(
  database: Database,
  figures: FigureInput[],
  context: WriteContext,
): Promise<string[]> {
  const stated = ((await readSetting(database, SETTING_NAMES.sourcedFigures)) ?? {}) as Stated;
  const changed = figures.filter((figure) => hashOf(figure) !== stated[figure.key]);
  const isOurs = await ownership(database, changed, stated, context.actor);
  const ours = changed.filter(isOurs);
  await putFigures(database, ours, context);
  const noted = Object.fromEntries(ours.map((figure) => [figure.key, hashOf(figure)]));
  await writeSetting(database, SETTING_NAMES.sourcedFigures, { ...stated, ...noted });
  return changed.filter((figure) => !isOurs(figure)).map(({ key }) => key);
}

/** Tells what the seed stated from what an editor did; without a note, by who stated it last. */
async function ownership(
  database: Database,
  figures: FigureInput[],
  stated: Stated,
  actor: string,
): Promise<(figure: FigureInput) => boolean> {
  const keys = new Set(figures.map(({ key }) => key));
  const shown = new Map<string, { fid: number; hash: string | null }>();
  for (const { fid, figure } of await readFigures(database)) {
    if (figure && keys.has(figure.key)) shown.set(figure.key, { fid, hash: hashOf(figure) });
  }
  const unnoted = [...shown].flatMap(([key, { fid }]) => (stated[key] ? [] : [fid]));
  const actors = await lastStatedBy(database, unnoted);
  return (figure) => {
    const there = shown.get(figure.key);
    const note = stated[figure.key];
    // Stated already, by a start that was ended before it noted it, or by an editor in the same words.
    if (there?.hash && there.hash === hashOf(figure)) return true;
    if (note) return there?.hash === note;
    return !there || actors.get(there.fid) === actor;
  };
}

/** Of the content in the schema's order: the database keeps none. Null where it is no figure of this version. */
function hashOf(figure: FigureInput & { fid?: number }): string | null {
  const { fid: _fid, ...content } = figure;
  const parsed = figureInputSchema.safeParse(content);
  if (!parsed.success) return null;
  return createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex').slice(0, 32);
}
