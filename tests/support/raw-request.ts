import { type Agent, request } from 'node:http';

/** Asks for exactly this target, which `fetch` would tidy first. @returns status and `Location` */
export function rawRequest(
  baseUrl: string,
  target: string,
  options: { agent?: Agent; headers?: Record<string, string> } = {},
): Promise<{ status: number; location: string | null }> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((settle, reject) => {
    const asked = request({ hostname, port, path: target, ...options }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        settle({ status: answer.statusCode ?? 0, location: answer.headers.location ?? null }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}
