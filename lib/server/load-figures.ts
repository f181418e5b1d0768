import { createHash } from 'node:crypto';
import type { Database } from '@/db/database';
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
  const shown = new Map(
    (await readFigures(database)).flatMap(({ figure }) =>
      figure ? [[figure.key, hashOf(figure)] as const] : [],
    ),
  );
  const isOurs = ({ key }: FigureInput) => !stated[key] || stated[key] === shown.get(key);
  const changed = figures.filter((figure) => hashOf(figure) !== stated[figure.key]);
  const ours = changed.filter(isOurs);
  await putFigures(database, ours, context);
  const noted = Object.fromEntries(ours.map((figure) => [figure.key, hashOf(figure)]));
  await writeSetting(database, SETTING_NAMES.sourcedFigures, { ...stated, ...noted });
  return changed.filter((figure) => !isOurs(figure)).map(({ key }) => key);
}

/** Of the content in the schema's order: the database keeps none. */
function hashOf(figure: FigureInput & { fid?: number }): string {
  const { fid: _fid, ...content } = figure;
  const canonical = JSON.stringify(figureInputSchema.parse(content));
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}
