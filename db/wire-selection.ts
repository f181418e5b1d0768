import type { WireColumn } from '@/lib/protocol/columns';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import { incidentVersions } from './schema';

type WireSelection = { [Name in WireColumn]: (typeof incidentVersions)[Name] };

/** The columns of a version that cross the wire, by their wire names and in wire order. */
export const wireSelection = Object.fromEntries(
  WIRE_COLUMNS.map(({ name }) => [name, incidentVersions[name]]),
) as WireSelection;
