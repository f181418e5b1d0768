const SELF = '/api/v1/screens/self';
const PATIENCE_MS = 8_000;

/** What this browser is to the server: a registered screen, none, a revoked one; `away` where nobody answers. */
export type SelfAnswer = 'registered' | 'none' | 'revoked' | 'away';

export async function askSelf(
  ask: (path: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<SelfAnswer> {
  try {
    const answer = await ask(SELF, {
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) return 'registered';
    if (answer.status !== 401) return 'away';
    const { type } = (await answer.json()) as { type?: string };
    return type?.endsWith('screen-revoked') ? 'revoked' : 'none';
  } catch {
    return 'away';
  }
}
