import { ownOrigin, type Scheme } from './access/ownOrigin';
import { Refusal } from './refusal';

/** What a request says about where it goes and whence it comes: every value of each header, not only the first. */
export interface Claims {
  readonly host: readonly string[];
  readonly origin: readonly string[];
}

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const loopbackHost = new RegExp(`^(?:localhost|127(?:\\.${octet}){3}|\\[::1\\])(?::\\d{1,5})?$`);

/**
 * Refuses with 403 what a web page could send: a `Host` that is not a loopback name (DNS rebinding), or an `Origin`
 * that is neither the request's own host nor listed. Programs that are no browsers send no `Origin`.
 * @param allowedOrigins Origins as browsers write them: `https://example.org`, `vscode-webview://…`.
 * @param scheme How the server itself is spoken to.
 * @returns The listed origin that asks, which has to be told that it may read the answer; else undefined.
 */
export function checkOrigin(
  claims: Claims,
  allowedOrigins: readonly string[],
  scheme: Scheme = 'http',
): string | undefined {
  const host = claims.host.length === 1 ? claims.host[0]!.toLowerCase() : '';
  if (!loopbackHost.test(host))
    throw new Refusal(
      403,
      'forbidden_host',
      'The request is not addressed to this machine by a loopback name. Use http://127.0.0.1 or http://localhost.',
    );
  if (claims.origin.length === 0) return undefined;
  const origin = claims.origin.length === 1 ? claims.origin[0]!.toLowerCase() : 'null';
  if (origin === ownOrigin(scheme, host)) return undefined;
  if (origin !== 'null' && allowedOrigins.some((listed) => listed.toLowerCase() === origin)) return claims.origin[0];
  throw new Refusal(
    403,
    'forbidden_origin',
    'Web pages of other origins may not talk to the monitor. To trust this one, add its origin to the setting server.allowedOrigins.',
  );
}
