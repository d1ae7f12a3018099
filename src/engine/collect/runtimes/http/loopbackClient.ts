import { Agent, get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { HttpResult } from './httpResult';
import type { LoopbackAddress } from './loopbackAddress';
import { lookupLoopback } from './lookupLoopback';

export interface ClientLimits {
  /** Milliseconds for a whole exchange: connecting, headers and body. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
}

const defaultLimits: ClientLimits = { timeoutMs: 1000, bodyBytes: 2 * 1024 * 1024 };
const keptErrorCharacters = 500;

/** Reads from servers on the loopback interface: bounded in time and size, connections kept, redirects not followed. */
export class LoopbackClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1, maxTotalSockets: 64 });
  private readonly open = new Set<ClientRequest>();
  private closings = 0;

  constructor(private readonly limits: ClientLimits = defaultLimits) {}

  /** @param path What follows the address's prefix, beginning with a slash. */
  async get(address: LoopbackAddress, path: string): Promise<HttpResult> {
    const { closings } = this;
    const deadline = performance.now() + this.limits.timeoutMs;
    const first = await this.exchange(address, path, this.limits.timeoutMs);
    // A kept connection that the server closed meanwhile says nothing about the server: ask once more on a new one.
    if (first !== 'stale') return first;
    const leftMs = closings === this.closings ? deadline - performance.now() : 0;
    const second = leftMs > 0 ? await this.exchange(address, path, leftMs) : first;
    return second === 'stale' ? brokenOff : second;
  }

  /** Ends what is under way and closes all connections. */
  close(): void {
    this.closings++;
    for (const request of this.open) request.destroy();
    this.agent.destroy();
  }

  private exchange(address: LoopbackAddress, path: string, timeoutMs: number): Promise<HttpResult | 'stale'> {
    return new Promise((resolve) => {
      let request: ClientRequest | undefined;
      const settle = (result: HttpResult | 'stale'): void => {
        clearTimeout(timer);
        if (request) this.open.delete(request);
        resolve(result);
        if (result === 'stale' || (result.outcome !== 'ok' && result.outcome !== 'status')) request?.destroy();
      };
      const timer = setTimeout(() => {
        settle({ outcome: 'timeout', limitMs: this.limits.timeoutMs });
      }, timeoutMs);
      try {
        request = get({
          host: address.host,
          port: address.port,
          path: address.prefix + path,
          agent: this.agent,
          lookup: lookupLoopback,
          headers: { accept: 'application/json, text/plain' },
        });
      } catch (error) {
        settle({ outcome: 'malformed', reason: `cannot be asked for ${path}: ${String(error)}` });
        return;
      }
      this.open.add(request);
      request.once('response', (response) => {
        this.receive(response, settle);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        settle(request.reusedSocket && error.code === 'ECONNRESET' ? 'stale' : failureOf(error));
      });
      // An upgrade or a tunnel was never asked for; without a listener Node would leave the exchange hanging.
      request.once('close', () => {
        settle(brokenOff);
      });
    });
  }

  private receive(response: IncomingMessage, settle: (result: HttpResult) => void): void {
    const { bodyBytes } = this.limits;
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyBytes) settle({ outcome: 'tooLarge', limitBytes: bodyBytes });
      else chunks.push(chunk);
    });
    response.once('end', () => {
      if (!response.complete) return;
      const body = Buffer.concat(chunks).toString('utf8');
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) settle({ outcome: 'ok', body, headers: response.headers });
      else settle({ outcome: 'status', status, body: body.slice(0, keptErrorCharacters) });
    });
    response.once('error', () => {
      settle(brokenOff);
    });
  }
}

const brokenOff: HttpResult = { outcome: 'malformed', reason: 'broke off its answer' };

function failureOf(error: NodeJS.ErrnoException): HttpResult {
  const code =
    error.code ?? (error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException).code : undefined);
  if (code === 'ECONNREFUSED') return { outcome: 'refused', by: 'connection', reason: 'nothing listens there' };
  if (code?.startsWith('HPE_')) return { outcome: 'malformed', reason: 'answers, but not in HTTP' };
  return code === 'ECONNRESET' || code === 'EPIPE'
    ? brokenOff
    : { outcome: 'malformed', reason: `cannot be reached (${code ?? error.message})` };
}
