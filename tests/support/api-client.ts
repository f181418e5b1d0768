import type { IncidentBody } from '@/lib/domain/incident';
import type { SpawnedServer } from './spawn-server';

/** A record as the API takes it, invented and marked so. */
export function exampleIncident(change: Partial<IncidentBody> = {}): IncidentBody {
  return {
    kind: 'shooting',
    subtype: 'shots fired',
    occurredFrom: '2026-01-02T21:40:00Z',
    occurredTo: '2026-01-02T21:40:00Z',
    timePrecision: 'exact',
    point: [4.3306, 50.8387],
    placePrecision: 'vicinity',
    municipality: '21001',
    title: { en: 'Example: shots fired, Anderlecht' },
    verification: 'official',
    sources: [
      {
        publisher: 'Example publisher',
        label: 'Example report',
        url: 'https://example.org/report',
      },
    ],
    status: 'published',
    ...change,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what came, whatever it is.
  body: any;
}

type Target = Pick<SpawnedServer, 'baseUrl' | 'token'>;

/** Headers with the admin token, and the body as it is sent: text as it is, all else as JSON. */
export function requestOf(
  { token }: Pick<SpawnedServer, 'token'>,
  body?: unknown,
  headers: Record<string, string> = {},
): { headers: Record<string, string>; body?: string } {
  const authorization = `Bearer ${token}`;
  if (body === undefined) return { headers: { authorization, ...headers } };
  return {
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** One API call with the admin token. */
export async function call(
  server: Target,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(server.baseUrl + path, {
    method,
    ...requestOf(server, body, headers),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: jsonOrText(text) };
}

/** An answer's JSON, or its text where it is none. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
