import net from 'node:net';

const stamp = /"at":"(\d+)"/g;
/** An event that two reads share; longer than any. */
const mostOfAnEvent = 400;

/** Reads one stream of the token server and notes how long each event was on its way. */
export class TokenReader {
  /** Milliseconds from being written to being read, for each event. */
  readonly delays: number[] = [];
  private readonly socket: net.Socket;
  private rest = '';

  /** @param url Base URL of the server or of the proxy before it. */
  constructor(url: string, ms: number, phase = 0) {
    const { hostname, port, pathname } = new URL(url);
    this.socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    const base = pathname === '/' ? '' : pathname;
    const target = `${base}/v1/chat/completions?ms=${ms}&phase=${phase}`;
    this.socket.write(`POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}`);
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => {
      this.read(Number(process.hrtime.bigint()), String(text));
    });
  }

  /** Leaves, as a client does that has enough. */
  leave(): void {
    this.socket.destroy();
  }

  private read(now: number, text: string): void {
    const all = this.rest + text;
    let read = 0;
    for (const found of all.matchAll(stamp)) {
      this.delays.push((now - Number(found[1])) / 1e6);
      read = found.index + found[0].length;
    }
    this.rest = all.slice(Math.max(read, all.length - mostOfAnEvent));
  }
}
