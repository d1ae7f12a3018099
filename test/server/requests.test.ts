import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { FakeReader } from '../support/fakeSources';
import { ServedMetrics, statusesIn } from '../support/servedMetrics';

const curl = async (...words: string[]): Promise<string> =>
  (await promisify(execFile)('curl', ['--silent', '--show-error', '--max-time', '10', '--noproxy', '*', ...words]))
    .stdout;

let served: ServedMetrics;
let token = '';
before(async () => {
  const reader = new FakeReader();
  // Old values are not told, however long it takes until they are asked for.
  const tomorrow = Date.now() + 86_400_000;
  reader.add('system.cpu_percent', {}, [[tomorrow, 23.5]]);
  served = await ServedMetrics.start({ 'server.allowedOrigins': ['https://board.example'] }, reader);
  token = await served.token();
});
after(async () => {
  await served.end();
});

interface Got {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function get(path: string, options: http.RequestOptions = {}, body?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${served.url}${path}`, { agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const withToken = () => ({ headers: { Authorization: `Bearer ${token}` } });
const codeOf = ({ text }: Got): unknown => (JSON.parse(text) as { error: { code: unknown } }).error.code;

describe('a request with node:http', () => {
  it('reads the health without a token, and nothing else', async () => {
    assert.equal((await get('/health')).status, 200);
    for (const path of ['realtime', 'historical', 'aggregated', 'performance', 'stats']) {
      const refused = await get(`/api/metrics/${path}`);
      assert.equal(refused.status, 401, path);
      assert.equal(refused.headers['www-authenticate'], 'Bearer');
      assert.equal(codeOf(refused), 'unauthorized');
    }
  });

  it('reads metrics with the token', async () => {
    const { status, text } = await get('/api/metrics/realtime', withToken());
    assert.equal(status, 200);
    assert.equal((JSON.parse(text) as { series: { value: number }[] }).series[0]?.value, 23.5);
  });

  it('is not told which paths there are without a token', async () => {
    assert.equal((await get('/nothing')).status, 401);
    const missing = await get('/nothing', withToken());
    assert.equal(missing.status, 404);
    assert.match(missing.text, /\/api\/metrics\/realtime/);
    for (const path of ['/', '//health', '/health/', '/%68ealth', '/health%00'])
      assert.equal((await get(path, withToken())).status, 404, path);
  });

  it('gets every answer with headers that keep it out of pages and caches', async () => {
    for (const answer of [await get('/health'), await get('/x'), await get('/api/metrics/realtime', withToken())]) {
      assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
      assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
  });

  it('is refused when it does more than read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const refused = await get('/health', { method });
      assert.equal(refused.status, 405, method);
      assert.equal(refused.headers.allow, 'GET, HEAD');
    }
    assert.equal((await get('/health', { headers: { 'Content-Length': 2 } }, 'hi')).status, 413);
    assert.equal((await get('/health', { headers: { 'Transfer-Encoding': 'chunked' } }, 'hi')).status, 413);
  });

  it('gets the headers alone with HEAD', async () => {
    const { status, text, headers } = await get('/health', { method: 'HEAD' });
    assert.deepEqual([status, text], [200, '']);
    assert.ok(Number(headers['content-length']) > 0);
    assert.equal((await get('/api/metrics/realtime', { method: 'HEAD', ...withToken() })).status, 200);
  });

  it('is refused for a foreign host or origin even with the token, whatever it asks for', async () => {
    const foreign = [{ Host: 'evil.example' }, { Origin: 'http://evil.example' }, { Origin: 'null' }];
    for (const headers of foreign)
      for (const path of ['/health', '/api/metrics/realtime', '/nothing', `/${'a'.repeat(5000)}`]) {
        const refused = await get(path, { headers: { ...headers, Authorization: `Bearer ${token}` } });
        assert.equal(refused.status, 403, path.slice(0, 20));
        assert.equal(refused.headers.connection, 'close');
        assert.equal(refused.headers['access-control-allow-origin'], undefined);
      }
  });

  it('may come from a listed origin, whose page may read the answer', async () => {
    const origin = { Origin: 'https://board.example' };
    const asked = await get('/api/metrics/realtime', { method: 'OPTIONS', headers: origin });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers['access-control-allow-headers'], 'Authorization');
    const read = await get('/api/metrics/realtime', { headers: { ...origin, ...withToken().headers } });
    assert.equal(read.status, 200);
    assert.equal(read.headers['access-control-allow-origin'], 'https://board.example');
    assert.equal((await get('/api/metrics/realtime', { headers: origin })).status, 401);
  });

  it('is refused for an address that is too long', async () => {
    const refused = await get(`/health?${'a'.repeat(5000)}`);
    assert.equal(refused.status, 414);
    assert.equal(codeOf(refused), 'uri_too_long');
  });

  it('never shows where in the program something went wrong', async () => {
    for (const path of ['/api/metrics/historical?metric=%00', '/api/metrics/aggregated?window=x', '/nothing'])
      assert.doesNotMatch((await get(path, withToken())).text, /\.[cm]?[jt]s\b|node_modules|\n/);
  });
});

describe('a request with curl', () => {
  it('reads health and metrics', async () => {
    assert.match(await curl(`${served.url}/health`), /"status":"healthy"/);
    const text = await curl(
      '-H',
      `Authorization: Bearer ${token}`,
      `${served.url}/api/metrics/realtime?metric=system.*`,
    );
    assert.match(text, /"metric":"system.cpu_percent"/);
  });

  it('is answered in HTTP/1.1 when it offers more', async () => {
    assert.match(await curl('--http2', `${served.url}/health`), /"status":"healthy"/);
    assert.equal(await curl('--http2', '-o', '/dev/null', '-w', '%{http_code}', `${served.url}/api/models`), '401');
  });

  it('is refused under another name for this machine', async () => {
    const [host, port] = ['rebound.example', String(served.port)];
    const status = await curl(
      '--resolve',
      `${host}:${port}:127.0.0.1`,
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      `http://${host}:${port}/health`,
    );
    assert.equal(status, '403');
  });

  it('is answered before a large body is sent', async () => {
    const words = [
      '-H',
      'Expect: 100-continue',
      '-H',
      'Content-Length: 100000000',
      '-X',
      'POST',
      '-d',
      'x',
      '-w',
      '%{http_code}',
    ];
    assert.equal(await curl('-H', 'Host: evil.example', '-o', '/dev/null', ...words, `${served.url}/health`), '403');
  });
});

