import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { type Message, MessageReader } from './messageReader';

/** A runtime that speaks bytes: what is written is what a test says, and what was read is kept. */
export class RawRuntime {
  readonly connections: RawPeer[] = [];
  private readonly server: net.Server;

  /** @param answer Called when the head of a request is there. */
  private constructor(answer: (request: Message, peer: RawPeer) => void) {
    this.server = net.createServer({ noDelay: true }, (socket) => {
      this.connections.push(new RawPeer(socket, answer));
    });
  }

  static async start(answer: (request: Message, peer: RawPeer) => void): Promise<RawRuntime> {
    const runtime = new RawRuntime(answer);
    runtime.server.listen(0, '127.0.0.1');
    await once(runtime.server, 'listening');
    return runtime;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const { socket } of this.connections) socket.destroy();
    await closed;
  }
}

/** One connection to a raw runtime. */
export class RawPeer {
  readonly reader = new MessageReader('requests');
  readonly closed: Promise<void>;

  constructor(
    readonly socket: Socket,
    answer: (request: Message, peer: RawPeer) => void,
  ) {
    let begun = 0;
    socket.on('data', (bytes: Buffer) => {
      this.reader.push(bytes);
      const { messages } = this.reader;
      while (begun < messages.length) answer(messages[begun++]!, this);
      this.changed();
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        resolve();
        this.changed();
      });
    });
    // A reset shows in `closed`.
    socket.on('error', () => undefined);
  }

  private readonly waiting: { readonly isSo: () => boolean; readonly resolve: () => void }[] = [];

  /** Waits until something that was read makes it so, or the connection is closed. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ isSo, resolve });
      this.changed();
    });
  }

  private changed(): void {
    for (const entry of [...this.waiting]) {
      if (!entry.isSo() && !this.socket.destroyed) continue;
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      entry.resolve();
    }
  }
}
