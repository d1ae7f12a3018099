import { securityHeaders } from '../securityHeaders';

/** The ports on which a server of the same data folder is likely to be found: the usual one and those after it. */
const usualPorts = [9445, 9446, 9447, 9448, 9449];

/**
 * The headers of a page: it loads nothing but what this server has, and talks to nobody but this server, and to those
 * on the usual ports of this host, where the next leader is.
 * @param host The checked `Host` of the request.
 */
export function pageHeaders(host: string, isSecure: boolean): Readonly<Record<string, string>> {
  const scheme = isSecure ? 'wss' : 'ws';
  const name = host.replace(/:\d{1,5}$/, '');
  const feeds = new Set([`${scheme}://${host}`, ...usualPorts.map((port) => `${scheme}://${name}:${port}`)]);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${[...feeds].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    ...securityHeaders,
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  };
}
