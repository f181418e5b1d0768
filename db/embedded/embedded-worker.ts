import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openDurable } from './open-durable';

/** What the worker is told at its start. */
interface EmbeddedWorkerData {
  dataDir: string;
}

/** To the worker: one whole request of the PostgreSQL protocol, or the end. */
export type ToEmbedded = { type: 'request'; bytes: Uint8Array } | { type: 'close' };

/** From the worker. A request's answer comes in `data` pieces; their order is that of the requests. */
export type FromEmbedded =
  | { type: 'ready' }
  | { type: 'refused'; message: string; stack: string }
  | { type: 'data'; bytes: Uint8Array }
  | { type: 'closed' };

/** Answers are passed on in pieces of about this size, so that neither side holds a large result twice. */
const PIECE_BYTES = 256 * 1024;

const port = threadPort();
const say = (message: FromEmbedded, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

function threadPort(): MessagePort {
  if (!parentPort) throw new Error('embedded-worker runs as a worker thread only');
  return parentPort;
}

async function main(): Promise<void> {
  const { dataDir } = workerData as EmbeddedWorkerData;
  const engine = await openDurable(dataDir);
  let pieces: Uint8Array[] = [];
  let held = 0;

  const passOn = () => {
    if (held === 0) return;
    const bytes = new Uint8Array(held);
    let offset = 0;
    for (const piece of pieces) {
      bytes.set(piece, offset);
      offset += piece.length;
    }
    pieces = [];
    held = 0;
    say({ type: 'data', bytes }, [bytes.buffer]);
  };
  const collect = (bytes: Uint8Array) => {
    // The bytes are a view of the engine's own memory, so they are copied before the engine goes on.
    pieces.push(bytes.slice());
    held += bytes.length;
    if (held >= PIECE_BYTES) passOn();
  };
  const handle = async (message: ToEmbedded) => {
    if (message.type === 'close') {
      await engine.close();
      say({ type: 'closed' });
      port.close();
      return;
    }
    // The streaming form: `execProtocolRaw` also parses every answer and keeps it for ever.
    await engine.execProtocolRawStream(message.bytes, { onRawData: collect });
    passOn();
  };

  let queue = Promise.resolve();
  port.on('message', (message: ToEmbedded) => {
    queue = queue.then(() => handle(message));
    queue.catch((fault: unknown) => {
      throw fault;
    });
  });
  say({ type: 'ready' });
}

main().catch((fault: unknown) => {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  say({ type: 'refused', message: error.message, stack: error.stack ?? '' });
  port.close();
});
