import { type AddressInfo, createServer, type Server } from 'node:net';
import { StartError } from './start-error';

/** Takes the port. @throws StartError with a sentence where it is taken or not allowed. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Opens the port for a moment, so that a start that will not get it makes no database first.
 * @throws StartError as {@link listen}
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer((socket) => socket.destroy());
  await listen(probe, port, host);
  await new Promise((resolve) => probe.close(resolve));
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} on ${host} is in use: stop the other program, or start with another port, such as PORT=${port + 1}.`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(
      `Port ${port} may not be opened by this user: use a port above 1023, such as PORT=3000.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartError(
      `HOST="${host}" is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all.`,
    );
  }
  return error;
}
