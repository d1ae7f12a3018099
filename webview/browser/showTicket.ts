import { answerText } from '../../src/protocol/feed/pagePaths';

/**
 * What shows the server on a port that the page has a ticket. It is of no use on another port, nor later, so that
 * whoever else listens where the page looks learns nothing.
 * @param now Milliseconds since 1970. @throws Error where the browser has no cryptography for this page.
 */
export async function showTicket(ticket: string, port: number, now: number): Promise<string> {
  const [end = '', key = ''] = ticket.split('.');
  const time = now.toString(36);
  return `${end}.${time}.${await signed(key, `${port} ${time}`)}`;
}

/**
 * Whether who was shown a ticket can make such tickets itself, and so is the monitor and not whoever else listens there.
 * @param shown What was shown. @param answer What came back. @throws Error as above.
 */
export async function isAnswer(ticket: string, shown: string, answer: string | undefined): Promise<boolean> {
  const [, key = ''] = ticket.split('.');
  return answer !== undefined && answer === (await signed(key, answerText(shown)));
}

async function signed(key: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const how = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), how, false, ['sign']);
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text))));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
