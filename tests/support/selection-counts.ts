import { expect } from '@playwright/test';
import { endOfBrusselsDayMs } from '@/lib/domain/time';
import { call } from './api-client';
import type { SpawnedServer } from './spawn-server';

const COARSE = ['week', 'month', 'year'];

export interface Selection {
  kinds?: string[];
  from?: string | undefined;
  to?: string | undefined;
}

export interface SelectionCounts {
  total: number;
  retracted: number;
  /** Known only to a week, a month or a year that the period cuts: listed by the API, not counted by the page. */
  cut: number;
  matched: number;
}

/** What the API gives for a selection of simulated records, parted as the page parts it. */
export async function countsFromApi(
  server: SpawnedServer,
  { kinds = [], from, to }: Selection,
): Promise<SelectionCounts> {
  const query = new URLSearchParams({
    origin: 'simulated',
    limit: '1000',
    ...(kinds.length > 0 ? { kind: kinds.join(',') } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  });
  const { body } = await call(server, 'GET', `/api/v1/incidents?${query}`);
  expect(body.next).toBeNull();
  const parts = { total: 0, retracted: 0, cut: 0, matched: body.numberMatched as number };
  const endMs = to ? endOfBrusselsDayMs(to) : Number.POSITIVE_INFINITY;
  for (const { properties } of body.features) {
    const isCut =
      COARSE.includes(properties.timePrecision) && Date.parse(properties.occurredTo) > endMs;
    if (isCut) parts.cut += 1;
    else if (properties.status === 'retracted') parts.retracted += 1;
    else parts.total += 1;
  }
  return parts;
}
