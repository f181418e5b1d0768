import { describe, expect, it } from 'vitest';
import { callerOf } from '@/lib/server/caller-of';

const DIRECT = { TRUST_PROXY: 'no' } as const;

describe('the caller that limits count', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ])('of %s is %s: all addresses of a network of 64 bits are one', (address, caller) => {
    expect(callerOf(DIRECT, {}, address)).toBe(caller);
  });

  it('is the last hop that a trusted proxy names, by the same rule', () => {
    const headers = { 'x-forwarded-for': '10.0.0.1, 2001:db8:1:2::9' };
    expect(callerOf({ TRUST_PROXY: 'yes' }, headers, '127.0.0.1')).toBe('2001:db8:1:2::/64');
    expect(callerOf(DIRECT, headers, '127.0.0.1')).toBe('127.0.0.1');
    expect(callerOf(DIRECT, {}, undefined)).toBe('unknown');
  });
});
