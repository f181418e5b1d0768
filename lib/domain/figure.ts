import type { FigureInput } from './figure-schema';

export type { Figure, FigureInput } from './figure-schema';

/** Equal exactly for figures that state the same thing and so can disagree. */
export function statementKey(figure: FigureInput): string {
  const definition = figure.definition.en ?? figure.definition.nl ?? figure.definition.fr ?? '';
  return [
    figure.measure,
    definition,
    figure.area ?? figure.areaName.en,
    figure.periodFrom,
    figure.periodTo,
  ].join('|');
}
