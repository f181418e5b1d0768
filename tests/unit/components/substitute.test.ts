import { describe, expect, it } from 'vitest';
import { substituteFor } from '@/components/legend/substitute';
import { HEAT_MAX_ZOOM, MOST_POINTS } from '@/lib/domain/marks';

const clusters = { marks: 'clusters', nearView: null, zoom: 9 } as const;

describe('why clusters stand in the place of what was asked for', () => {
  it('is not said before an answer knows of the wish', () => {
    expect(substituteFor('points', clusters)).toBe(null);
    expect(substituteFor('points', { ...clusters, nearView: 12 })).toBe(null);
    expect(substituteFor('heat', clusters)).toBe(null);
    expect(substituteFor('heat', { ...clusters, nearView: MOST_POINTS + 1 })).toBe(null);
  });

  it('is said of too many points, with how many, and of heat too close', () => {
    const crowded = { ...clusters, nearView: MOST_POINTS + 1 };
    expect(substituteFor('points', crowded)).toEqual({ message: 'tooManyPoints', count: 5_001 });
    const close = { ...clusters, zoom: HEAT_MAX_ZOOM };
    expect(substituteFor('heat', close)).toEqual({ message: 'heatTooClose', count: 0 });
  });

  it('is not said where all is as wanted', () => {
    expect(substituteFor('clusters', { ...clusters, nearView: MOST_POINTS + 1 })).toBe(null);
    expect(substituteFor('points', { ...clusters, marks: 'points', nearView: 7 })).toBe(null);
    expect(substituteFor('heat', { ...clusters, marks: 'heat' })).toBe(null);
  });
});
