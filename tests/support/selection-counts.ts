import { expect } from '@playwright/test';
import { call } from './api-client';
import type { SpawnedServer } from './spawn-server';

export interface Selection {
  kinds?: string[];
  from?: string | undefined;
  to?: string | undefined;
}

export interface SelectionCounts {
  total: number;
  retracted: number;
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
  const retracted = body.features.filter(
    ({ properties }: { properties: { status: string } }) => properties.status === 'retracted',
  ).length;
  return { total: body.features.length - retracted, retracted };
}
