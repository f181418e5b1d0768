import { io, type Socket } from 'socket.io-client';
import type { ChangeBatch, Head } from '@/lib/protocol/changes';
import type { CatchUpRequest, Heartbeat, SocketFault, Welcome } from '@/lib/protocol/socket-events';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { fetchSnapshot, SpecReader } from './spec-reader';

const PATIENCE_MS = 10_000;

/** A reader of `/live` that follows SPEC.md step by step, as its test tells it to. */
export class LiveClient {
  readonly socket: Socket;
  /** Everything that came, in order. */
  readonly batches: ChangeBatch[] = [];
  readonly heartbeats: { beat: Heartbeat; atMs: number }[] = [];
  readonly resets: { reason: string }[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('changes', (batch: ChangeBatch) => this.batches.push(batch));
    socket.on('heartbeat', (beat: Heartbeat) =>
      this.heartbeats.push({ beat, atMs: performance.now() }),
    );
    socket.on('reset', (message: { reason: string }) => this.resets.push(message));
  }

  /** A client that `inflates` offers compression, as browsers do. */
  static async connect(baseUrl: string, { inflates = true } = {}): Promise<LiveClient> {
    const options = {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      // Of the client for Node: false is not in its type, and says that none is offered.
      ...(inflates ? {} : { perMessageDeflate: false as never }),
    };
    const socket = io(`${baseUrl}/live`, options);
    const client = new LiveClient(socket);
    await new Promise<void>((settle, reject) => {
      socket.on('connect', () => settle());
      socket.on('connect_error', reject);
    });
    return client;
  }

  say<T>(event: string, payload: unknown): Promise<T> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, payload);
  }

  hello(state: Head | null, protocol: number = PROTOCOL_VERSION): Promise<Welcome> {
    return this.say('hello', { protocol, state });
  }

  catchUp(request: CatchUpRequest): Promise<ChangeBatch & Partial<SocketFault>> {
    return this.say('catchUp', request);
  }

  /** All pages of `(from, to]`. */
  async pages(epoch: string, from: number, to: number): Promise<ChangeBatch[]> {
    const pages: ChangeBatch[] = [];
    for (let after: number | null = from; after !== null; ) {
      const page = await this.catchUp({ epoch, from, to, after });
      if (page.error !== undefined) throw new Error(`${page.error} (${page.field})`);
      pages.push(page);
      after = page.next;
    }
    return pages;
  }

  /** All that the network brought so far, compressed as it came. */
  get bytesRead(): number {
    const { transport } = this.socket.io.engine;
    return (transport as unknown as { ws: { _socket: { bytesRead: number } } }).ws._socket
      .bytesRead;
  }

  close(): void {
    this.socket.close();
  }
}

/** A copy of the state that follows the feed by itself: snapshot, hello, catch-up, live batches. */
export async function followLive(
  baseUrl: string,
): Promise<{ client: LiveClient; reader: SpecReader; close: () => void }> {
  const { manifest, partitions } = await fetchSnapshot(baseUrl);
  const reader = SpecReader.of(manifest, partitions);
  const client = await LiveClient.connect(baseUrl);
  const welcome = await client.hello(reader.head);
  if (welcome.action === 'catchUp') {
    for (const page of await client.pages(reader.epoch, reader.seq, welcome.head.seq))
      reader.take(page);
  }
  for (const batch of client.batches) reader.take(batch);
  client.socket.on('changes', (batch: ChangeBatch) => reader.take(batch));
  return { client, reader, close: () => client.close() };
}
