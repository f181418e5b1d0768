import type { PublicIncident } from './incident';

/** What a reader is told of a change: parts of a record as its page names them, in the page's order. */
export const RECORD_PARTS = [
  'status',
  'title',
  'summary',
  'reply',
  'kind',
  'when',
  'where',
  'killed',
  'injured',
  'quantity',
  'role',
  'route',
  'concealment',
  'context',
  'verification',
  'sources',
  'corrections',
] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];

/** Every public field belongs to a part, or is the record's own name and never changes for a reader. */
const PART_OF_FIELD: Record<keyof PublicIncident, RecordPart | null> = {
  id: null,
  rid: null,
  origin: null,
  status: 'status',
  retractionReason: 'status',
  title: 'title',
  summary: 'summary',
  reply: 'reply',
  kind: 'kind',
  subtype: 'kind',
  occurredFrom: 'when',
  occurredTo: 'when',
  timePrecision: 'when',
  announcedAt: 'when',
  point: 'where',
  uncertaintyMetres: 'where',
  placePrecision: 'where',
  placeName: 'where',
  country: 'where',
  province: 'where',
  municipality: 'where',
  district: 'where',
  policeZone: 'where',
  port: 'where',
  quay: 'where',
  killed: 'killed',
  injured: 'injured',
  quantity: 'quantity',
  placeRole: 'role',
  routeOrigin: 'route',
  concealment: 'concealment',
  context: 'context',
  contextBy: 'context',
  verification: 'verification',
  sources: 'sources',
  corrections: 'corrections',
};

/** The parts in which two public versions of a record differ. */
export function changedParts(before: PublicIncident, after: PublicIncident): RecordPart[] {
  const fields = Object.keys(PART_OF_FIELD) as (keyof PublicIncident)[];
  const changed = new Set(
    fields
      .filter((field) => !isEqual(before[field], after[field]))
      .map((field) => PART_OF_FIELD[field]),
  );
  return RECORD_PARTS.filter((part) => changed.has(part));
}

/** Equal content: the database gives an object's keys back in an order of its own, and a missing value is null. */
function isEqual(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
