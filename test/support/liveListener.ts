import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import type { ServedMetrics } from './servedMetrics';

/** A message of the server, as any client sees it. */
export interface Heard {
  readonly type: string;
  readonly epoch: number;
  readonly seq: number;
  readonly [name: string]: unknown;
}

/** A WebSocket client that keeps all it hears. */
export class LiveListener {
  readonly heard: Heard[] = [];
  readonly frames: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.frames.push(text);
      this.heard.push(...([JSON.parse(text)] as (Heard | Heard[])[]).flat());
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    // What went wrong shows in how it was closed.
    socket.on('error', () => undefined);
  }

  static async connect(served: ServedMetrics, options: ClientOptions = {}): Promise<LiveListener> {
    const headers = { Authorization: `Bearer ${await served.token()}` };
    const socket = new WebSocket(`${served.url.replace('http', 'ws')}/ws`, { headers, ...options });
    const listener = new LiveListener(socket);
    await Promise.race([once(socket, 'open'), listener.closed]);
    return listener;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Waits until something was heard. */
  async until(what: (heard: readonly Heard[]) => boolean): Promise<readonly Heard[]> {
    while (!what(this.heard)) {
      if (this.socket.readyState === WebSocket.CLOSED)
        throw new Error(`It was closed after: ${JSON.stringify(this.heard.slice(-3))}`);
      await Promise.race([once(this.socket, 'message'), this.closed]);
    }
    return this.heard;
  }

  /** The first message of a type, once it was heard. */
  async first(type: string): Promise<Heard> {
    const heard = await this.until((all) => all.some((each) => each.type === type));
    return heard.find((each) => each.type === type)!;
  }

  of(type: string): Heard[] {
    return this.heard.filter((each) => each.type === type);
  }

  async end(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
