import { type SharedLink, toSharedLink } from '@/lib/domain/shared-link';

/** What became of the wish for a short link. */
export type LinkOutcome = SharedLink | 'tooMany' | 'wasRevoked' | 'failed';

const FAULTS: Readonly<Record<number, 'tooMany' | 'wasRevoked'>> = {
  429: 'tooMany',
  410: 'wasRevoked',
};

/** Asks the server for a short link. Never throws. */
export async function makeLink(
  asked: { state: string; title: string; note: string },
  fetchFunction: typeof fetch = (...given) => fetch(...given),
): Promise<LinkOutcome> {
  try {
    const answer = await fetchFunction('/api/v1/links', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    if (!answer.ok) return FAULTS[answer.status] ?? 'failed';
    return toSharedLink(await answer.json()) ?? 'failed';
  } catch {
    return 'failed';
  }
}
