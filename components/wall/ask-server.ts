import type { ClockSample } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { SERVER_TIME_HEADER } from '@/lib/protocol/version';

const HEALTH = '/api/v1/health';
const PATIENCE_MS = 5_000;

/** Whether the server is well, and what its clock says; null where it does not answer. */
export async function askServer(): Promise<{ isWell: boolean; sample: ClockSample | null }> {
  const askedMs = monotonicNowMs();
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { ok, headers } = await fetch(HEALTH, { cache: 'no-store', signal });
    const serverMs = Date.parse(headers.get(SERVER_TIME_HEADER) ?? '');
    if (Number.isNaN(serverMs)) return { isWell: ok, sample: null };
    return { isWell: ok, sample: { askedMs, heardMs: monotonicNowMs(), serverMs } };
  } catch {
    return { isWell: false, sample: null };
  }
}
