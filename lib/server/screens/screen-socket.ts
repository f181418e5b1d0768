import { z } from 'zod';
import { acknowledge, readOrders } from '@/db/screen-orders';
import {
  acknowledgementsSchema,
  type ScreenWelcome,
  screenStatusSchema,
} from '@/lib/protocol/screens';
import type { ScreenTaken, SocketFault } from '@/lib/protocol/socket-events';
import type { LiveSocket } from '../live-feed';
import type { Services } from '../services';

/** What a connection lends: how every payload is parsed, limited and answered, and how it ends. */
export interface Connection {
  answer: <S extends z.ZodType, A>(
    schema: S,
    payload: unknown,
    answer: unknown,
    work: (valid: z.infer<S>) => Promise<A | SocketFault>,
  ) => Promise<void>;
  /** Of a private installation. */
  endAccess: () => void;
}

const REVOKED = 'an administrator revoked this screen';
const NONE =
  'this screen is not known here, perhaps because a backup was restored: register it again';
const TAKEN: ScreenTaken = { isTaken: true };
const NOT_JOINED: SocketFault = { error: 'say screenJoin first', field: '' };

/** Serves one connection as the screen that its credential names, from `screenJoin` on: rules SC3 to SC9 of SPEC.md. */
export function serveScreen(
  socket: LiveSocket,
  services: Services,
  { answer, endAccess }: Connection,
): void {
  const { screens, screenGate, database, now } = services;
  let joined: string | null = null;
  let leave = () => {};
  const revoked = (): void => {
    joined = null;
    socket.emit('screenRevoked', { reason: REVOKED });
    if (socket.data.reader.screenId) endAccess();
  };
  const join = async (): Promise<ScreenWelcome> => {
    leave();
    joined = null;
    const presented = await screenGate.identify(socket.handshake.headers);
    // A rotated credential stands in the headers for as long as the connection does.
    const id = presented.type === 'screen' ? presented.id : null;
    const orders = id ? await readOrders(database, id, now()) : null;
    if (!id || !orders) {
      return presented.type === 'none'
        ? { refused: 'none', reason: NONE }
        : { refused: 'revoked', reason: REVOKED };
    }
    if (socket.disconnected) return { refused: 'none', reason: 'the connection has ended' };
    joined = id;
    leave = screens.follow(id, orders.revision, {
      orders: (next) => socket.emit('screenOrders', next),
      revoked,
    });
    screens.heard(id, null);
    return { orders };
  };
  socket.on('disconnect', () => leave());
  socket.on('screenJoin', (body, reply) => void answer(z.unknown(), body, reply, join));
  socket.on('screenStatus', (status, reply) => {
    void answer(screenStatusSchema, status, reply, async (valid) => {
      if (!joined) return NOT_JOINED;
      screens.heard(joined, valid);
      return TAKEN;
    });
  });
  socket.on('screenAcknowledge', (list, reply) => {
    void answer(acknowledgementsSchema, list, reply, async (valid) => {
      if (!joined) return NOT_JOINED;
      screens.heard(joined, null);
      await acknowledge(database, joined, valid, now());
      return TAKEN;
    });
  });
  watchReader(socket, services, () => {
    if (!joined) revoked();
  });
}

/** A reader of a private installation that is let in as a screen goes with it, whether or not it has joined. */
function watchReader(socket: LiveSocket, { screens }: Services, ended: () => void): void {
  const { screenId } = socket.data.reader;
  if (!screenId) return;
  const unchanged = Number.MAX_SAFE_INTEGER;
  const leave = screens.follow(screenId, unchanged, { orders: () => {}, revoked: ended });
  socket.on('disconnect', leave);
}
