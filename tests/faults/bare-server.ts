import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocket, WebSocketServer } from 'ws';
import type { ChangeBatch } from '@/lib/protocol/changes';

// Run as a child process: the least that a server can be that passes on to all what one of its clients says, by
// socket.io or by ws with their own settings. The message bears the time at which it came.

const stamped = (batch: ChangeBatch): ChangeBatch => ({
  ...batch,
  committedAt: new Date().toISOString(),
});

const http = createServer();

function serveSocketIo(): void {
  const io = new Server(http, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('say', (batch: ChangeBatch) => io.emit('changes', stamped(batch)));
  });
}

function serveWs(): void {
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = JSON.stringify(['changes', stamped(JSON.parse(data.toString()))]);
      for (const client of server.clients) {
        if (client.readyState === WebSocket.OPEN) client.send(message);
      }
    });
  });
}

process.on('message', ({ id, of }: { id: number; of: 'socket.io' | 'ws' }) => {
  if (of === 'socket.io') serveSocketIo();
  else serveWs();
  http.listen(0, '127.0.0.1', 4_096, () => {
    process.send?.({ id, result: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, result: 'ready' });
