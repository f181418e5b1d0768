import { createHash } from 'node:crypto';
import type { Database } from '@/db/database';
import { lastStatedBy } from '@/db/last-stated-by';
import { readFigures } from '@/db/read-log';
import { readSetting, SETTING_NAMES, writeSetting } from '@/db/settings';
import { withdrawFigures } from '@/db/withdraw-figures';
import type { WriteContext } from '@/db/write-context';
import { putFigures } from '@/db/write-incidents';
import type { FigureInput } from '@/lib/domain/figure';
import { figureInputSchema } from '@/lib/domain/figure-schema';

/** What was stated last under each key of the seed, as a hash. */
type Stated = Readonly<Record<string, string>>;

/**
 * States the figures of the seed that are new or say something else than when they were loaded last, and withdraws those
 * that it no longer has. What an editor has restated since is left alone.
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
  const kept = await withdrawGone(database, figures, stated, context);
  const noted = Object.fromEntries(ours.map((figure) => [figure.key, hashOf(figure)]));
  const inSeed = new Set(figures.map(({ key }) => key));
  const before = Object.entries(stated).filter(([key]) => inSeed.has(key) || kept.includes(key));
  await writeSetting(database, SETTING_NAMES.sourcedFigures, {
    ...Object.fromEntries(before),
    ...noted,
  });
  return [...changed.filter((figure) => !isOurs(figure)).map(({ key }) => key), ...kept];
}

/** @returns the keys of those that the seed stated once and an editor has restated: they stay */
async function withdrawGone(
  database: Database,
  figures: FigureInput[],
  stated: Stated,
  context: WriteContext,
): Promise<string[]> {
  const inSeed = new Set(figures.map(({ key }) => key));
  const gone = (await readFigures(database)).flatMap(({ fid, fromSeq, figure }) =>
    figure && !inSeed.has(figure.key)
      ? [{ fid, fromSeq, key: figure.key, hash: hashOf(figure) }]
      : [],
  );
  const asNoted = ({ key, hash }: (typeof gone)[number]) => hash !== null && hash === stated[key];
  const unclear = gone.filter((one) => !asNoted(one)).map(({ fid }) => fid);
  const actors = await lastStatedBy(database, unclear);
  const isOurs = (one: (typeof gone)[number]) =>
    asNoted(one) || actors.get(one.fid) === context.actor;
  // An editor may restate one at this moment: it is not withdrawn then.
  const withdrawn = await withdrawFigures(database, gone.filter(isOurs), context);
  return gone.filter(({ fid, key }) => !withdrawn.has(fid) && stated[key]).map(({ key }) => key);
}

/**
 * Tells what the seed stated from what an editor did: by the note or, where that says something else or is missing, by who
 * stated the figure last. A start may have been ended before it noted what it stated.
 */
async function ownership(
  database: Database,
  figures: FigureInput[],
  stated: Stated,
  actor: string,
): Promise<(figure: FigureInput) => boolean> {
  const lines = new Map(figures.map((figure) => [figure.key, hashOf(figure)]));
  const ours = new Set([...lines.keys()].filter((key) => !stated[key]));
  const unclear = new Map<string, number>();
  for (const { fid, figure } of await readFigures(database)) {
    if (!figure || !lines.has(figure.key)) continue;
    const hash = hashOf(figure);
    const isEqual = hash !== null && [lines.get(figure.key), stated[figure.key]].includes(hash);
    if (isEqual) ours.add(figure.key);
    else unclear.set(figure.key, fid);
  }
  const actors = await lastStatedBy(database, [...unclear.values()]);
  return ({ key }) => {
    const fid = unclear.get(key);
    return fid === undefined ? ours.has(key) : actors.get(fid) === actor;
  };
}

/** Of the content in the schema's order: the database keeps none. Null where it is no figure of this version. */
function hashOf(figure: FigureInput & { fid?: number }): string | null {
  const { fid: _fid, ...content } = figure;
  const parsed = figureInputSchema.safeParse(content);
  if (!parsed.success) return null;
  return createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex').slice(0, 32);
}
