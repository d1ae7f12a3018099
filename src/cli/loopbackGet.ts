import { monitorRequest, type MonitorAddress } from './monitorRequest';

const timeoutMs = 3000;
const mostBytes = 4 * 1024 * 1024;

export interface Reply {
  readonly status: number;
  readonly json: unknown;
}

/** Whether a URL leads to this machine: only there a token may be sent. */
export function isLoopbackUrl(url: string): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/.test(url);
}

/**
 * Reads JSON of at most 4 MiB from a monitor on this machine, within 3 s. Redirects are not followed.
 * @throws Error when nothing answers, or not with JSON.
 */
export async function loopbackGet(address: MonitorAddress, route: string, token?: string): Promise<Reply> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await reply(address, route, token, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`no answer within ${timeoutMs / 1000} s`, { cause: error });
    throw error;
  }
}

function reply(address: MonitorAddress, route: string, token: string | undefined, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    monitorRequest(address, route, { headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > mostBytes) response.destroy(new Error('the answer is larger than 4 MiB'));
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
        } catch {
          reject(new Error('the answer is not JSON'));
        }
      });
    }).then((request) => {
      request.on('error', reject);
      request.end();
    }, reject);
  });
}
