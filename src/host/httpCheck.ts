import http from 'node:http';

const limitMs = 2000;
const loopbackNames = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether the engine's HTTP server answers, in words for the report. */
export interface HttpCheck {
  readonly url: string;
  readonly answers: boolean;
  readonly detail: string;
}

/** Asks the server at a loopback address for `/health`, for 2 s at most. Never fails: not answering is a result. */
export async function checkHttp(url: string): Promise<HttpCheck> {
  const target = URL.canParse('/health', url) ? new URL('/health', url) : undefined;
  if (target?.protocol !== 'http:' || !loopbackNames.has(target.hostname)) {
    return { url, answers: false, detail: 'the address is not an http address of this machine' };
  }
  return new Promise((resolve) => {
    const finish = (answers: boolean, detail: string): void => {
      resolve({ url, answers, detail });
    };
    const request = http.get(target, { agent: false, timeout: limitMs }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      // 503 is the server's way to say that a part of the engine is degraded; it does answer.
      finish(status === 200 || status === 503, `HTTP ${status}`);
    });
    request.on('timeout', () => {
      request.destroy(new Error(`no answer within ${limitMs / 1000} s`));
    });
    request.on('error', (error) => {
      finish(false, error.message);
    });
  });
}
