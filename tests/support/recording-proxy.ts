import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingProxy {
  address: string;
  /** Hosts that were asked for through it, in order. */
  hosts: string[];
  close: () => Promise<void>;
}

/** An HTTP proxy that lets nothing through and remembers for whom it was asked, by whatever part of a browser. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const hosts: string[] = [];
  const server = createServer((request, answer) => {
    hosts.push(hostOf(request.url ?? ''));
    answer.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    hosts.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    close: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
