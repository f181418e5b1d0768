/**
 * The host of a web address under which a server that listens at `host` is reached from its own machine; `own` where it
 * listens at all addresses. One of IPv6 stands in brackets.
 */
export function hostInAddress(host: string, own: string): string {
  if (host === '0.0.0.0' || host === '::') return own;
  return host.includes(':') ? `[${host}]` : host;
}
