import { isDeepStrictEqual } from 'node:util';
import {
  type IncidentInput,
  incidentInputSchema,
  type StoredIncident,
} from '@/lib/domain/incident';
import { namedFields } from './merge-patch';

/** What the desk says of a record and its source does not. */
const NOT_OF_THE_SOURCE: readonly string[] = [
  'corrections',
  'origin',
  'reply',
  'retractionReason',
  'status',
] satisfies (keyof IncidentInput)[];

const UPDATED = {
  nl: 'Bijgewerkt naar de bron.',
  fr: 'Mis à jour d’après la source.',
  en: 'Updated from its source.',
};
const MOST_FIELDS = 40;

/**
 * A sourced record with the fields in which its line differs, and a public correction that names those of them that
 * readers see. Null where the line says nothing new.
 */
export function correctFromSeed(
  current: StoredIncident,
  line: IncidentInput,
  now: Date,
): IncidentInput | null {
  const { id: _id, rid: _rid, ...stored } = current;
  // A field that came after the record was stored has its default, and not a change.
  const parsed = incidentInputSchema.safeParse(stored);
  const before = parsed.success ? parsed.data : stored;
  const changed = (Object.keys(line) as (keyof IncidentInput)[]).filter(
    (name) => !NOT_OF_THE_SOURCE.includes(name) && !isDeepStrictEqual(before[name], line[name]),
  );
  if (changed.length === 0) return null;
  const next: IncidentInput = {
    ...before,
    ...Object.fromEntries(changed.map((name) => [name, line[name]])),
  };
  const fields = namedFields(current, { ...current, ...next }, changed).slice(0, MOST_FIELDS);
  if (fields.length === 0) return next;
  const correction = { text: UPDATED, at: now.toISOString(), fields };
  return { ...next, corrections: [...before.corrections, correction] };
}
