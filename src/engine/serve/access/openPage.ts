import type { ServerResponse } from 'node:http';
import { securityHeaders } from '../securityHeaders';

/**
 * Leads on by a page and not by a redirect: a browser that was sent here by another site would keep a strict cookie
 * back from the redirected request, but not from the one that our own page makes.
 */
const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Wirthforge Monitor</title>
<p><a href="/">Open the monitor</a></p></html>
`;

/** Answers a redeemed link: the cookie, and a page that goes on to the monitor. */
export function sendOpenPage(response: ServerResponse, cookie: string): void {
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
    'Set-Cookie': cookie,
  });
  response.end(page);
}
