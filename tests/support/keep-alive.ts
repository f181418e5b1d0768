import { Agent, request } from 'node:http';
import type { SpawnedServer } from './spawn-server';

/** What was answered; `body` is its JSON, or its text where it is none. */
export interface BriefAnswer {
  status: number;
  body: unknown;
}

/** Asks a server with its admin token over a few connections that stay open. */
export interface KeptConnections {
  ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<BriefAnswer>;
  close: () => void;
}

/** For thousands of calls: each costs the test's own process half of what `fetch` does, and sends its target untidied. */
export function keptConnections(
  { baseUrl, token }: Pick<SpawnedServer, 'baseUrl' | 'token'>,
  count: number,
): KeptConnections {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const { hostname, port } = new URL(baseUrl);
  const ask: KeptConnections['ask'] = (method, path, body, headers = {}) =>
    new Promise((settle, reject) => {
      const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const type = sent === undefined ? {} : { 'content-type': 'application/json' };
      const options = { agent, hostname, port, method, path };
      const asked = request(
        {
          ...options,
          headers: { authorization: `Bearer ${token}`, ...type, ...headers },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => {
            const text = Buffer.concat(parts).toString();
            settle({ status: answer.statusCode ?? 0, body: parsed(text) });
          });
          answer.on('error', reject);
        },
      );
      asked.on('error', reject);
      asked.end(sent);
    });
  return { ask, close: () => agent.destroy() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
