import { io } from 'socket.io-client';
import { ACCESS_CODE, LIVE_NAMESPACE } from '@/lib/protocol/socket-events';
import type { FeedLinkListener, OpenLink } from './feed-link';

/**
 * Opens `/live` of a server over WebSocket only; when to connect again is the session's decision.
 * Headers reach the server from programs only; a browser's cookie goes by itself.
 */
export function createSocketLinks(baseUrl: string, headers: Record<string, string> = {}): OpenLink {
  return (listener: FeedLinkListener) => {
    const socket = io(new URL(LIVE_NAMESPACE, baseUrl).href, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    let over = false;
    const endWith = (tell: () => void): void => {
      if (over) return;
      over = true;
      socket.close();
      tell();
    };
    const end = (): void => endWith(listener.closed);
    socket.on('connect', () => listener.opened());
    socket.on('connect_error', (error: Error & { data?: { code?: unknown } }) =>
      error.data?.code === ACCESS_CODE ? endWith(listener.refused) : end(),
    );
    socket.on('disconnect', end);
    socket.on('changes', (payload: unknown) => listener.changes(payload));
    socket.on('heartbeat', (payload: unknown) => listener.heartbeat(payload));
    socket.on('reset', (payload: unknown) => listener.reset(payload));
    socket.on('screenOrders', (payload: unknown) => listener.screenOrders?.(payload));
    socket.on('screenRevoked', () => listener.screenRevoked?.());
    return {
      hello: (hello, answer) => void socket.emit('hello', hello, answer),
      catchUp: (request, answer) => void socket.emit('catchUp', request, answer),
      screen: (event, body, answer) => void socket.emit(event, body, answer),
      close: () => {
        over = true;
        socket.removeAllListeners();
        socket.close();
      },
    };
  };
}
