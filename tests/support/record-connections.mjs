// Preloaded into a server process by a test: every connection and name look-up that leaves this machine becomes one
// line "OUTGOING host" on its error stream. Plain JavaScript, since it runs before anything that could translate it.
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import net from 'node:net';

const ERROR_STREAM = 2;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$|localhost$)/;

function record(host) {
  if (typeof host !== 'string' || host === '' || LOOPBACK.test(host)) return;
  writeSync(ERROR_STREAM, `OUTGOING ${host}\n`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function recordedConnect(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  record(typeof first === 'object' && first !== null ? first.host : second);
  return connect.apply(this, given);
};

for (const resolver of [dns, dns.promises]) {
  const { lookup } = resolver;
  resolver.lookup = function recordedLookup(host, ...rest) {
    record(host);
    return lookup.call(this, host, ...rest);
  };
}
