import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';

/** A server that does nothing but have a port of this machine, and answers nobody. @throws Error of the socket, such as for a port that is taken. */
export async function listening(port: number): Promise<net.Server> {
  // Who is not read is not seen to leave, however that one does it.
  const server = net.createServer((socket) => socket.on('error', () => socket.destroy()).resume());
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

export async function closed(server: net.Server): Promise<void> {
  await once(server.close(), 'close');
}

/** Ports in a row that somebody else has, until he leaves them. */
export interface TakenPorts {
  /** The first of them. */
  readonly port: number;
  /** Does nothing when they were left before. */
  leave(): Promise<unknown>;
}

/** Takes ports below those that the system gives to whoever asks for any: there are always some free. */
export async function takePorts(count: number): Promise<TakenPorts> {
  for (;;) {
    const servers: net.Server[] = [];
    const leave = (): Promise<unknown> => Promise.all(servers.splice(0).map(closed));
    const port = randomInt(12_000, 30_000);
    try {
      for (let i = 0; i < count; i++) servers.push(await listening(port + i));
      return { port, leave };
    } catch (error) {
      // Somebody else has one of the row: another row is tried.
      await leave();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
