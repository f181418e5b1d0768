import type { Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import { endOfBrusselsDayMs, startOfBrusselsDayMs } from '@/lib/domain/time';
import { areaMatches } from '@/lib/regions/gazetteer';

/** Whether a record that just arrived belongs to the selection; the engine decides the same for everything it holds. */
export function matchesFilter(record: PublicIncident, filter: Filter): boolean {
  const scope = record.origin === 'simulated' ? 'simulated' : 'real';
  if (scope !== filter.scope) return false;
  if (filter.kinds.length > 0 && !filter.kinds.includes(record.kind)) return false;
  if (filter.verifications.length > 0 && !filter.verifications.includes(record.verification))
    return false;
  if (filter.from && Date.parse(record.occurredTo) < startOfBrusselsDayMs(filter.from))
    return false;
  if (filter.to && Date.parse(record.occurredFrom) >= endOfBrusselsDayMs(filter.to)) return false;
  return filter.regions.length === 0 || filter.regions.some((code) => areaMatches(record, code));
}
