export type Scheme = 'http' | 'https';

/** The origin of the server's own pages as browsers write it: they leave out the default port, which `Host` may name. */
export function ownOrigin(scheme: Scheme, host: string): string {
  const defaultPort = scheme === 'https' ? ':443' : ':80';
  const origin = `${scheme}://${host.toLowerCase()}`;
  return origin.endsWith(defaultPort) ? origin.slice(0, -defaultPort.length) : origin;
}
