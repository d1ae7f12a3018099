import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';

const limitMs = 2000;
const loopbackNames = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether the engine's HTTP server answers, in words for the report. */
export interface HttpCheck {
  readonly url: string;
  readonly answers: boolean;
  readonly detail: string;
}

/**
 * Asks the server at a loopback address for `/health`, for 2 s at most. Never fails: not answering is a result.
 * @param fingerprint SHA-256 of the certificate that the server has to show over HTTPS.
 */
export async function checkHttp(url: string, fingerprint?: string): Promise<HttpCheck> {
  const target = URL.canParse('/health', url) ? new URL('/health', url) : undefined;
  if (!target || !/^https?:$/.test(target.protocol) || !loopbackNames.has(target.hostname)) {
    return { url, answers: false, detail: 'the address is not an http address of this machine' };
  }
  return new Promise((resolve) => {
    const finish = (answers: boolean, detail: string): void => {
      resolve({ url, answers, detail });
    };
    const { get } = target.protocol === 'https:' ? https : http;
    // Nothing secret is sent, and who answers is known by the certificate, for which no authority vouches.
    const request = get(target, { agent: false, timeout: limitMs, rejectUnauthorized: false }, (response) => {
      response.resume();
      const { socket } = response;
      if (socket instanceof TLSSocket && socket.getPeerCertificate().fingerprint256 !== fingerprint) {
        finish(false, 'another program answers there: its certificate is not the one of the monitor');
        return;
      }
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
