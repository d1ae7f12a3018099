import { connect } from 'node:net';

/** What becomes of a connection to a socket's path or a pipe's name: `unclear` is any fault but that nobody listens. */
export type Knock = 'opened' | 'refused' | 'unclear';

/** Finds out whether somebody listens at an address, and says nothing there. */
export function knock(address: string): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve('opened');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'unclear');
    });
  });
}
