import type { IncidentInput } from '@/lib/domain/incident';
import { AREA_KEYS } from '@/lib/domain/region';
import { areaOfRecord } from '@/lib/protocol/columns';
import { areaOf, regionByCode } from '@/lib/regions/gazetteer';
import type { PointLocator } from '@/lib/regions/point-to-region';
import { problem } from './http/answers';

/** What a code that names no region is told. */
export function unknownRegion(code: string | null): string {
  return `no region has the code "${code}"; see /api/v1/regions`;
}

/**
 * Fills in the areas that follow from the finest one given, and from a point alone those that its precision and what
 * protects it leave sure; an unknown or contradicting code is a 422 naming it.
 */
export function withWholeArea(incident: IncidentInput, locator?: PointLocator): IncidentInput {
  const given = areaOfRecord(incident);
  const unknown = AREA_KEYS.find((key) => given[key] !== null && !regionByCode(given[key]));
  if (unknown) {
    throw problem(422, 'record', 'The record is not valid', {
      errors: [
        {
          field: unknown,
          message: unknownRegion(given[unknown]),
        },
      ],
    });
  }
  try {
    if (locator && incident.point && AREA_KEYS.every((key) => given[key] === null)) {
      return { ...incident, ...areaOf(locator.locate(incident.point, incident)) };
    }
    return { ...incident, ...areaOf(given) };
  } catch (error) {
    throw problem(422, 'record', 'The record is not valid', {
      errors: [
        {
          field: 'municipality',
          message: error instanceof Error ? error.message : 'the areas contradict',
        },
      ],
    });
  }
}
