import { isDeepStrictEqual } from 'node:util';
import {
  type IncidentInput,
  type IncidentPatch,
  incidentInputSchema,
  isNamedInCorrections,
  type StoredIncident,
  toPublic,
} from '@/lib/domain/incident';
import { faultsOf } from '@/lib/domain/problem';
import { AREA_KEYS } from '@/lib/domain/region';
import { problem } from './http/answers';

/** A record with a patch applied and its correction kept; a 422 problem where the whole would not be valid. */
export function mergePatch(
  current: StoredIncident,
  patch: IncidentPatch,
  now: Date,
): IncidentInput {
  const { id: _id, rid: _rid, ...stored } = current;
  const { correction, ...fields } = patch;
  const merged = { ...stored, ...clearedAreas(fields), ...fields };
  if (correction) {
    const named = namedFields(current, { ...current, ...merged }, Object.keys(fields));
    merged.corrections = [
      ...merged.corrections,
      { text: correction, at: now.toISOString(), fields: named.slice(0, 40) },
    ];
  }
  const whole = incidentInputSchema.safeParse(merged);
  if (whole.success) return whole.data;
  throw problem(422, 'record', 'The record would not be valid', { errors: faultsOf(whole.error) });
}

/** Facts that a precision or a sensitivity may keep from readers. */
const MASKED_FIELDS = ['point', 'placeName', 'quay', 'district'] as const;

/** The changed fields that a correction names to readers: none that they never see, nor one that stays as they saw it. */
export function namedFields(
  before: StoredIncident,
  after: StoredIncident,
  changed: string[],
): string[] {
  const shown = toPublic({ ...before, status: 'published' });
  const next = toPublic({ ...after, status: 'published' });
  const unseen: string[] = MASKED_FIELDS.filter((field) =>
    isDeepStrictEqual(shown?.[field], next?.[field]),
  );
  return changed.filter((field) => isNamedInCorrections(field) && !unseen.includes(field));
}

/** A new area replaces the old one whole: a finer code of the old one must not survive a move. */
function clearedAreas(fields: Partial<IncidentInput>): Partial<IncidentInput> {
  if (!AREA_KEYS.some((key) => key in fields)) return {};
  return Object.fromEntries(AREA_KEYS.map((key) => [key, null]));
}
