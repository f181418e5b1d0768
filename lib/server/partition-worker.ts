import { createHash } from 'node:crypto';
import { type MessagePort, parentPort } from 'node:worker_threads';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import type { ReadableColumns } from '@/lib/store/segment';
import { compress, type Encoding } from './http/node-adapter';

/** A Brussels year as it is stored. */
export interface EncodedYear {
  /** `{epoch}/{protocol}/{year}/{sha256}`. */
  address: string;
  year: number;
  rows: number;
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Every year of the columns but those to leave out, as of one state. */
export interface EncodeJob {
  type: 'encode';
  columns: ReadableColumns;
  leaveOut: ReadonlySet<number>;
  epoch: string;
  seq: number;
}

export interface CompressJob {
  type: 'compress';
  bytes: Uint8Array<ArrayBuffer>;
  encoding: Encoding;
}

export type PartitionJob = EncodeJob | CompressJob;
export type PartitionResult<J extends PartitionJob> = J extends EncodeJob
  ? EncodedYear[]
  : Uint8Array<ArrayBuffer>;

/** To the worker. Buffers of a job are moved, not copied, and so are those of its answer. */
export interface ToPartitionWorker {
  id: number;
  job: PartitionJob;
}

/** From the worker, in the order in which jobs end. */
export type FromPartitionWorker =
  | { id: number; result: EncodedYear[] | Uint8Array<ArrayBuffer> }
  | { id: number; failure: string };

/** Once for each manifest and not for each reader: worth more work than an answer of its own. */
const QUALITY = { br: 5, gzip: 6 } as const;

const port = threadPort();

function threadPort(): MessagePort {
  if (!parentPort) throw new Error('partition-worker runs as a worker thread only');
  return parentPort;
}

function encode({ columns, leaveOut, epoch, seq }: EncodeJob): EncodedYear[] {
  return [...rowsByBrusselsYear(columns)]
    .filter(([year]) => !leaveOut.has(year))
    .map(([year, rows]) => {
      const bytes = encodePartition(columns, rows, { epoch, seq, year });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const address = `${epoch}/${PROTOCOL_VERSION}/${year}/${sha256}`;
      return { address, year, rows: rows.length, sha256, bytes };
    });
}

async function answer({ id, job }: ToPartitionWorker): Promise<void> {
  if (job.type === 'encode') {
    const result = encode(job);
    say(
      { id, result },
      result.map(({ bytes }) => bytes.buffer),
    );
    return;
  }
  // A copy of its own: small buffers share one that cannot be moved.
  const result = new Uint8Array(await compress(job.bytes, job.encoding, QUALITY[job.encoding]));
  say({ id, result }, [result.buffer]);
}

function say(message: FromPartitionWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

port.on('message', (message: ToPartitionWorker) => {
  answer(message).catch((fault: unknown) =>
    say({ id: message.id, failure: fault instanceof Error ? fault.message : String(fault) }),
  );
});
