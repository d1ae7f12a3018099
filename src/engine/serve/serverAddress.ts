import type { Config } from '../../protocol/settings';

type Host = Config['server.host'];

/** Every address on which the server may be told to listen, and none that leaves the machine. */
const addresses: Record<Host, string> = { '127.0.0.1': '127.0.0.1', '::1': '::1', localhost: '127.0.0.1' };

/** The address on which the server listens. */
export function addressOf(host: Host): string {
  return addresses[host];
}

/**
 * How the server is called where others look for it. The name leads to both addresses of the machine, of which only one
 * is the server's: on the other anybody may listen, and only a certificate would tell.
 */
export function nameOf(host: Host, isSecure: boolean): string {
  if (host === '::1') return '[::1]';
  return host === 'localhost' && !isSecure ? '127.0.0.1' : host;
}
