import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveScript, type LiveStep } from '@/db/seed/demo/live-feed';
import { type IncidentInput, incidentInputSchema } from '@/lib/domain/incident';
import { LOCALES } from '@/lib/domain/vocabulary';
import { often } from '../../support/breadth';

const startMs = Date.parse('2026-06-30T20:00:00Z');
const MINUTE_MS = 60_000;

/** What the records look like after the steps; a step that names an unknown or withdrawn record fails. */
function play(steps: readonly LiveStep[]): Map<string, IncidentInput> {
  const records = new Map<string, IncidentInput>();
  for (const step of steps) {
    if (step.action === 'create') {
      expect(records.has(step.ref)).toBe(false);
      records.set(step.ref, incidentInputSchema.parse(step.input));
      continue;
    }
    const before = records.get(step.ref);
    if (!before) throw new Error(`step at ${step.atMs} ms names the unknown record ${step.ref}`);
    expect(before.status).toBe('published');
    if (step.action === 'withdraw') records.delete(step.ref);
    else {
      const { correction: _public, ...fields } = step.patch;
      records.set(step.ref, incidentInputSchema.parse({ ...before, ...fields }));
    }
  }
  return records;
}

describe('the live demo', () => {
  it('plays its first minute as written', () => {
    const steps = createLiveScript({ seed: 3, startMs }).stepsUntil(45_000);
    expect(steps.map(({ atMs, action }) => [atMs, action])).toEqual([
      [5000, 'create'],
      [15_000, 'create'],
      [30_000, 'change'],
      [45_000, 'change'],
    ]);
    const [shooting, seizure, correction, retraction] = steps;
    if (shooting?.action !== 'create' || seizure?.action !== 'create')
      throw new Error('no records');
    if (correction?.action !== 'change' || retraction?.action !== 'change')
      throw new Error('no changes');

    expect(shooting.input).toMatchObject({
      kind: 'shooting',
      province: 'BE-BRU',
      placePrecision: 'vicinity',
    });
    expect(shooting.input.point).not.toBeNull();
    expect(startMs + 5000 - Date.parse(shooting.input.occurredFrom)).toBeLessThan(15 * MINUTE_MS);
    expect(seizure.input).toMatchObject({ kind: 'seizure', port: 'BEANR' });

    expect(correction.ref).toBe(shooting.ref);
    expect(correction.patch.injured?.best).toBe(2);
    expect(correction.patch.correction?.en).toMatch(/correction/u);
    expect(retraction.ref).toBe(seizure.ref);
    expect(retraction.patch.status).toBe('retracted');
    expect(retraction.patch.retractionReason?.nl).toBeTruthy();
  });

  it('goes on with changes that always fit the records', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (seed) => {
        const records = play(createLiveScript({ seed, startMs }).stepsUntil(30 * MINUTE_MS));
        for (const record of records.values()) {
          expect(record.origin).toBe('simulated');
          for (const locale of LOCALES)
            expect(record.title[locale]).toMatch(/^(Gesimuleerd|Simulé|Simulated)/u);
        }
      }),
      { numRuns: often(10, 25) },
    );
  });

  it('holds the mean pause that was set, with new records in the majority', () => {
    const steps = createLiveScript({ seed: 11, startMs, meanIntervalMs: 4000 }).stepsUntil(
      200 * MINUTE_MS,
    );
    const mean = (200 * MINUTE_MS) / steps.length;
    expect(mean).toBeGreaterThan(3200);
    expect(mean).toBeLessThan(4800);
    const share = (action: LiveStep['action']) =>
      steps.filter((step) => step.action === action).length / steps.length;
    expect(share('create')).toBeGreaterThan(0.6);
    expect(share('change')).toBeGreaterThan(0.1);
    expect(share('withdraw')).toBeLessThan(0.06);
    expect(share('withdraw')).toBeGreaterThan(0);
  });

  it('gives each step once, whatever the steps of the clock', () => {
    const whole = createLiveScript({ seed: 5, startMs }).stepsUntil(10 * MINUTE_MS);
    const script = createLiveScript({ seed: 5, startMs });
    const bit: LiveStep[] = [];
    for (let elapsedMs = 0; elapsedMs <= 10 * MINUTE_MS; elapsedMs += 137) {
      bit.push(...script.stepsUntil(elapsedMs));
      expect(script.nextAtMs()).toBeGreaterThan(elapsedMs);
    }
    bit.push(...script.stepsUntil(10 * MINUTE_MS));
    expect(bit).toEqual(whole);
  });
});
