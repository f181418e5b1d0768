import type { SharedFrame } from './shared-frame';

const WEB_SOCKET_OPEN = 1;

/** A socket of socket.io, as far as what lies below it goes. */
interface Sendable {
  conn: unknown;
  disconnect: (close: boolean) => unknown;
}

/** engine.io's connection; its own types keep this private. A test of LF9 fails where it is no longer so. */
interface Connection {
  readyState: string;
  transport: {
    perMessageDeflate: unknown;
    writable: boolean;
    socket?: WebSocketFacts;
  };
  writeBuffer: { data?: unknown; options?: FrameOptions }[];
  write: (data: string, options: FrameOptions) => void;
}

/** ws's socket. */
interface WebSocketFacts {
  readyState: number;
  bufferedAmount: number;
  extensions: string;
  _sender: { sendFrame: (frames: Buffer[]) => void };
  terminate: () => void;
}

/** A frame that is ready, so that engine.io makes none of its own from the data. */
interface FrameOptions {
  wsPreEncodedFrame?: Buffer[];
}

function connectionOf(socket: Sendable): Connection {
  return socket.conn as Connection;
}

/** engine.io passes ready frames on only where it believes that nothing is compressed; whether ours are is said here. */
export function takeReadyFrames(connection: unknown): void {
  (connection as Connection).transport.perMessageDeflate = null;
}

/**
 * Sends one frame to all, after what they were sent before. What waits for one is the frame itself: a thousand readers
 * that take nothing hold it once. After a large one each is looked at.
 */
export function tellAll<S extends Sendable>(
  sockets: Iterable<S>,
  { plain, deflated }: SharedFrame,
  look: (socket: S) => void,
): void {
  const isLarge = deflated !== plain;
  const [asItIs, compressed] = [[plain], [deflated]];
  for (const socket of sockets) {
    const connection = connectionOf(socket);
    const inflates = isLarge && connection.transport.socket?.extensions === 'permessage-deflate';
    tell(connection, inflates ? compressed : asItIs);
    if (isLarge) look(socket);
  }
}

/**
 * By engine.io's queue where something waits in it or is being compressed; else at once, since that queue costs about as
 * much as the frame's way to the system.
 */
function tell(connection: Connection, frames: Buffer[]): void {
  const { transport, writeBuffer, readyState } = connection;
  const isIdle = readyState === 'open' && transport.writable && writeBuffer.length === 0;
  if (isIdle && transport.socket?.readyState === WEB_SOCKET_OPEN) {
    transport.socket._sender.sendFrame(frames);
  } else connection.write('', { wsPreEncodedFrame: frames });
}

/** Bytes that the system has not taken, and packets that wait for it to take those. */
export function unsentBytes(socket: Sendable): number {
  const { transport, writeBuffer } = connectionOf(socket);
  const held = writeBuffer.reduce((sum, { data, options }) => {
    const frame = options?.wsPreEncodedFrame?.[0];
    return sum + (frame?.length ?? (typeof data === 'string' ? data.length : 0));
  }, 0);
  return held + (transport.socket?.bufferedAmount ?? 0);
}

/** Ends a connection at once: one in good order would wait behind all that the reader does not take. */
export function cutOff(socket: Sendable): void {
  const { transport } = connectionOf(socket);
  if (transport.socket) transport.socket.terminate();
  else socket.disconnect(true);
}
