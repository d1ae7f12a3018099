import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Control } from '../../src/engine/serve/control/commandAnswer';
import type { ControlCommand } from '../../src/engine/serve/control/controlCommand';
import { Refusal } from '../../src/engine/serve/refusal';
import { ServedMetrics } from '../support/servedMetrics';

const asked: ControlCommand[] = [];
let work: Control = () => Promise.resolve({});
let served: ServedMetrics;
let token = '';
before(async () => {
  served = await ServedMetrics.start({}, undefined, (command, progress, signal) => {
    asked.push(command);
    return work(command, progress, signal);
  });
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

function send(method: string, path: string, body?: string, headers: http.OutgoingHttpHeaders = {}): Promise<Got> {
  asked.length = 0;
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${served.url}${path}`,
      {
        method,
        agent: false,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const post = (body: unknown, headers?: http.OutgoingHttpHeaders): Promise<Got> =>
  send('POST', '/api/control', JSON.stringify(body), headers);

describe('what changes the monitor over HTTP', () => {
  it('does what it is asked, and answers with the result', async () => {
    work = () => Promise.resolve({ paused: true });
    const got = await post({ action: 'pause' });
    assert.equal(got.status, 200);
    assert.deepEqual(JSON.parse(got.text), { paused: true });
    assert.deepEqual(asked, [{ kind: 'pause' }]);
  });

  it('removes data before a moment, and nothing when the moment is missing', async () => {
    work = () => Promise.resolve({ samples: 3 });
    assert.deepEqual(JSON.parse((await send('DELETE', '/api/data?before=1700000000000')).text), { samples: 3 });
    assert.deepEqual(asked, [{ kind: 'purge', what: { before: 1_700_000_000_000 } }]);
    for (const path of [
      '/api/data',
      '/api/data?before=',
      '/api/data?before=-1',
      '/api/data?befor=1',
      '/api/data?before=1e9',
    ]) {
      assert.equal((await send('DELETE', path)).status, 400, path);
      assert.deepEqual(asked, [], path);
    }
  });

  it('lists sessions', async () => {
    work = () => Promise.resolve({ sessions: [] });
    assert.deepEqual(JSON.parse((await send('GET', '/api/sessions?limit=5')).text), { sessions: [] });
    assert.deepEqual(asked, [{ kind: 'sessions', limit: 5 }]);
    assert.equal((await send('GET', '/api/sessions?limit=0')).status, 400);
    const head = await send('HEAD', '/api/sessions');
    assert.deepEqual([head.status, head.text], [200, '']);
  });

  it('tells progress in lines where that is asked for, and the result last', async () => {
    work = async (_, progress) => {
      progress({ step: 'Copying', share: 0.5 });
      await new Promise(setImmediate);
      progress({ step: 'Checking', share: 0.9 });
      return { bytes: 7 };
    };
    const got = await post({ action: 'backup', file: '/tmp/b.zip' }, { Accept: 'application/x-ndjson' });
    assert.equal(got.headers['content-type'], 'application/x-ndjson');
    const lines = got.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(lines.at(-1), { result: { bytes: 7 } });
    assert.ok(lines.slice(0, -1).every((line) => 'progress' in line));
    assert.ok(lines.some(({ progress }) => (progress as { step: string }).step === 'Checking'));
  });

  it('tells why it could not, in either form', async () => {
    work = () => Promise.reject(new Error('The disk is full. Free some space.'));
    const plain = await post({ action: 'validate' });
    assert.equal(plain.status, 500);
    assert.deepEqual(JSON.parse(plain.text), {
      error: { code: 'command_failed', message: 'The disk is full. Free some space.' },
    });
    const lines = await post({ action: 'validate' }, { Accept: 'application/x-ndjson' });
    assert.equal(lines.status, 200);
    assert.match(lines.text.trimEnd().split('\n').at(-1)!, /"command_failed".*disk is full/);
    work = () => Promise.reject(new Refusal(503, 'no_store', 'There is no store.'));
    assert.equal((await post({ action: 'validate' })).status, 503);
  });

  it('cancels what nobody waits for any more', async () => {
    const cancelled = new Promise<void>((resolve, reject) => {
      work = (_, __, signal) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
        request.destroy();
        return new Promise<object>((_resolve, fail) => {
          signal.addEventListener('abort', () => {
            fail(new Error('cancelled'));
          });
        });
      };
      const request = http.request(`${served.url}/api/control`, {
        method: 'POST',
        agent: false,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      });
      request.on('error', (error) => {
        if (!('code' in error) || error.code !== 'ECONNRESET') reject(error);
      });
      request.end('{"action":"validate"}');
    });
    await cancelled;
  });

  it('carries out a few commands at once and refuses more', async () => {
    const ends: (() => void)[] = [];
    let under = 0;
    const busy = new Promise<void>((resolve) => {
      work = () => {
        if (++under === 4) resolve();
        return new Promise<object>((end) =>
          ends.push(() => {
            end({});
          }),
        );
      };
    });
    const running = Array.from({ length: 4 }, () => send('GET', '/api/sessions'));
    await busy;
    const refused = await send('GET', '/api/sessions');
    assert.equal(refused.status, 503);
    assert.equal(refused.headers['retry-after'], '5');
    work = () => Promise.resolve({});
    assert.equal((await post({ action: 'pause' })).status, 200, 'who only looks keeps nobody else waiting');
    for (const end of ends) end();
    for (const each of running) assert.equal((await each).status, 200);
    assert.equal((await send('GET', '/api/sessions')).status, 200);
  });
});

describe('what a request needs to change anything', () => {
  const refused: readonly (readonly [string, () => Promise<Got>, number])[] = [
    ['without the token', () => post({ action: 'pause' }, { Authorization: 'Bearer wrong' }), 401],
    ['from a web page', () => post({ action: 'pause' }, { Origin: 'https://evil.example' }), 403],
    ['from a sandboxed page', () => post({ action: 'pause' }, { Origin: 'null' }), 403],
    ['for another host', () => post({ action: 'pause' }, { Host: 'evil.example' }), 403],
    // A form can send these to any origin without asking first.
    ['as text', () => post({ action: 'pause' }, { 'Content-Type': 'text/plain' }), 415],
    ['as a form', () => post({ action: 'pause' }, { 'Content-Type': 'application/x-www-form-urlencoded' }), 415],
    ['without a type', () => send('POST', '/api/control', '{"action":"pause"}', { 'Content-Type': '' }), 415],
    ['with PUT', () => send('PUT', '/api/control', '{"action":"pause"}'), 405],
    ['with GET', () => send('GET', '/api/control'), 405],
    ['as a read of data', () => send('GET', '/api/data?before=1'), 405],
    ['as no JSON', () => send('POST', '/api/control', '{"action":'), 400],
    ['as bad UTF-8', () => send('POST', '/api/control', '{"action":"pa\uFFFF\u0000'), 400],
    ['with nothing', () => send('POST', '/api/control', ''), 400],
    ['with unknown parameters', () => send('POST', '/api/control?force=1', '{"action":"pause"}'), 400],
    ['with a body where none belongs', () => send('DELETE', '/api/data?before=1', '{}', { 'Content-Length': 2 }), 413],
    ['with a large body', () => post({ action: 'pause', padding: 'x'.repeat(70_000) }), 413],
    [
      'with a large body of unknown length',
      () => post({ action: 'pause', padding: 'x'.repeat(70_000) }, { 'Transfer-Encoding': 'chunked' }),
      413,
    ],
  ];
  for (const [how, request, status] of refused)
    it(`refuses a request ${how} with ${status}`, async () => {
      work = () => Promise.resolve({});
      assert.equal((await request()).status, status);
      assert.deepEqual(asked, []);
    });

  it('is asked to go on before a large body, when it offers that', async () => {
    work = () => Promise.resolve({ paused: true });
    const answer = await raw(
      `POST /api/control HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 18\r\nExpect: 100-continue\r\n\r\n`,
      (socket, text) => {
        if (text.includes('100 Continue') && !text.includes('200')) socket.write('{"action":"pause"}');
      },
    );
    assert.match(answer, /100 Continue[^]*200 OK[^]*"paused":true/);
  });

  it('is not taken for a fault of the monitor when it breaks off', async () => {
    const head = `POST /api/control HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    await raw(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, () => undefined);
    await raw(`${head}Content-Length: 18\r\nExpect: 100-continue\r\n\r\n`, (socket) => socket.destroy());
    // What is asked now is answered after the broken connections were noticed.
    assert.equal((await post({ action: 'nothing' })).status, 400);
    assert.deepEqual(
      served.said.filter((line) => line.startsWith('error')),
      [],
    );
  });

  it('has five seconds for its body', async () => {
    const answer = await raw(
      `POST /api/control HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"act`,
      () => undefined,
    );
    assert.match(answer, /^HTTP\/1.1 408 /);
  });
});

function raw(head: string, onText: (socket: net.Socket, text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(served.port, '127.0.0.1', () => socket.write(head));
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      text += String(part);
      onText(socket, text);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(text);
    });
  });
}
