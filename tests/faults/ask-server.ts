import type { IncidentBody } from '@/lib/domain/incident';
import type { Head } from '@/lib/protocol/changes';
import { call, exampleIncident } from '../support/api-client';
import type { SpawnedServer } from '../support/spawn-server';

/** Records one incident. @throws Error if the server does not take it */
export async function post(
  server: SpawnedServer,
  change: Partial<IncidentBody> = {},
): Promise<void> {
  const { status } = await call(server, 'POST', '/api/v1/incidents', exampleIncident(change));
  if (status !== 201) throw new Error(`POST answered ${status}`);
}

export async function headOf(server: SpawnedServer): Promise<Head> {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body as Head;
  return { epoch, seq, digest };
}

/** A value of `/metrics` by its name without the prefix. @throws Error if it is not there */
export async function metric(server: SpawnedServer, name: string): Promise<number> {
  const { body } = await call(server, 'GET', '/metrics');
  const found = new RegExp(`^havenwacht_${name} (\\S+)$`, 'm').exec(body as string);
  if (!found) throw new Error(`/metrics has no ${name}`);
  return Number(found[1]);
}
