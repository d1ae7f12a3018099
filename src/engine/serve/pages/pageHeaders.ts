import { likelyPorts } from '../../../protocol/feed/likelyPorts';
import { securityHeaders } from '../securityHeaders';

/**
 * The headers of a page: it loads nothing but what this server has, and talks to nobody but this server, and to those
 * on the ports of this host where the next leader is likely to be.
 * @param host The checked `Host` of the request.
 * @param home The port of the settings.
 */
export function pageHeaders(host: string, isSecure: boolean, home: number): Readonly<Record<string, string>> {
  const scheme = isSecure ? 'wss' : 'ws';
  const name = host.replace(/:\d{1,5}$/, '');
  const feeds = new Set([`${scheme}://${host}`, ...likelyPorts(home).map((port) => `${scheme}://${name}:${port}`)]);
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
