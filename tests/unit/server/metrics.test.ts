import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { mayReadMetrics } from '@/lib/server/metrics';

const token = { accepts: (given: string | null) => given === 'Bearer right' };

function allows(
  METRICS: 'loopback' | 'public',
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
): boolean {
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  return mayReadMetrics({ METRICS }, token, request);
}

describe('the metrics', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('are for %s', (address) => {
    expect(allows('loopback', address)).toBe(true);
    expect(allows('loopback', address, { 'x-forwarded-for': '127.0.0.1' })).toBe(false);
  });

  it.each(['10.0.0.1', '203.0.113.9', '::2', '::ffff:10.0.0.1', undefined])(
    'are not for %s without the token, unless they are public',
    (address) => {
      expect(allows('loopback', address)).toBe(false);
      expect(allows('loopback', address, { authorization: 'Bearer wrong' })).toBe(false);
      expect(allows('loopback', address, { authorization: 'Bearer right' })).toBe(true);
      expect(allows('public', address)).toBe(true);
    },
  );
});
