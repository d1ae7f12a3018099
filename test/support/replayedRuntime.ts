import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of a replayed runtime: what it answers now, a status, or undefined where it has no such page. */
export type Page = () => string | number | undefined;

/** What a replayed runtime does to every answer while it is set. */
export type Fault = 'fails' | 'hangs' | 'resets' | 'truncates' | 'floods';

const longLine = 'x'.repeat(65_536);
const floodBytes = 10 * 1024 * 1024;

/** A model server that answers from a script: its pages are what the test makes of them at the moment they are asked for. */
export class ReplayedRuntime {
  fault: Fault | undefined;
  /** Paths with their queries, in the order they were asked for. */
  readonly asked: string[] = [];

  private constructor(
    private readonly pages: Readonly<Record<string, Page>>,
    private readonly server: Server,
  ) {}

  static async start(pages: Readonly<Record<string, Page>>): Promise<ReplayedRuntime> {
    const server = createServer();
    const runtime = new ReplayedRuntime(pages, server);
    server.on('request', (request, response) => {
      runtime.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return runtime;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    const page = this.pages[url.replace(/\?.*/, '')]?.() ?? 404;
    const body = typeof page === 'string' ? page : '';
    response.statusCode = typeof page === 'string' ? 200 : page;
    switch (this.fault) {
      case undefined:
        response.end(body);
        return;
      case 'fails':
        response.writeHead(500).end('{"error":"out of memory"}');
        return;
      case 'hangs':
        return;
      case 'resets':
        response.socket?.resetAndDestroy();
        return;
      case 'truncates':
        response.setHeader('content-length', body.length + 100);
        response.write(body.slice(0, body.length / 2), () => response.destroy());
        return;
      case 'floods':
        flood(response, floodBytes);
    }
  }
}

/** One line of many megabytes, as fast as it is taken. */
function flood(response: ServerResponse, left: number): void {
  if (response.destroyed) return;
  if (left <= 0) response.end('\n');
  else if (response.write(longLine)) setImmediate(flood, response, left - longLine.length);
  else
    response.once('drain', () => {
      flood(response, left - longLine.length);
    });
}
