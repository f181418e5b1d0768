import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { type DefaultEventsMap, type Namespace, Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import { isDatabaseAway } from '@/db/database-away';
import { digestAfter, readChanges } from '@/db/read-log';
import { faultsOf } from '@/lib/domain/problem';
import {
  ACCESS_CODE,
  type CatchUpRequest,
  type ClientToServer,
  catchUpRequestSchema,
  type Hello,
  helloSchema,
  LIVE_NAMESPACE,
  type ServerToClient,
  type SocketFault,
  type Welcome,
} from '@/lib/protocol/socket-events';
import {
  CATCH_UP_LIMIT,
  HEARTBEAT_INTERVAL_MS,
  PAGE_ROWS,
  PROTOCOL_VERSION,
} from '@/lib/protocol/version';
import { isOriginAllowed } from './allowed-origin';
import { callerOf } from './caller-of';
import { canRead } from './can-read';
import { keepPrivate } from './http/keep-private';
import { INERT_POLICY, setSecurityHeaders } from './http/security-headers';
import { PlacesPerAddress } from './places-per-address';
import { presentsToken, type Reader } from './read-gate';
import { serveScreen } from './screens/screen-socket';
import { cutOff, takeReadyFrames, tellAll, unsentBytes } from './send-frame';
import type { Services } from './services';
import { MESSAGE_DEFLATE, shareFrame } from './shared-frame';

const ROOM = 'live';
const ENGINE_PATH = '/socket.io/';
/** A reader whose unsent bytes exceed this is dropped; it reconnects and catches up. */
const SLOW_READER_BYTES = 4 * 1024 * 1024;
const LARGEST_MESSAGE_BYTES = 64 * 1024;

interface SocketFacts {
  reader: Reader;
}
type LiveNamespace = Namespace<ClientToServer, ServerToClient, DefaultEventsMap, SocketFacts>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketFacts>;

export interface LiveFeed {
  connections: () => number;
  /** Settles when the first reader was welcomed. */
  firstReader: Promise<void>;
  close: () => Promise<void>;
}

/** Serves `/live`: rules LF1-LF14 of `lib/protocol/SPEC.md`. */
export function openLiveFeed(httpServer: HttpServer, services: Services): LiveFeed {
  const places = new PlacesPerAddress(services.settings.SOCKETS_PER_ADDRESS);
  const io = new Server(httpServer, {
    transports: ['websocket'],
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
    pingInterval: 20_000,
    pingTimeout: 15_000,
    perMessageDeflate: MESSAGE_DEFLATE,
    allowRequest: (request, decide) => {
      const isAllowed = isOriginAllowed(
        services.settings,
        request.headers.origin,
        request.headers.host,
      );
      decide(null, isAllowed && places.admit(callerOfRequest(request, services), request.socket));
    },
  });
  dressRefusals(httpServer, services);
  io.engine.on('connection', takeReadyFrames);
  // The upgrade is let through and the namespace refuses: a browser cannot see why an upgrade failed.
  io.use((socket, next) => void admitReader(socket, services, next));
  const namespace: LiveNamespace = io.of(LIVE_NAMESPACE);
  namespace.use((socket, next) => void admitReader(socket, services, next));
  let welcomed = () => {};
  const firstReader = new Promise<void>((resolve) => {
    welcomed = resolve;
  });
  namespace.on('connection', (socket) => {
    if (services.gate.admits(socket.data.reader)) serveReader(socket, services, welcomed);
    else endAccess(socket);
    serveScreen(socket, services, {
      answer: (schema, payload, answer, work) =>
        answerSafely(socket, services, schema, payload, answer, work),
      endAccess: () => endAccess(socket, 'this screen was revoked'),
      caller: callerOfSocket(socket, services),
    });
  });
  const stopEnds = services.gate.onEnd((tokenIds) => {
    for (const socket of namespace.sockets.values()) {
      if (tokenIds.has(socket.data.reader.tokenId ?? '')) endAccess(socket);
    }
  });
  const dropIfSlow = slowReaderDrop(services);
  const stopBatches = services.tail.onBatch((batch) => {
    tellAll(followersOf(namespace), shareFrame(LIVE_NAMESPACE, 'changes', batch), dropIfSlow);
    services.metrics.sent(services.now().getTime() - Date.parse(batch.committedAt));
  });
  const stopEpochs = services.tail.onNewEpoch(() => {
    namespace.emit('reset', { reason: 'the database was restored: load the snapshot again' });
    namespace.socketsLeave(ROOM);
  });
  const heart = setInterval(() => {
    for (const socket of namespace.sockets.values()) dropIfSlow(socket);
    // Without the database nobody knows the head: silence lets the screens say that they are stale.
    if (!services.tail.isCurrent) return;
    const beat = shareFrame(LIVE_NAMESPACE, 'heartbeat', signOfLife(services));
    tellAll(namespace.sockets.values(), beat, dropIfSlow);
  }, HEARTBEAT_INTERVAL_MS);
  return {
    connections: () => namespace.sockets.size,
    firstReader,
    close: async () => {
      clearInterval(heart);
      stopBatches();
      stopEpochs();
      stopEnds();
      await io.close();
    },
  };
}

/** What engine.io answers over plain HTTP is as inert, and where it must be as private, as every other answer. */
function dressRefusals(httpServer: HttpServer, { settings }: Services): void {
  httpServer.prependListener('request', ({ url }: IncomingMessage, answer: ServerResponse) => {
    if (!url?.startsWith(ENGINE_PATH)) return;
    setSecurityHeaders(answer);
    answer.setHeader('content-security-policy', INERT_POLICY);
    answer.setHeader('cache-control', 'no-store');
    if (settings.ACCESS === 'private') keepPrivate(answer);
  });
}

/** AC1: refuses with the code that a reader knows, without it where nobody could look, and closes what would stay open without a namespace. */
async function admitReader(
  socket: Pick<LiveSocket, 'handshake' | 'conn'> & { data: Partial<SocketFacts> },
  services: Services,
  next: (error?: Error) => void,
): Promise<void> {
  const { headers } = socket.handshake;
  const { settings, limits } = services;
  const caller = callerOf(settings, headers, socket.handshake.address);
  let reader: Reader | null;
  try {
    reader = await canRead(services, headers, caller);
  } catch {
    // Nobody could say who this is: that is no refusal, and a reader forgets nothing for it.
    next(new Error('the server could not answer: try again'));
    setImmediate(() => socket.conn.close());
    return;
  }
  if (reader) {
    socket.data.reader = reader;
    next();
    return;
  }
  if (presentsToken(headers)) await limits.write(`denied ${caller}`);
  next(Object.assign(new Error('this installation is private'), { data: { code: ACCESS_CODE } }));
  setImmediate(() => socket.conn.close());
}

/** AC2: what follows the reset is a snapshot that answers 401. */
function endAccess(socket: LiveSocket, why = 'this read token was revoked'): void {
  socket.emit('reset', { reason: `access ended: ${why}` });
  socket.disconnect(true);
}

function signOfLife(services: Services) {
  const { epoch, seq, digest } = services.tail.head;
  return {
    head: { epoch, seq, digest },
    build: services.build,
    serverTime: services.now().toISOString(),
  };
}

function serveReader(socket: LiveSocket, services: Services, welcomed: () => void): void {
  let isReadingPage = false;
  socket.on('hello', (hello, answer) => {
    void answerSafely(socket, services, helloSchema, hello, answer, async (valid) => {
      const given = await welcome(socket, services, valid);
      if (given.action !== 'refused') welcomed();
      return given;
    });
  });
  socket.on('catchUp', (request, answer) => {
    void answerSafely(socket, services, catchUpRequestSchema, request, answer, async (valid) => {
      if (isReadingPage)
        return { error: 'one page at a time: wait for the last answer', field: '' };
      isReadingPage = true;
      try {
        return await readPage(services, valid);
      } finally {
        isReadingPage = false;
      }
    });
  });
}

/** Every payload passes here: parsed, limited, answered in any case, and never a crash. */
async function answerSafely<S extends z.ZodType, A>(
  socket: LiveSocket,
  services: Services,
  schema: S,
  payload: unknown,
  answer: unknown,
  work: (valid: z.infer<S>) => Promise<A | SocketFault>,
): Promise<void> {
  const reply =
    typeof answer === 'function' ? (answer as (value: A | SocketFault) => void) : () => undefined;
  try {
    const perSecond = await services.limits.socketEvent(socket.id);
    const perMinute = await services.limits.read(callerOfSocket(socket, services));
    if (!perSecond.allowed || !perMinute.allowed) {
      services.metrics.refused('socket');
      reply({ error: 'too many messages: slow down', field: '' });
      return;
    }
    const parsed = schema.safeParse(payload);
    if (!parsed.success) {
      const fault = faultsOf(parsed.error)[0];
      reply({ error: fault?.message ?? 'not valid', field: fault?.field ?? '' });
      return;
    }
    reply(await work(parsed.data));
  } catch (error) {
    if (!isDatabaseAway(error))
      services.log.error({ err: error }, 'a live message could not be answered');
    reply({ error: 'the server could not answer: try again', field: '' });
  }
}

async function welcome(socket: LiveSocket, services: Services, hello: Hello): Promise<Welcome> {
  const judged = await judge(services, hello);
  // Head and room are taken in one turn of the event loop: no batch can fall between them.
  const { head, build, serverTime } = signOfLife(services);
  if (judged.action === 'refused') return { ...judged, head, build, serverTime };
  void socket.join(ROOM);
  const action =
    judged.action === 'catchUp' && hello.state?.seq === head.seq ? 'live' : judged.action;
  return { action, reason: judged.reason, head, build, serverTime };
}

async function judge(
  services: Services,
  hello: Hello,
): Promise<Pick<Welcome, 'action' | 'reason'>> {
  if (hello.protocol !== PROTOCOL_VERSION) {
    return {
      action: 'refused',
      reason: `this server speaks protocol ${PROTOCOL_VERSION}: reload the page`,
    };
  }
  if (!hello.state) return { action: 'reset', reason: 'no state yet: load the snapshot' };
  if (hello.state.epoch !== services.tail.head.epoch)
    return { action: 'reset', reason: 'the epoch changed' };
  if (!(await services.tail.reaches(hello.state.seq)))
    return { action: 'reset', reason: 'the state is ahead of the log' };
  const { head } = services.tail;
  const expected = await digestAt(services, hello.state.seq);
  if (expected !== hello.state.digest)
    return { action: 'reset', reason: "the digest is not the log's" };
  if (head.seq - hello.state.seq > CATCH_UP_LIMIT) {
    return {
      action: 'reset',
      reason: `more than ${CATCH_UP_LIMIT} changes behind: load the snapshot`,
    };
  }
  return { action: 'catchUp', reason: 'ask for the changes since' };
}

async function readPage(services: Services, request: CatchUpRequest) {
  const head = services.tail.head;
  if (request.epoch !== head.epoch)
    return { error: 'the epoch changed: say hello again', field: 'epoch' };
  if (request.to > head.seq) return { error: 'lies beyond the head', field: 'to' };
  if (request.from > request.to) return { error: 'must not be after "to"', field: 'from' };
  if (request.to - request.from > CATCH_UP_LIMIT * 2) {
    return { error: `at most ${CATCH_UP_LIMIT * 2} changes: load the snapshot`, field: 'from' };
  }
  if ((await digestAt(services, request.to)) === null)
    return {
      error: 'is not the end of a transaction: ask for the head of the welcome',
      field: 'to',
    };
  const { from, to, after } = request;
  const page = { from, to, after, limit: PAGE_ROWS };
  return services.reads.read(`page ${from} ${to} ${after}`, () =>
    readChanges(services.database, page),
  );
}

/** Readers that come back together stand at the same seq, and ask for the same pages. */
function digestAt({ reads, database }: Services, seq: number): Promise<string | null> {
  return reads.read(`digest ${seq}`, () => digestAfter(database, seq));
}

function* followersOf(namespace: LiveNamespace): Generator<LiveSocket> {
  for (const id of namespace.adapter.rooms.get(ROOM) ?? []) {
    const socket = namespace.sockets.get(id);
    if (socket) yield socket;
  }
}

/** LF9. */
function slowReaderDrop({ log, metrics }: Services): (socket: LiveSocket) => void {
  return (socket) => {
    const waiting = unsentBytes(socket);
    if (waiting <= SLOW_READER_BYTES) return;
    log.warn({ waiting }, 'a reader was too slow and was dropped');
    metrics.slowReaderDropped();
    cutOff(socket);
  };
}

function callerOfRequest({ headers, socket }: IncomingMessage, { settings }: Services): string {
  return callerOf(settings, headers, socket.remoteAddress);
}

function callerOfSocket({ handshake }: LiveSocket, { settings }: Services): string {
  return callerOf(settings, handshake.headers, handshake.address);
}
