import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './embedded-engine';

const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const PASSWORD = 'p'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/**
 * What node-postgres takes for its socket: the other end is the embedded engine. Messages are held until a request
 * is whole (a simple query, or an extended one with its Sync), because the engine answers each piece that it gets as
 * if it were one.
 */
export class EmbeddedStream extends Duplex {
  private readonly engine: EmbeddedEngine;
  private pending: Buffer = Buffer.alloc(0);
  private started = false;

  constructor(engine: EmbeddedEngine) {
    super();
    this.engine = engine;
    engine.receive((bytes) =>
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    );
    engine.onFailure((error) => this.destroy(error));
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.accept(chunk);
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.accept(Buffer.concat(chunks.map((entry) => entry.chunk)));
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  private accept(chunk: Buffer): void {
    this.pending = this.pending.length ? Buffer.concat([this.pending, chunk]) : chunk;
    const end = this.endOfRequests();
    if (end === 0) return;
    this.engine.request(this.pending.subarray(0, end));
    this.pending = this.pending.subarray(end);
  }

  /** How many of the pending bytes are whole requests. */
  private endOfRequests(): number {
    let offset = 0;
    let end = 0;
    while (offset + 5 <= this.pending.length) {
      const type = this.started ? this.pending[offset] : undefined;
      // The startup packet is the only one without a type byte before its length.
      const next =
        offset +
        (this.started ? 1 : 0) +
        this.pending.readUInt32BE(offset + (this.started ? 1 : 0));
      if (next > this.pending.length) break;
      // The session ends with its thread; the engine has no use for a goodbye.
      if (type === TERMINATE) return end;
      if (type === undefined || type === QUERY || type === SYNC || type === PASSWORD) end = next;
      this.started = true;
      offset = next;
    }
    return end;
  }
}
