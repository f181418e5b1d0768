import type { IncidentInput } from '@/lib/domain/incident';
import type { FieldFault } from '@/lib/domain/problem';
import { areaOfRecord } from '@/lib/protocol/columns';
import { farFromArea } from '@/lib/regions/far-from-area';
import type { PointLocator } from '@/lib/regions/point-to-region';
import { problem } from './http/answers';

/** A clock that is wrong and a zone that was mixed up are some hours. */
const MOST_AHEAD_MS = 24 * 60 * 60 * 1000;

/**
 * Refuses by a 422 what can only be a slip: coordinates the wrong way round, a year that has not come. A draft may lack
 * something, but not be wrong; a retracted record says nothing any more. Its areas are whole. What the record `before` a
 * change already got wrong does not stand in the way of another change: it may be one that protects somebody.
 */
export function refuseSlips(
  incident: IncidentInput,
  { before, ...context }: SlipContext & { before?: IncidentInput },
): IncidentInput {
  const known = before ? slipsIn(before, context).map(({ message }) => message) : [];
  const errors = slipsIn(incident, context).filter(({ message }) => !known.includes(message));
  if (errors.length === 0) return incident;
  throw problem(422, 'record', 'The record is not valid', { errors });
}

interface SlipContext {
  now: Date;
  locator: PointLocator;
}

/** Each message names the value that is wrong, so that an equal one is the same slip. */
function slipsIn(incident: IncidentInput, { now, locator }: SlipContext): FieldFault[] {
  if (incident.status === 'retracted') return [];
  return [
    ...futureFaults(incident, now),
    ...placeFaults(incident, locator),
    ...areaFaults(incident),
  ];
}

function futureFaults({ occurredFrom }: IncidentInput, now: Date): FieldFault[] {
  if (Date.parse(occurredFrom) - now.getTime() <= MOST_AHEAD_MS) return [];
  const message = `${occurredFrom} lies in the future; it is ${now.toISOString()} here`;
  return [{ field: 'occurredFrom', message }];
}

/** What happened at sea, or to goods on their way to a port, lies where it lies. */
function placeFaults(incident: IncidentInput, locator: PointLocator): FieldFault[] {
  const { point, placePrecision, placeRole, port } = incident;
  const isElsewhere = port !== null && (placeRole === 'in transit to it' || placeRole === 'inland');
  if (!point || placePrecision === 'sea' || isElsewhere) return [];
  const far = farFromArea(point, areaOfRecord(incident), locator);
  if (!far) return [];
  const { region, km } = far;
  const name = `${region.names.en} (${region.code})`;
  const message = `[${point.join(', ')}] lies ${Math.round(km)} km from ${name}: write [longitude, latitude], or correct the area`;
  return [{ field: 'point', message }];
}

/** A record without a public point is a count on its area, so it must name one; the high seas have none. */
function areaFaults({ placePrecision, status, ...incident }: IncidentInput): FieldFault[] {
  if (status === 'draft') return [];
  if (!isCountedOnArea(placePrecision)) return [];
  if (Object.values(areaOfRecord(incident)).some((code) => code !== null)) return [];
  const message = `placePrecision "${placePrecision}" needs the area that it speaks of; see /api/v1/regions`;
  return [{ field: placePrecision, message }];
}

function isCountedOnArea(
  precision: IncidentInput['placePrecision'],
): precision is 'municipality' | 'province' | 'country' {
  return precision === 'municipality' || precision === 'province' || precision === 'country';
}
