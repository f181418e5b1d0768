import { io } from 'socket.io-client';
import { LIVE_NAMESPACE } from '@/lib/protocol/socket-events';
import type { FeedLinkListener, OpenLink } from './feed-link';

/** Opens `/live` of a server over WebSocket only; when to connect again is the session's decision. */
export function createSocketLinks(baseUrl: string): OpenLink {
  return (listener: FeedLinkListener) => {
    const socket = io(new URL(LIVE_NAMESPACE, baseUrl).href, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      socket.close();
      listener.closed();
    };
    socket.on('connect', () => listener.opened());
    socket.on('connect_error', end);
    socket.on('disconnect', end);
    socket.on('changes', (payload: unknown) => listener.changes(payload));
    socket.on('heartbeat', (payload: unknown) => listener.heartbeat(payload));
    socket.on('reset', (payload: unknown) => listener.reset(payload));
    return {
      hello: (hello, answer) => void socket.emit('hello', hello, answer),
      catchUp: (request, answer) => void socket.emit('catchUp', request, answer),
      close: () => {
        over = true;
        socket.removeAllListeners();
        socket.close();
      },
    };
  };
}
