import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';

/** Where a monitor listens, and over HTTPS the SHA-256 of the certificate by which it is known. */
export interface MonitorAddress {
  readonly http: string;
  readonly fingerprint?: string | undefined;
}

const handshakeMs = 3000;

/**
 * A request to a monitor on this machine. Over HTTPS nothing is said, the token least of all, before it has shown its
 * certificate: no authority vouches for one that the monitor made for itself, but its data folder names it.
 * @throws Error when it shows another certificate or none.
 */
export async function monitorRequest(
  { http: base, fingerprint }: MonitorAddress,
  route: string,
  options: Pick<http.RequestOptions, 'method' | 'headers'> & { readonly signal: AbortSignal },
  answered: (response: http.IncomingMessage) => void,
): Promise<http.ClientRequest> {
  const url = new URL(route, base);
  if (url.protocol === 'http:') return http.request(url, { ...options, agent: false }, answered);
  const socket = await connectTo(url, fingerprint, options.signal);
  return https.request(url, { ...options, createConnection: () => socket }, answered);
}

function connectTo(url: URL, fingerprint: string | undefined, signal: AbortSignal): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port),
      rejectUnauthorized: false,
    });
    const abort = (): void => {
      socket.destroy(new Error('it was cancelled'));
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(handshakeMs, () => {
      socket.destroy(new Error(`no answer within ${handshakeMs / 1000} s`));
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', abort);
      socket.setTimeout(0);
      if (fingerprint !== undefined && socket.getPeerCertificate().fingerprint256 === fingerprint) resolve(socket);
      else socket.destroy(new Error('what answers there shows a certificate that is not the one of the monitor'));
    });
  });
}
