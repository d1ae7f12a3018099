import { Agent, type ClientRequestArgs, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { lookupLoopback } from '../../collect/runtimes/http/lookupLoopback';

/** Requests that may wait on one connection for the answer before theirs; a client that sends more is cut off. */
const mostWaiting = 64;
const runtimeHeaderBytes = 64 * 1024;

/** Keeps a runtime's connection until the runtime closes it; Node's own would give it up before the announced time. */
class PatientAgent extends Agent {
  override keepSocketAlive(): boolean {
    return true;
  }
}

/**
 * One client's connection and the runtime's connection behind it, which live and die together: the client finds its
 * connection kept, idle and closed as if it spoke with the runtime itself.
 */
export class ClientConnection {
  private readonly agent = new PatientAgent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1, noDelay: true });
  private readonly waiting: (() => void)[] = [];
  private isBusy = false;
  private isRelaying = false;
  private runtimeSocket: Socket | undefined;

  constructor(
    readonly socket: Socket,
    readonly isBeyondLimit: boolean,
  ) {
    // A client that ends its side is gone: it cannot be told from one that only will send no more.
    socket.once('end', () => {
      if (this.isBusy && !this.isRelaying) socket.destroy();
    });
    socket.once('close', () => {
      this.waiting.length = 0;
      this.agent.destroy();
    });
  }

  /** Whether an answer is under way, so that nothing else may be written. */
  get isAnswering(): boolean {
    return this.isBusy;
  }

  /** Starts an exchange when those before it on this connection have been answered. */
  whenFree(response: ServerResponse, start: () => void): void {
    if (this.waiting.length >= mostWaiting) {
      this.socket.destroy();
      return;
    }
    response.once('close', this.next);
    this.waiting.push(start);
    if (!this.isBusy) this.next();
  }

  /** What a request to a runtime has to be made with to go over this connection's own one. */
  get requestOptions(): ClientRequestArgs {
    return {
      agent: this.agent,
      lookup: lookupLoopback,
      maxHeaderSize: runtimeHeaderBytes,
      insecureHTTPParser: false,
      setHost: false,
    };
  }

  /** Notes the connection over which a runtime answers; when it closes between exchanges, so does the client's. */
  boundTo(runtimeSocket: Socket): void {
    if (this.runtimeSocket === runtimeSocket) return;
    this.runtimeSocket = runtimeSocket;
    runtimeSocket.once('close', () => {
      this.endIfAlone();
    });
  }

  /** From here on the two ends speak something else than HTTP. */
  relays(): void {
    this.isRelaying = true;
  }

  /** Ends at once, so that an answer under way cannot be taken for a whole one. */
  cut(): void {
    if (this.isBusy) this.socket.resetAndDestroy();
    else this.socket.destroy();
  }

  private readonly next = (): void => {
    // What follows an answer that was the connection's last is neither answered nor forwarded.
    if (!this.socket.writable) this.waiting.length = 0;
    const start = this.waiting.shift();
    this.isBusy = start !== undefined;
    if (start) start();
    else this.endIfAlone();
  };

  private endIfAlone(): void {
    if (!this.isBusy && !this.isRelaying && this.runtimeSocket?.destroyed === true) this.socket.destroySoon();
  }
}
