import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

interface Passage {
  reader: Socket;
  server: Socket;
  isUpgraded: boolean;
}

/** A network between readers and a server that a test makes fail; bytes pass as they are otherwise. */
export class FaultyProxy {
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** Bytes that came from the server and were passed on. */
  carriedBytes = 0;
  /** What new connections meet: breaking them at once, or only those that ask for a WebSocket (403). */
  refuses: 'nothing' | 'upgrades' | 'everything' = 'nothing';
  /** Changes what the server sends; it must keep the length. */
  alter: ((bytes: Buffer) => Buffer) | null = null;
  #target: string;
  #passages = new Set<Passage>();
  #isSilent = false;
  #listener = createServer((reader) => this.#accept(reader));

  private constructor(target: string) {
    this.#target = target;
  }

  static async to(baseUrl: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(baseUrl);
    await new Promise<void>((settle) => proxy.#listener.listen(0, '127.0.0.1', settle));
    return proxy;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** Where new connections lead from now on. */
  leadTo(baseUrl: string): void {
    this.#target = baseUrl;
  }

  /** No byte passes either way, and nobody is told: connections stay open, new ones are taken. */
  silence(): void {
    this.#isSilent = true;
    for (const passage of this.#passages) pausePassage(passage);
  }

  /**
   * Nothing that the server sends is taken from it on the WebSockets that are open now. Gives the ports from which the
   * server sees them come.
   */
  stallReaders(): number[] {
    const stalled = [...this.#passages].filter(({ isUpgraded }) => isUpgraded);
    for (const { server } of stalled) server.pause();
    return stalled.map(({ server }) => server.localPort ?? 0);
  }

  /** Everything passes again, what was held back first. */
  flow(): void {
    this.#isSilent = false;
    for (const { reader, server } of this.#passages) {
      reader.resume();
      server.resume();
    }
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { reader, server } of this.#passages) {
      reader.destroy();
      server.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((settle) => this.#listener.close(settle));
  }

  #accept(reader: Socket): void {
    reader.on('error', () => undefined);
    if (this.refuses === 'everything') {
      reader.destroy();
      return;
    }
    const { hostname, port } = new URL(this.#target);
    const passage = { reader, server: connect(Number(port), hostname), isUpgraded: false };
    this.#passages.add(passage);
    reader.on('data', (bytes) => this.#toServer(passage, bytes));
    passage.server.on('data', (bytes) => {
      this.carriedBytes += bytes.length;
      passage.reader.write(this.alter?.(bytes) ?? bytes);
    });
    passage.server.on('error', () => undefined);
    reader.on('close', () => this.#end(passage));
    passage.server.on('close', () => this.#end(passage));
    if (this.#isSilent) pausePassage(passage);
  }

  #toServer(passage: Passage, bytes: Buffer): void {
    const head = passage.isUpgraded ? '' : bytes.toString('latin1');
    const path = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1];
    if (path) this.asked.push(path);
    if (/^upgrade: websocket/im.test(head)) {
      if (this.refuses === 'upgrades') {
        passage.reader.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      passage.isUpgraded = true;
    }
    passage.server.write(bytes);
  }

  #end(passage: Passage): void {
    this.#passages.delete(passage);
    passage.reader.destroy();
    passage.server.destroy();
  }
}

function pausePassage({ reader, server }: Passage): void {
  reader.pause();
  server.pause();
}
