import assert from 'node:assert/strict';
import { lstat, mkdtemp, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { roles, suffices, type Role } from '../../src/protocol/role';
import { errorCode, rawRequest, type Got } from '../support/rawRequest';
import { ServedMetrics, statusesIn } from '../support/servedMetrics';

let served: ServedMetrics;
before(async () => {
  served = await ServedMetrics.start({ 'server.allowedOrigins': ['https://board.example'] });
});
after(async () => {
  await served.end();
});

const gate = () => served.server.entrance().gate;
const bearer = (role: Role) => ({ Authorization: `Bearer ${gate().tokenOf(role)}` });
const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Got> => {
  const withBody = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return rawRequest(`${served.url}${path}`, { method, headers: { ...headers, ...withBody } }, body);
};
const link = (): string => gate().linkAt(served.url);

/** Opens a link as a browser would, and returns what it sends from then on. */
async function session(): Promise<string> {
  const { headers } = await rawRequest(link());
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** How a WebSocket ends before it opens: the status of the refusal; 101 when it opens. */
function upgrade(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${served.url.replace('http', 'ws')}/ws`, { headers });
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
}

describe('a role', () => {
  const id = '0123456789abcdef';
  const paths: readonly [string, string, Role, string?][] = [
    ['GET', '/api/metrics/realtime', 'viewer'],
    ['GET', '/api/metrics/stats', 'viewer'],
    ['GET', '/api/sessions', 'viewer'],
    ['GET', '/nothing', 'viewer'],
    ['POST', `/api/alerts/${id}/acknowledge`, 'operator'],
    ['POST', `/api/alerts/${id}/silence`, 'operator'],
    ['POST', '/api/control', 'admin', '{"action":"pause"}'],
    ['PUT', '/api/rules', 'admin', '{"rules":[]}'],
    ['DELETE', '/api/data?before=1', 'admin'],
  ];
  for (const [method, where, needed, body] of paths)
    it(`has to be ${needed} for ${method} ${where}`, async () => {
      for (const has of roles) {
        const { status } = await ask(method, where, bearer(has), body);
        if (suffices(has, needed)) assert.ok(status !== 401 && status !== 403, `${has}: ${status}`);
        else assert.equal(status, 403, has);
      }
      assert.equal((await ask(method, where, {}, body)).status, 401);
    });

  it('is not raised by asking for a WebSocket on the way', async () => {
    const headers = { ...bearer('viewer'), Connection: 'Upgrade', Upgrade: 'websocket' };
    assert.equal((await ask('POST', '/api/control', headers, '{"action":"pause"}')).status, 403);
  });
});

describe('a one-time link', () => {
  it('brings a browser in, by a page that keeps no code and goes on to the monitor', async () => {
    const { status, headers, text } = await rawRequest(link());
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /^text\/html/);
    assert.match(text, /url=\//);
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(
      String(headers['set-cookie']),
      new RegExp(`^wirthforge-${served.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200$`),
    );
  });

  it('opens once, also when many come with it at the same time', async () => {
    const url = link();
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => rawRequest(url)))).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.equal(statuses.filter((status) => status === 401).length, 19);
  });

  it('is not used up by looking at its headers, or by a request that has no right to be here', async () => {
    const url = link();
    assert.equal((await rawRequest(url, { method: 'HEAD' })).status, 405);
    assert.equal((await rawRequest(url, { method: 'POST' })).status, 405);
    assert.equal((await rawRequest(url, { headers: { Host: 'evil.example' } })).status, 403);
    assert.equal((await rawRequest(url, { headers: { Origin: 'http://evil.example' } })).status, 403);
    assert.equal((await rawRequest(url)).status, 200);
  });

  it('of another form is refused', async () => {
    for (const where of ['/open', '/open?code=', `/open?code=${'A'.repeat(22)}`, '/open?code=a&code=b', '/open?x=1'])
      assert.ok([400, 401].includes((await ask('GET', where)).status), where);
  });
});

describe('a session in a browser', () => {
  it('reads, answers alerts and does no more, from the own pages only', async () => {
    const cookie = await session();
    const own = { Cookie: cookie, Origin: served.url };
    const acknowledge = '/api/alerts/0123456789abcdef/acknowledge';
    assert.equal((await ask('GET', '/api/metrics/realtime', { Cookie: cookie })).status, 200);
    assert.equal((await ask('POST', acknowledge, own)).status, 200);
    assert.equal((await ask('POST', '/api/control', own, '{"action":"pause"}')).status, 403);
    for (const origin of [
      {},
      { Origin: 'http://127.0.0.1:3000' },
      { Origin: 'null' },
      { Origin: 'https://board.example' },
    ])
      assert.equal((await ask('POST', acknowledge, { Cookie: cookie, ...origin })).status, 403, JSON.stringify(origin));
  });

  it('connects a WebSocket from the own pages, and nobody does without', async () => {
    const cookie = await session();
    assert.equal(await upgrade({}), 401);
    assert.equal(await upgrade({ Authorization: 'Bearer nobody' }), 401);
    assert.equal(await upgrade({ Cookie: cookie }), 403);
    assert.equal(await upgrade({ Cookie: cookie, Origin: 'http://127.0.0.1:3000' }), 403);
    assert.equal(await upgrade({ Cookie: cookie, Origin: 'https://board.example' }), 403);
    assert.equal(await upgrade({ Cookie: cookie, Origin: served.url }), 101);
    assert.equal(await upgrade(bearer('viewer')), 101);
    assert.equal(await upgrade({ ...bearer('viewer'), Origin: 'http://evil.example' }), 403);
    assert.equal(await upgrade({ ...bearer('viewer'), Host: 'evil.example' }), 403);
  });

  it('of another monitor opens nothing here', async () => {
    const other = await ServedMetrics.start();
    try {
      const { headers } = await rawRequest(other.server.entrance().gate.linkAt(other.url));
      const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
      for (const sent of [cookie, cookie.replace(String(other.port), String(served.port))]) {
        const refused = await ask('GET', '/api/metrics/realtime', { Cookie: sent });
        assert.equal(refused.status, 401);
        assert.equal(errorCode(refused), 'unauthorized');
      }
    } finally {
      await other.end();
    }
  });
});

describe('a name that only leads here', () => {
  const rebinding = [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost.',
    '127.0.0.1@evil.example',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '127.1',
    '127.0.0.1:9445:1',
    'localhost:99999999',
  ];
  for (const host of rebinding)
    it(`is refused: ${JSON.stringify(host)}`, async () => {
      assert.equal((await ask('GET', '/health', { Host: host })).status, 403);
    });

  it('may name another port, for tunnels do, and then makes that the own origin', async () => {
    const headers = { Host: 'localhost:40000', ...bearer('viewer') };
    assert.equal((await ask('GET', '/health', headers)).status, 200);
    assert.equal((await ask('GET', '/health', { ...headers, Origin: 'http://localhost:40000' })).status, 200);
    assert.equal((await ask('GET', '/health', { ...headers, Origin: served.url })).status, 403);
  });
});

describe('a changed token', () => {
  it('is another for every role, cuts off who used the old one, and is in its file, for its owner only', async () => {
    const own = await ServedMetrics.start();
    try {
      const before = roles.map((role) => own.server.entrance().gate.tokenOf(role));
      const socket = new WebSocket(`${own.url.replace('http', 'ws')}/ws`, {
        headers: { Authorization: `Bearer ${before[0]!}` },
      });
      await new Promise((resolve) => socket.once('open', resolve));
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      const kept = own.connect();
      kept.socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await kept.until(/HTTP\/1\.1 200 /);

      await own.server.rotateToken();

      const statusWith = async (token: string): Promise<number> =>
        (await rawRequest(`${own.url}/api/metrics/stats`, { headers: { Authorization: `Bearer ${token}` } })).status;
      for (const token of before) assert.equal(await statusWith(token), 401);
      const token = await own.token();
      assert.ok(!before.includes(token));
      assert.equal(await statusWith(token), 200);
      assert.equal(await closed, 1008);
      await kept.closed;
      const { mode } = await stat(path.join(own.dataDir, 'token'));
      if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600);
      assert.ok(own.said.some((line) => line.includes('new token')));
      assert.ok(!own.said.some((line) => line.includes(token)));
    } finally {
      await own.end();
    }
  });

  it('takes the place of a link, and does not write through it', async () => {
    const own = await ServedMetrics.start();
    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-elsewhere-'));
    try {
      const [file, target] = [path.join(own.dataDir, 'token'), path.join(elsewhere, 'theirs')];
      await writeFile(target, 'theirs');
      await unlink(file);
      await symlink(target, file);
      await own.server.rotateToken();
      assert.equal(await readFile(target, 'utf8'), 'theirs');
      assert.ok((await lstat(file)).isFile());
    } finally {
      await own.end();
      await rm(elsewhere, { recursive: true });
    }
  });

  it('is not promised when the server does not listen', async () => {
    const own = await ServedMetrics.start({ 'server.enabled': false });
    try {
      await assert.rejects(own.server.rotateToken(), /does not listen.*server\.enabled/);
      assert.throws(() => own.server.entrance(), /does not listen/);
    } finally {
      await own.end();
    }
  });
});

describe('a request that hides another', () => {
  const host = 'Host: localhost';
  const hidden = `GET /api/metrics/realtime HTTP/1.1\r\n${host}\r\n\r\n`;
  const smuggled: readonly [string, string][] = [
    [
      'a length and chunks',
      `POST /health HTTP/1.1\r\n${host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['chunks by another name', `POST /health HTTP/1.1\r\n${host}\r\nTransfer-Encoding: xchunked\r\n\r\n${hidden}`],
    ['chunks twice', `POST /health HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n${hidden}`],
    ['two lengths', `POST /health HTTP/1.1\r\n${host}\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n${hidden}`],
    ['a length with a sign', `POST /health HTTP/1.1\r\n${host}\r\nContent-Length: +0\r\n\r\n${hidden}`],
    ['a body of an open path', `GET /health HTTP/1.1\r\n${host}\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ['a bare line feed', `GET /health HTTP/1.1\r\n${host}\r\nX: a\n\n${hidden}`],
    [
      'a chunk of a negative size',
      `POST /health HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n${hidden}`,
    ],
  ];
  for (const [what, text] of smuggled)
    it(`is answered once at the most, as an error: ${what}`, async () => {
      const received = await served.connect().exchange(text);
      const statuses = statusesIn(received);
      assert.equal(statuses.length, 1, received);
      assert.ok([400, 405, 413].includes(statuses[0]!), received);
    });

  it('in HTTP/0.9, or in no version at all, is refused', async () => {
    for (const text of [
      'GET /health\r\n\r\n',
      'GET /health HTTP/0.9\r\n\r\n',
      'GET /health HTTP/3.0\r\nHost: localhost\r\n\r\n',
    ])
      assert.match(statusesIn(await served.connect().exchange(text)).join(), /^40[03]$/, text);
  });

  it('by expecting to be told to go on is told so only when it may', async () => {
    const command = (token: string) =>
      `POST /api/control HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 18\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{"action":"pause"}`;
    assert.deepEqual(statusesIn(await served.connect().exchange(command(gate().tokenOf('viewer')))), [403]);
    assert.deepEqual(statusesIn(await served.connect().exchange(command('nobody'))), [401]);
    assert.deepEqual(statusesIn(await served.connect().exchange(command(gate().tokenOf('admin')))), [100, 200]);
  });

  it('climbs out of no folder, for there is none', async () => {
    for (const where of [
      '/../token',
      '/..%2ftoken',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/api/../../token',
      '/open/../token',
      '//etc/passwd',
    ]) {
      const { status, text } = await ask('GET', where, bearer('viewer'));
      assert.equal(status, 404, where);
      assert.ok(!text.includes(gate().tokenOf('admin')));
    }
  });
});
