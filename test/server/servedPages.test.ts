import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { rawRequest } from '../support/rawRequest';
import { ServingMonitor } from '../support/servingMonitor';

describe('who may look at the pages of a browser', () => {
  let dataDir: string;
  let monitor: ServingMonitor;
  let token: string;
  let cookie: string;
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-pages-'));
    monitor = await ServingMonitor.start(dataDir);
    token = (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();
    const { headers } = await rawRequest(await monitor.link());
    cookie = (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  });
  after(async () => {
    await monitor.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  /** How a page's socket ends before it opens: the status of the refusal; 101 when it opens. */
  const enter = (headers: Record<string, string>, name = 'dashboard', protocols = ['wirthforge-view']) =>
    new Promise<number>((resolve, reject) => {
      const url = `${monitor.http.replace('http', 'ws')}/ws/view?name=${name}`;
      const socket = new WebSocket(url, protocols, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve(101);
      });
      socket.on('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0);
        request.destroy();
      });
      socket.on('error', reject);
    });

  it('is who has the cookie and is a page of the monitor, or has a token', async () => {
    const { port } = new URL(monitor.http);
    const own = { Cookie: cookie, Origin: monitor.http };
    assert.equal(await enter(own), 101);
    assert.equal(await enter({ Authorization: `Bearer ${token}` }), 101);
    assert.equal(await enter({}), 401);
    assert.equal(await enter({ Origin: monitor.http }), 401);
    assert.equal(await enter({ Cookie: `${cookie}A`, Origin: monitor.http }), 401);
    assert.equal(await enter({ Cookie: cookie }), 403);
    for (const Origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${Number(port) + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
    ])
      assert.equal(await enter({ ...own, Origin }), 403, Origin);
    for (const Host of ['evil.example', `evil.example:${port}`, 'localhost.', '127.1', '2130706433', `[::]:${port}`])
      assert.equal(await enter({ ...own, Host }), 403, Host);
    for (const name of ['', 'nothing', '../dashboard', 'constructor', '__proto__'])
      assert.equal(await enter(own, name), 400, name);
  });

  it('is nobody with a ticket that was made up, whatever else comes with it', async () => {
    const made = `wirthforge-ticket.zzzzzzzz.${Date.now().toString(36)}.${'A'.repeat(43)}`;
    const protocols = ['wirthforge-view', made];
    assert.equal(await enter({ Origin: monitor.http }, 'dashboard', protocols), 401);
    assert.equal(await enter({ Origin: 'http://127.0.0.1:1' }, 'dashboard', protocols), 403);
  });

  it('loads a page that nobody can frame, keep, read from elsewhere or put a script into, and each refusal is as strict', async () => {
    const asked = { Accept: 'text/html' };
    const answers = [
      ...(await Promise.all(
        ['/', '/energy', '/performance'].map((where) =>
          rawRequest(monitor.http + where, { headers: { ...asked, Cookie: cookie } }),
        ),
      )),
      await rawRequest(monitor.http, { headers: asked }),
      await rawRequest(`${monitor.http}/open?code=x`, { headers: asked }),
      await rawRequest(await monitor.link()),
      await rawRequest(`${monitor.http}/assets/nothing.js`, { headers: { Cookie: cookie } }),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 401, 401, 200, 404],
    );
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.ok(!policy.includes('unsafe') && !policy.includes('*'), policy);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
    const [page] = answers;
    for (const tag of page!.text.match(/<(?:script|link rel="stylesheet")[^>]*>/g) ?? [])
      assert.match(tag, / integrity="sha256-[\w+/]{43}="/);
  });

  it('reaches no other file by any way of writing its path', async () => {
    for (const where of [
      '/assets/../token',
      '/assets/..%2f..%2ftoken',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets//etc/passwd',
      '/assets/..\\..\\token',
      '/assets/__proto__',
      '/assets/',
      '//',
      '/energy/',
      '/./',
    ]) {
      const { status, text } = await rawRequest(monitor.http, { path: where, headers: { Cookie: cookie } });
      assert.equal(status, 404, where);
      assert.ok(!text.includes(token) && !text.includes(dataDir));
    }
  });
});
