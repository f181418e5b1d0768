import { constants, deflateRawSync } from 'node:zlib';

/** Smaller messages are not worth the time. */
const DEFLATE_FROM_BYTES = 4_096;
const WINDOW_BITS = 11;
const MEMORY_LEVEL = 5;
/** RFC 7692, 7.2.1: what ends every flushed block is not sent. */
const FLUSH_TAIL_BYTES = 4;
/** RFC 6455, 5.2: a whole message in one frame, of text; and RFC 7692, 6: compressed. */
const [WHOLE_TEXT, COMPRESSED] = [0x81, 0x40];

/**
 * What is agreed upon with a WebSocket that can be compressed. No message depends on an earlier one, so that one compressed
 * frame is right for all. ws keeps the compressor of a connection for as long as that is open: by zlib's own measures
 * this would be 270 kB for each reader that ever caught up, by these 24 kB, and rows become no longer by it.
 */
export const MESSAGE_DEFLATE = {
  threshold: DEFLATE_FROM_BYTES,
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: WINDOW_BITS,
  zlibDeflateOptions: { memLevel: MEMORY_LEVEL },
  // What readers say is short.
  zlibInflateOptions: { chunkSize: 1_024 },
};

/** One message as the WebSocket frames that any number of readers get: the bytes are made and held once. */
export interface SharedFrame {
  plain: Buffer;
  /** The same object where the message is too short to be compressed. */
  deflated: Buffer;
}

/** An event of a namespace as engine.io, socket.io and WebSocket frame it. */
export function shareFrame(namespace: string, event: string, payload: unknown): SharedFrame {
  const message = Buffer.from(`42${namespace},${JSON.stringify([event, payload])}`);
  const plain = frameOf(WHOLE_TEXT, message);
  if (message.length < DEFLATE_FROM_BYTES) return { plain, deflated: plain };
  const deflated = deflateRawSync(message, {
    windowBits: WINDOW_BITS,
    memLevel: MEMORY_LEVEL,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  const sent = deflated.subarray(0, deflated.length - FLUSH_TAIL_BYTES);
  return { plain, deflated: frameOf(WHOLE_TEXT | COMPRESSED, sent) };
}

/** RFC 6455, 5.2. A server's frames are not masked. */
function frameOf(start: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([start, ...lengthOf(payload)]), payload]);
}

function lengthOf({ length }: Buffer): number[] {
  if (length < 126) return [length];
  if (length < 2 ** 16) return [126, length >> 8, length & 0xff];
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return [127, ...bytes];
}
