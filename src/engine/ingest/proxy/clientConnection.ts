import { Agent, type ClientRequestArgs, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { lookupLoopback } from '../../collect/runtimes/http/lookupLoopback';

/** Requests that may wait on one connection for the answer before theirs; a client that sends more is cut off. */
const mostWaiting = 64;
const runtimeHeaderBytes = 64 * 1024;

/** Says to a runtime that its connection may be kept, as clients do, and lets go of it after the answer. */
class SingleUseAgent extends Agent {
  override keepSocketAlive(): boolean {
    return false;
  }
}

/**
 * One client's connection. Each request on it goes to its runtime over a connection of its own: a kept one may be closed
 * by the runtime just as the next request goes out, and nobody could tell whether that request was taken.
 */
export class ClientConnection {
  private readonly agent = new SingleUseAgent({ keepAlive: true, noDelay: true });
  private readonly waiting: (() => void)[] = [];
  private isBusy = false;
  private isRelaying = false;

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

  /** What a request to a runtime has to be made with. */
  get requestOptions(): ClientRequestArgs {
    return {
      agent: this.agent,
      lookup: lookupLoopback,
      maxHeaderSize: runtimeHeaderBytes,
      insecureHTTPParser: false,
      setHost: false,
    };
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
  };
}
