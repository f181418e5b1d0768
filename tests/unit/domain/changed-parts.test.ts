import { describe, expect, it } from 'vitest';
import { changedParts, RECORD_PARTS } from '@/lib/domain/changed-parts';
import { type PublicIncident, publicIncidentSchema, toPublic } from '@/lib/domain/incident';
import { incidentInput } from '../../support/incident-inputs';

function record(changes: Parameters<typeof incidentInput>[0] = {}): PublicIncident {
  const stored = { ...incidentInput(changes), id: '00000000-0000-4000-8000-000000000001', rid: 1 };
  const shown = toPublic(stored);
  if (!shown) throw new Error('the example is not public');
  return shown;
}

describe('the changed parts of a record', () => {
  it('are none between equal versions, whatever the order of their keys', () => {
    const same = Object.fromEntries(Object.entries(record()).toReversed()) as PublicIncident;
    expect(changedParts(record(), same)).toEqual([]);
  });

  it('are named once, in the order of the page', () => {
    const after = record({
      occurredFrom: '2025-06-01T21:00:00Z',
      occurredTo: '2025-06-01T21:00:00Z',
      killed: { best: 1 },
      placeName: { en: 'Square' },
      municipality: '21004',
    });
    expect(changedParts(record(), after)).toEqual(['when', 'where', 'killed']);
  });

  it('name every public field that a reader sees', () => {
    const unseen = ['id', 'rid', 'origin'];
    for (const field of Object.keys(publicIncidentSchema.shape)) {
      const other = { ...record(), [field]: 'another' } as unknown as PublicIncident;
      const parts = changedParts(record(), other);
      expect(parts, field).toHaveLength(unseen.includes(field) ? 0 : 1);
      for (const part of parts) expect(RECORD_PARTS).toContain(part);
    }
  });
});
