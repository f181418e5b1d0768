import { IMPORT_FIELDS } from '@/lib/ingest/import-fields';
import type { ColumnMapping } from '@/lib/ingest/map-columns';
import type { Decision } from '@/lib/ingest/normalise-row';
import type { PreparedOutcome, PreparedRow } from '@/lib/ingest/prepare-import';
import { describeFault, type RowFault } from '@/lib/ingest/raw-row';

const MOST_FAULTS_SHOWN = 20;
const SHARED_POINT_ROWS = 5;

/** What happened to the rows of a file, as far as it was read. */
export interface Tally {
  rows: number;
  good: number;
  badRows: number;
  /** The faults of the first bad rows. */
  shown: RowFault[];
  drafts: number;
  published: number;
  duplicates: { count: number; firstRow: number | null };
  decisions: Map<Decision, number>;
  /** Rows by point, for those whose precision nobody gave. */
  points: Map<string, number>;
}

export function createTally(): Tally {
  return {
    rows: 0,
    good: 0,
    badRows: 0,
    shown: [],
    drafts: 0,
    published: 0,
    duplicates: { count: 0, firstRow: null },
    decisions: new Map(),
    points: new Map(),
  };
}

export function tallyRow(tally: Tally, outcome: PreparedOutcome): void {
  tally.rows += 1;
  if ('faults' in outcome) tallyBadRow(tally, outcome.faults);
  else tallyGoodRow(tally, outcome.prepared);
}

/** Also for a row that the server refused after it was counted as good. */
export function tallyBadRow(tally: Tally, faults: readonly RowFault[]): void {
  tally.badRows += 1;
  if (tally.badRows <= MOST_FAULTS_SHOWN) tally.shown.push(...faults);
}

function tallyGoodRow(tally: Tally, { row, ordinal, incident, decisions }: PreparedRow): void {
  tally.good += 1;
  if (incident.status === 'published') tally.published += 1;
  else tally.drafts += 1;
  if (ordinal > 1) {
    tally.duplicates.count += 1;
    tally.duplicates.firstRow ??= row;
  }
  for (const decision of decisions) {
    tally.decisions.set(decision, (tally.decisions.get(decision) ?? 0) + 1);
  }
  if (decisions.includes('locality assumed') && incident.point) {
    const key = incident.point.join(', ');
    tally.points.set(key, (tally.points.get(key) ?? 0) + 1);
  }
}

/** Which column each field is read from, one line each. */
export function mappingLines(mapping: ColumnMapping, hasPoints: boolean): string[] {
  const width = Math.max(
    ...[...mapping.columns.keys(), ...mapping.constants.keys()].map((f) => f.length),
    0,
  );
  const line = (field: string, from: string) => `  ${field.padEnd(width)}  ${from}`;
  return [
    'Fields and where they are read:',
    ...(hasPoints ? [line('point', 'the geometry')] : []),
    ...[...mapping.columns].map(([field, column]) => line(field, `column "${column}"`)),
    ...[...mapping.constants].map(([field, value]) => line(field, `always "${value}"`)),
    ...(mapping.unused.length > 0 ? [`Columns not read: ${mapping.unused.join(', ')}`] : []),
  ];
}

export function faultLines(tally: Tally): string[] {
  const hidden = tally.badRows - Math.min(tally.badRows, MOST_FAULTS_SHOWN);
  return [
    ...tally.shown.map(describeFault),
    ...(hidden > 0 ? [`… and ${plural(hidden, 'more bad row')}`] : []),
  ];
}

const DECISIONS: Record<Decision, (rows: string) => string> = {
  'title composed': (rows) =>
    `${rows} without a title: composed from kind, people, quantity and place.`,
  'locality assumed': (rows) =>
    `${rows} with a point but no precision: shown on a 1 km grid ("locality"); say --set placePrecision=vicinity or exact if the points are that good.`,
  'draft without source': (rows) =>
    `${rows} without a source's address: kept as drafts that no reader sees (${hintFor('sourceUrl')}).`,
  'verification assumed': (rows) =>
    `${rows} without a verification: "unverified" (${hintFor('verification')}).`,
  'midnight is a day': (rows) => `${rows} at 00:00: taken as the day without a time.`,
  'outside Europe': (rows) => `${rows} with a point outside Europe: check them.`,
  'place without code': (rows) =>
    `${rows} with a place that has no code of its own: filed under the province or country, its name kept.`,
};

function hintFor(field: keyof typeof IMPORT_FIELDS): string {
  return `say --map ${field}=COLUMN or --set ${field}=VALUE; it holds ${IMPORT_FIELDS[field].holds}`;
}

/** What was decided where the file does not say, and what looks odd. */
export function decisionLines(tally: Tally): string[] {
  const { duplicates } = tally;
  const [point, shared] = [...tally.points].reduce<[string, number]>(
    (most, next) => (next[1] > most[1] ? [...next] : most),
    ['', 0],
  );
  return [
    ...[...tally.decisions].map(([decision, count]) => DECISIONS[decision](plural(count, 'row'))),
    ...(duplicates.count > 0
      ? [
          `${plural(duplicates.count, 'row')} the same as an earlier one, the first is row ${duplicates.firstRow}: taken as separate events, check for duplicates.`,
        ]
      : []),
    ...(shared >= SHARED_POINT_ROWS
      ? [
          `${shared} rows share the point ${point}: if it stands for a whole municipality, say --set placePrecision=municipality.`,
        ]
      : []),
  ];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
