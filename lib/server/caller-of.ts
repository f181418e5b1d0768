import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Settings } from './settings';

/**
 * The network address that limits count by. Behind a proxy (`TRUST_PROXY=yes`) it is the last hop that the proxy names;
 * otherwise that header is anybody's claim and is ignored. Of IPv6 it is the network of 64 bits: one subscriber has at least
 * that many addresses, and could be as many callers.
 */
export function callerOf(
  settings: Pick<Settings, 'TRUST_PROXY'>,
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
): string {
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  const forwarded = hops.at(-1)?.trim();
  const address = settings.TRUST_PROXY === 'yes' && forwarded ? forwarded : remoteAddress;
  return address === undefined ? 'unknown' : networkOf(address);
}

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

function networkOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  if (!isIPv6(plain)) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain) ?? [];
  if (mapped) return mapped;
  const [left = [], right = []] = plain
    .replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')
    .split('::')
    .map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(IPV6_GROUPS - left.length - right.length).fill('0');
  const groups = [...left, ...zeros, ...right].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
