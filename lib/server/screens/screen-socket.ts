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
import type { Presented } from './screen-gate';
import type { ScreenListener } from './screen-hub';

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
  /** Whose limits count. */
  caller: string;
}

const REVOKED = 'an administrator revoked this screen';
const NONE =
  'this screen is not known here, perhaps because a backup was restored: register it again';
const TAKEN: ScreenTaken = { isTaken: true };
const TOO_MANY: SocketFault = { error: 'too many screens were tried from here: wait', field: '' };
const NOT_JOINED: SocketFault = { error: 'say screenJoin first', field: '' };

/** Serves one connection as the screen that its credential names, from `screenJoin` on: rules SC3 to SC9 of SPEC.md. */
export function serveScreen(
  socket: LiveSocket,
  services: Services,
  { answer, endAccess, caller }: Connection,
): void {
  const { screens, screenGate, database, now } = services;
  let joined: string | null = null;
  /** Who this connection was found to be: the credential in its headers may have been renewed and have ended since. */
  let known: string | null = null;
  let leave = () => {};
  const revoked = (): void => {
    joined = null;
    socket.emit('screenRevoked', { reason: REVOKED });
    if (socket.data.reader.screenId) endAccess();
  };
  const gone = (): void => void socket.disconnect(true);
  const join = async (): Promise<ScreenWelcome | SocketFault> => {
    leave();
    joined = null;
    const presented: Presented = known
      ? { type: 'screen', id: known }
      : await screenGate.identify(socket.handshake.headers, caller);
    if (presented.type === 'tooMany') return TOO_MANY;
    if (presented.type === 'none') return { refused: 'none', reason: NONE };
    const id = presented.type === 'screen' ? presented.id : null;
    const orders = id ? await readOrders(database, id, now()) : null;
    if (!id || !orders) return { refused: 'revoked', reason: REVOKED };
    if (socket.disconnected) return { refused: 'none', reason: 'the connection has ended' };
    // Another join may have come this far meanwhile.
    leave();
    joined = id;
    known = id;
    leave = screens.follow(id, orders.revision, {
      orders: (next) => socket.emit('screenOrders', next),
      revoked,
      gone,
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
  watchReader(socket, services, {
    revoked: () => {
      if (!joined) revoked();
    },
    gone,
  });
}

/** A reader of a private installation that is let in as a screen goes with it, whether or not it has joined. */
function watchReader(
  socket: LiveSocket,
  { screens }: Services,
  ends: Pick<ScreenListener, 'revoked' | 'gone'>,
): void {
  const { screenId } = socket.data.reader;
  if (!screenId) return;
  const leave = screens.follow(screenId, null, { orders: () => {}, ...ends });
  socket.on('disconnect', leave);
}
