import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Source {
  origin: string;
  /** Paths that were asked for. */
  asked: string[];
  close: () => Promise<void>;
}

/** A server of a map's parts on its own loopback port, as an operator's tile host would be; no process waits for it to end. */
export async function serveSource(
  answer: (path: string) => { type: string; body: Buffer | string },
): Promise<Source> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    asked.push(path);
    const { type, body } = answer(path);
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  server.unref();
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((settle) => {
        server.close(() => settle());
        server.closeAllConnections();
      }),
  };
}
