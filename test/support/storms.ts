import net from 'node:net';

/** Something that many hostile clients do to a server on this machine at once; ends when all of them are gone. */
export interface StormOfClients {
  readonly name: string;
  readonly blow: (port: number) => Promise<void>;
}

const host = 'Host: localhost\r\n';

/** One client: what it does with its connection; ends when that is closed, however. */
function client(
  port: number,
  act: (socket: net.Socket) => void,
  options: net.SocketConstructorOpts = {},
): Promise<void> {
  return new Promise((resolve) => {
    const socket = new net.Socket(options);
    socket.once('close', () => {
      resolve();
    });
    // Being cut off is what these clients are there for.
    socket.on('error', () => socket.destroy());
    socket.resume();
    socket.connect({ port, host: '127.0.0.1' }, () => {
      act(socket);
    });
  });
}

/** `count` clients, `atOnce` of them at a time. */
async function clients(count: number, atOnce: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}

/** Sends a little again and again, as slowly as keeps a careless server waiting. */
function drip(socket: net.Socket, text: string): void {
  const timer = setInterval(() => {
    if (socket.writable) socket.write(text);
  }, 200);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

export const storms: readonly StormOfClients[] = [
  {
    name: '10,000 connections, opened and dropped',
    blow: (port) => clients(10_000, 200, () => client(port, (socket) => socket.destroy())),
  },
  {
    name: '500 floods of headers',
    blow: (port) =>
      clients(500, 50, (i) =>
        client(port, (socket) => {
          const flood = i % 2 === 0 ? `X: ${'a'.repeat(64 * 1024)}` : 'a:b\r\n'.repeat(20_000);
          socket.write(`GET /health HTTP/1.1\r\n${host}${flood}`);
        }),
      ),
  },
  {
    name: '100 whose headers never end',
    blow: (port) =>
      clients(100, 100, () =>
        client(port, (socket) => {
          socket.write(`GET /health HTTP/1.1\r\n${host}`);
          drip(socket, 'X: 1\r\n');
        }),
      ),
  },
  {
    name: '100 whose bodies never end',
    blow: (port) =>
      clients(100, 100, () =>
        client(port, (socket) => {
          socket.write(`POST /health HTTP/1.1\r\n${host}Content-Length: 100000\r\n\r\n`);
          drip(socket, 'x');
        }),
      ),
  },
  {
    name: '100 half open',
    blow: (port) =>
      clients(100, 100, (i) =>
        client(
          port,
          (socket) => {
            if (i % 2 === 0) socket.write(`GET /health HTTP/1.1\r\n${host}`);
            socket.end();
          },
          { allowHalfOpen: true },
        ),
      ),
  },
  {
    name: '2,000 wrong tokens, cookies and codes',
    blow: (port) =>
      clients(2000, 50, (i) =>
        client(port, (socket) => {
          const guess = Buffer.from(String(i).padStart(32, 'x')).toString('base64url');
          const tries = [
            `GET /api/metrics/stats HTTP/1.1\r\n${host}Authorization: Bearer ${guess}`,
            `GET /api/metrics/stats HTTP/1.1\r\n${host}Cookie: ${`wirthforge-${port}=${guess};`.repeat(100)}`,
            `GET /open?code=${guess} HTTP/1.1\r\n${host.trimEnd()}`,
          ];
          socket.write(`${tries[i % tries.length]!}\r\nConnection: close\r\n\r\n`);
        }),
      ),
  },
  {
    name: '1,000 WebSockets without a token',
    blow: (port) =>
      clients(1000, 50, () =>
        client(port, (socket) => {
          const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
          socket.write(`GET /ws HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`);
        }),
      ),
  },
  {
    name: '100 that ask 500 times and read nothing',
    blow: (port) =>
      clients(100, 50, () =>
        client(port, (socket) => {
          socket.pause();
          socket.write(`GET /health HTTP/1.1\r\n${host}\r\n`.repeat(500));
          setTimeout(() => socket.destroy(), 300);
        }),
      ),
  },
];
