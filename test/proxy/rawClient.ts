import net, { type Socket } from 'node:net';
import { MessageReader, type Message } from './messageReader';

/** A client that speaks bytes. */
export class RawClient {
  readonly socket: Socket;
  readonly reader: MessageReader;
  readonly closed: Promise<void>;
  /** Everything that came, in Latin-1. */
  received = '';
  /** Whether the connection was reset rather than ended. */
  wasReset = false;
  private isEnded = false;
  private readonly methods: string[] = [];
  private readonly waiting: { readonly isSo: () => boolean; readonly resolve: () => void }[] = [];

  /** @param keepsText Whether `received` is kept, for what is no more than a few kilobytes. */
  constructor(port: number, keepsText = true) {
    let answered = 0;
    this.reader = new MessageReader('answers', (startLine) => {
      const status = Number(startLine.split(' ')[1]);
      const method = status >= 200 ? this.methods[answered++] : undefined;
      return status < 200 || status === 204 || status === 304 || method === 'HEAD';
    });
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (bytes: Buffer) => {
      if (keepsText) this.received += bytes.toString('latin1');
      this.reader.push(bytes);
      this.changed();
    });
    this.socket.once('end', () => {
      this.isEnded = true;
      this.reader.end();
    });
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.wasReset ||= error.code === 'ECONNRESET';
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => {
        resolve();
        this.changed();
      });
    });
  }

  get hasEnded(): boolean {
    return this.isEnded || this.socket.destroyed;
  }

  /** The answers that are not informational. */
  get answers(): Message[] {
    return this.reader.messages.filter(({ startLine }) => !/^HTTP\/1\.. 1/.test(startLine));
  }

  get bodyBytes(): number {
    return this.answers.at(-1)?.pieces.reduce((sum, piece) => sum + piece.length, 0) ?? 0;
  }

  send(text: string | Buffer): this {
    const head = typeof text === 'string' ? text : text.toString('latin1', 0, 20);
    const [method] = /^[A-Z-]+(?= )/.exec(head) ?? [];
    if (method !== undefined) this.methods.push(method);
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
    return this;
  }

  /** More of a request whose head was sent. */
  more(bytes: Buffer | string): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return this;
  }

  /** Waits until something that was received makes it so, or the connection is closed. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ isSo, resolve });
      this.changed();
    });
  }

  /** Waits for a number of whole answers. */
  async wholeAnswers(count: number): Promise<Message[]> {
    await this.until(() => this.answers.filter(({ isWhole }) => isWhole).length >= count);
    return this.answers;
  }

  private changed(): void {
    for (const entry of [...this.waiting]) {
      if (!entry.isSo() && !this.socket.destroyed) continue;
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      entry.resolve();
    }
  }
}

export function textOf(message: Message | undefined): string {
  return Buffer.concat(message?.pieces ?? []).toString('utf8');
}
