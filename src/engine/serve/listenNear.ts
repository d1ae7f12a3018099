import type { Server } from 'node:net';

const tries = 20;
const lastPort = 65535;

/**
 * Listens on the first free port from `port` on; after 20 taken ones, or for port 0, on any free one.
 * @param host A loopback address.
 * @returns The port.
 * @throws Error of the socket for every other failure.
 */
export async function listenNear(server: Server, host: string, port: number): Promise<number> {
  if (port !== 0)
    for (let wanted = port; wanted < port + tries && wanted <= lastPort; wanted++)
      if (await listenAt(server, host, wanted)) return wanted;
  if (!(await listenAt(server, host, 0))) throw new Error('no port was free');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system named no port');
  return address.port;
}

/**
 * Listens on one port.
 * @returns False when it is taken, or kept for privileged programs.
 * @throws Error of the socket for every other failure.
 */
export function listenAt(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      server.off('error', failed);
      server.off('listening', listening);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      settle();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    const listening = (): void => {
      settle();
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ host, port, exclusive: true });
  });
}
