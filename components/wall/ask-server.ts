import type { ClockSample } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';

const HEALTH = '/api/v1/health';
const PATIENCE_MS = 5_000;
const SECOND_MS = 1_000;

/** Whether the server is well, and what its clock says by the header `Date`; null where it does not answer. */
export async function askServer(): Promise<{ isWell: boolean; sample: ClockSample | null }> {
  const askedMs = monotonicNowMs();
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { ok, headers } = await fetch(HEALTH, { cache: 'no-store', signal });
    const serverMs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(serverMs)) return { isWell: ok, sample: null };
    // The header has whole seconds: it may have been said up to one later than it says.
    const sample = { askedMs: askedMs - SECOND_MS, heardMs: monotonicNowMs(), serverMs };
    return { isWell: ok, sample };
  } catch {
    return { isWell: false, sample: null };
  }
}
