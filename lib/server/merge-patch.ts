import {
  type IncidentInput,
  type IncidentPatch,
  incidentInputSchema,
  type StoredIncident,
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
    const changed = Object.keys(fields).slice(0, 40);
    merged.corrections = [
      ...merged.corrections,
      { text: correction, at: now.toISOString(), fields: changed },
    ];
  }
  const whole = incidentInputSchema.safeParse(merged);
  if (whole.success) return whole.data;
  throw problem(422, 'record', 'The record would not be valid', { errors: faultsOf(whole.error) });
}

/** A new area replaces the old one whole: a finer code of the old one must not survive a move. */
function clearedAreas(fields: Partial<IncidentInput>): Partial<IncidentInput> {
  if (!AREA_KEYS.some((key) => key in fields)) return {};
  return Object.fromEntries(AREA_KEYS.map((key) => [key, null]));
}
