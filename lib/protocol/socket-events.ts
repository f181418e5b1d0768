import { z } from 'zod';
import { type ChangeBatch, headSchema } from './changes';
import type { Acknowledgement, ScreenOrders, ScreenStatus, ScreenWelcome } from './screens';

export const LIVE_NAMESPACE = '/live';
/** `data.code` of the connect error of a private installation (AC1). */
export const ACCESS_CODE = 'access';

/** What a reader says first: its protocol and, if it holds a state, which. */
export const helloSchema = z.object({
  protocol: z.int(),
  state: headSchema.nullable(),
});
export type Hello = z.infer<typeof helloSchema>;

export const catchUpRequestSchema = z.object({
  epoch: z.string().max(64),
  from: z.int().min(0).max(0xffff_fffe),
  to: z.int().min(0).max(0xffff_fffe),
  after: z.int().min(0).max(0xffff_fffe),
});
export type CatchUpRequest = z.infer<typeof catchUpRequestSchema>;

/**
 * The answer to a hello. `live`: the reader is at the head. `catchUp`: ask for pages of `(state.seq, head.seq]`.
 * `reset`: forget everything and load the manifest; `reason` says why in words. `refused`: this reader's protocol is
 * unknown here; reload the page. In all but the last, every batch after `head.seq` follows as a `changes` event.
 */
export const welcomeSchema = z.object({
  action: z.enum(['live', 'catchUp', 'reset', 'refused']),
  reason: z.string(),
  head: headSchema,
  build: z.string(),
  serverTime: z.string(),
});
export type Welcome = z.infer<typeof welcomeSchema>;

export const heartbeatSchema = z.object({
  head: headSchema,
  build: z.string(),
  serverTime: z.string(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const socketFaultSchema = z.object({ error: z.string(), field: z.string() });
export type SocketFault = z.infer<typeof socketFaultSchema>;

/** What a screen said was taken. */
export interface ScreenTaken {
  isTaken: true;
}

export interface ServerToClient {
  changes: (batch: ChangeBatch) => void;
  heartbeat: (beat: Heartbeat) => void;
  /** The state that this reader holds is no longer the server's past. */
  reset: (message: { reason: string }) => void;
  /** SC4, to those who joined as a screen. */
  screenOrders: (orders: ScreenOrders) => void;
  /** SC8. */
  screenRevoked: (message: { reason: string }) => void;
}

export interface ClientToServer {
  hello: (hello: Hello, answer: (welcome: Welcome | SocketFault) => void) => void;
  catchUp: (request: CatchUpRequest, answer: (page: ChangeBatch | SocketFault) => void) => void;
  /** SC3: from now on this connection is the screen that its cookie names. */
  screenJoin: (body: unknown, answer: (welcome: ScreenWelcome | SocketFault) => void) => void;
  screenStatus: (status: ScreenStatus, answer: (taken: ScreenTaken | SocketFault) => void) => void;
  screenAcknowledge: (
    acknowledgements: Acknowledgement[],
    answer: (taken: ScreenTaken | SocketFault) => void,
  ) => void;
}
