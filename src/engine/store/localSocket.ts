import { connect, createServer, type Server } from 'node:net';

/** A socket or pipe on this machine that ends with this process, however it ends. */
export class LocalSocket {
  private constructor(private readonly server: Server) {}

  /** undefined when another process listens there, or when there is a file of that name. @throws Error any other. */
  static listen(path: string): Promise<LocalSocket | undefined> {
    return new Promise((resolve, reject) => {
      // Nobody has anything to say here: that it can be reached is all there is to know.
      const server = createServer((socket) => socket.destroy());
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') resolve(undefined);
        else reject(error);
      });
      server.listen({ path, exclusive: true }, () => {
        // It may not keep a process alive that is done otherwise.
        server.unref();
        resolve(new LocalSocket(server));
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }
}

/** Whether a process listens there. @throws Error when that cannot be told. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      // A process that is too busy to answer is alive.
      else if (error.code === 'EAGAIN' || error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(true);
      else reject(error);
    });
  });
}
