import { type Figure, statementKey } from '@/lib/domain/figure';
import { MEASURES } from '@/lib/domain/measure';
import { regionByCode } from '@/lib/regions/known-regions';

const KG_PER_TONNE = 1000;
const BRUSSELS_REGION = 'BE-BRU';

/** Statements of one quantity for one area and period; the first leads (D10). */
export interface Statements {
  key: string;
  area: string | null;
  /** The period's year, and whether it is the whole of it. */
  year: number;
  isWholeYear: boolean;
  /** At least one; the leading one first. */
  figures: readonly [Figure, ...Figure[]];
  low: number;
  high: number;
}

/** The authority's own statement before others', then the latest publication. */
export function byLead(a: Figure, b: Figure): number {
  const own =
    Number(b.authority === b.source.publisher) - Number(a.authority === a.source.publisher);
  if (own !== 0) return own;
  return (b.source.publishedAt ?? '').localeCompare(a.source.publishedAt ?? '') || a.fid - b.fid;
}

/** Seizures of cocaine at ports, in tonnes, for whole years: newest year first, largest first within it. */
export function portStatements(figures: readonly Figure[]): Statements[] {
  const atPorts = figures.filter(
    (figure) =>
      figure.measure === 'cocaine seized' &&
      figure.unit === 'kg' &&
      figure.area !== null &&
      regionByCode(figure.area)?.type === 'port',
  );
  return group(atPorts, ({ area, periodFrom, periodTo }) => [area, periodFrom, periodTo].join('|'))
    .filter((statements) => statements.isWholeYear)
    .sort((a, b) => b.year - a.year || b.figures[0].value - a.figures[0].value);
}

/** Counts of shootings in the Brussels Region by year, oldest first; a year may hold several definitions. */
export function brusselsShootings(figures: readonly Figure[]): Statements[] {
  const counts = figures.filter(
    (figure) =>
      figure.measure === 'shootings' && figure.area === BRUSSELS_REGION && figure.unit === 'count',
  );
  return group(counts, ({ periodFrom }) => periodFrom.slice(0, 4)).sort((a, b) => a.year - b.year);
}

/** Statements of one measure. */
export interface MeasuredStatements {
  measure: Figure['measure'];
  statements: readonly Statements[];
}

/**
 * Everything that was published about one area, by measure: those of a measure newest period first, and statements that
 * disagree, since they are of the same definition and period, in one group.
 */
export function statementsByMeasure(figures: readonly Figure[]): MeasuredStatements[] {
  return MEASURES.map((measure) => ({
    measure,
    statements: group(
      figures.filter((figure) => figure.measure === measure),
      statementKey,
    ).sort(newestPeriodFirst),
  })).filter(({ statements }) => statements.length > 0);
}

function newestPeriodFirst({ figures: [a], key: keyA }: Statements, b: Statements): number {
  const [other] = b.figures;
  return (
    other.periodTo.localeCompare(a.periodTo) ||
    other.periodFrom.localeCompare(a.periodFrom) ||
    keyA.localeCompare(b.key)
  );
}

/** The figures that neither of the two lists above shows. */
export function otherFigures(figures: readonly Figure[]): Figure[] {
  const shown = new Set(
    [...portStatements(figures), ...brusselsShootings(figures)].flatMap((statements) =>
      statements.figures.map((figure) => figure.fid),
    ),
  );
  return figures
    .filter((figure) => !shown.has(figure.fid))
    .sort(
      (a, b) =>
        b.periodTo.localeCompare(a.periodTo) || statementKey(a).localeCompare(statementKey(b)),
    );
}

export function isWholeYear({
  periodFrom,
  periodTo,
}: Pick<Figure, 'periodFrom' | 'periodTo'>): boolean {
  const year = periodFrom.slice(0, 4);
  return periodFrom === `${year}-01-01` && periodTo === `${year}-12-31`;
}

export function tonnesOf(kg: number): number {
  return kg / KG_PER_TONNE;
}

function group(figures: readonly Figure[], keyOf: (figure: Figure) => string): Statements[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const key = keyOf(figure);
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups].flatMap(([key, members]) => {
    const [first, ...rest] = members.sort(byLead);
    return first ? [statementsOf(key, [first, ...rest])] : [];
  });
}

function statementsOf(key: string, figures: [Figure, ...Figure[]]): Statements {
  const [first] = figures;
  return {
    key,
    area: first.area,
    year: Number(first.periodFrom.slice(0, 4)),
    isWholeYear: figures.every(isWholeYear),
    figures,
    low: Math.min(...figures.map((figure) => figure.low ?? figure.value)),
    high: Math.max(...figures.map((figure) => figure.high ?? figure.value)),
  };
}