describe('an upgrade', () => {
  const upgradeOf = (path: string, ...headers: string[]) =>
    served
      .connect()
      .exchange(
        [
          `GET ${path} HTTP/1.1`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
          '\r\n',
        ].join('\r\n'),
      );

  const upgrade = (...headers: string[]) => upgradeOf('/ws', ...headers);

  it('is refused for a foreign host or origin first', async () => {
    assert.deepEqual(statusesIn(await upgrade('Host: evil.example')), [403]);
    assert.deepEqual(statusesIn(await upgrade('Host: localhost', 'Origin: http://evil.example')), [403]);
    assert.deepEqual(
      statusesIn(await upgrade('Host: localhost', `Authorization: Bearer ${token}`, 'Origin: null')),
      [403],
    );
  });

  it('is refused without a token, and for what is no handshake with one', async () => {
    assert.deepEqual(statusesIn(await upgrade('Host: localhost')), [401]);
    assert.deepEqual(statusesIn(await upgradeOf('/health', 'Host: localhost')), [401]);
    const withToken = ['Host: localhost', `Authorization: Bearer ${token}`];
    assert.deepEqual(statusesIn(await upgrade(...withToken, 'Sec-WebSocket-Key: short')), [400]);
    const bare = `GET /ws HTTP/1.1\r\n${withToken.join('\r\n')}\r\nConnection: close\r\n\r\n`;
    assert.deepEqual(statusesIn(await served.connect().exchange(bare)), [426]);
  });

  it('is answered like everything else where its headers are nearly those of a handshake', async () => {
    const withToken = ['Host: localhost', `Authorization: Bearer ${token}`];
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const nearly = [
      'GET /ws HTTP/1.1',
      ...withToken,
      'Upgrade: websocket',
      'Connection: x-upgrade, close',
      key,
      '\r\n',
    ];
    assert.deepEqual(statusesIn(await served.connect().exchange(nearly.join('\r\n'))), [426]);
    const answer = await upgrade(...withToken, 'Sec-WebSocket-Protocol: ,');
    assert.deepEqual(statusesIn(answer), [400]);
    assert.match(answer, /^Cache-Control: no-store\r$/m);
    assert.match(answer, /\{"error":\{"code":"bad_request","message":"[^"]+"\}\}$/);
  });
});
