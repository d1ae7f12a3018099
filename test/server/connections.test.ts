import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import type { HistoryAnswer } from '../../src/protocol/history';
import { FakeReader } from '../support/fakeSources';
import { ServedMetrics, statusesIn } from '../support/servedMetrics';

const request = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n');
const last = 'Connection: close';

describe('a raw connection', () => {
  let served: ServedMetrics;
  before(async () => {
    served = await ServedMetrics.start();
  });
  after(async () => {
    await served.end();
  });

  it('is kept for the next request', async () => {
    const connection = served.connect();
    connection.socket.write(request('/health'));
    await connection.until(/"alertsPerMinute":\d+\}\}/);
    assert.deepEqual(statusesIn(await connection.exchange(request('/health', last))), [200, 200]);
  });

  it('answers requests that come at once in their order', async () => {
    const pipelined = [request('/health'), request('/nothing'), request('/health?x=1'), request('/health', last)].join(
      '',
    );
    assert.deepEqual(statusesIn(await served.connect().exchange(pipelined)), [200, 401, 400, 200]);
  });

  it('is cut when it asks for far more at once than it waits for, and others are served', async () => {
    const many = served.connect();
    const received = await many.exchange(request('/health').repeat(1000));
    assert.ok(statusesIn(received).length <= 32, String(statusesIn(received).length));
    const fewer = request('/health').repeat(20) + request('/health', last);
    assert.equal(statusesIn(await served.connect().exchange(fewer)).length, 21);
  });

  it('is closed after a request that is refused for its host, and what follows is not answered', async () => {
    const text = request('/health').replace('localhost', 'evil.example') + request('/health');
    assert.deepEqual(statusesIn(await served.connect().exchange(text)), [403]);
  });

  const broken: readonly [string, string, number][] = [
    ['no HTTP', 'HELO there\r\n\r\n', 400],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    ['two hosts', request('/health', 'Host: evil.example'), 403],
    [
      'two hosts behind a thousand headers',
      request('/health', ...Array.from({ length: 1500 }, (_, i) => `a${i}:`), 'Host: e'),
      403,
    ],
    ['HTTP/1.0 without a host', 'GET /health HTTP/1.0\r\n\r\n', 403],
    ['an absolute address', request('http://localhost/health', last), 400],
    ['an absolute address of another host', request('http://evil.example/health', last), 400],
    ['a path that climbs', request('/../health', last), 401],
    ['a path that climbs in disguise', request('/api/%2e%2e/health', last), 401],
    ['two lengths', request('/health', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['a length and chunks', request('/health', 'Content-Length: 1', 'Transfer-Encoding: chunked'), 400],
    ['a length that is none', request('/health', 'Content-Length: -1'), 400],
    ['a header folded into two', request('/health', 'X: a\r\n b', last), 400],
    ['a space before the colon', request('/health', 'X : a'), 400],
    ['headers beyond 16 KiB', request('/health', `X: ${'a'.repeat(17_000)}`), 431],
    ['an expectation that nobody has', request('/health', 'Expect: miracles', last), 200],
  ];
  for (const [what, text, status] of broken)
    it(`answers ${status} to ${what}`, async () => {
      const received = await served.connect().exchange(text);
      assert.deepEqual(statusesIn(received), [status]);
      if (status !== 200) assert.match(received, /\r\n\r\n\{"error":\{"code":"[a-z_]+","message":"[^"]+/);
    });

  it('is closed with 408 when its headers do not come to an end', async () => {
    const connection = served.connect();
    connection.socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n');
    const drip = setInterval(() => connection.socket.write('X: 1\r\n'), 500);
    await connection.closed;
    clearInterval(drip);
    assert.deepEqual(statusesIn(connection.received), [408]);
  });

  it('is closed when it says nothing after a request', async () => {
    const connection = served.connect();
    assert.deepEqual(statusesIn(await connection.exchange(request('/health'))), [200]);
  });
});

describe('many connections', () => {
  it('are refused beyond the limit, told so, and served again when there is room', async () => {
    const served = await ServedMetrics.start({ 'server.maxConnections': 3 });
    const open = Array.from({ length: 3 }, () => served.connect());
    for (const connection of open) {
      connection.socket.write(request('/health'));
      await connection.until(/HTTP\/1\.1 200 /);
    }
    const received = await served.connect().exchange(request('/health'));
    assert.deepEqual(statusesIn(received), [503]);
    assert.match(received, /server\.maxConnections/);
    open[0]!.socket.destroy();
    await open[0]!.closed;
    let again = '';
    for (let i = 0; i < 50 && !again.includes(' 200 '); i++)
      again = await served.connect().exchange(request('/health', last));
    assert.deepEqual(statusesIn(again), [200]);
    for (const { socket } of open) socket.destroy();
    await served.end();
  });

  it('beyond even the spare ones are closed at once', async () => {
    const served = await ServedMetrics.start({ 'server.maxConnections': 1 });
    const silent = Array.from({ length: 40 }, () => served.connect());
    await Promise.all(silent.slice(9).map(({ closed }) => closed));
    assert.equal(silent.filter(({ socket }) => !socket.closed).length, 9);
    for (const { socket } of silent) socket.destroy();
    await served.end();
  });
});

describe('a large answer', () => {
  const samples = 40_000;

  async function withLargeAnswer(
    use: (served: ServedMetrics, path: string, token: string) => Promise<void>,
  ): Promise<void> {
    const reader = new FakeReader();
    const end = Date.now();
    reader.add(
      'system.cpu_percent',
      {},
      Array.from({ length: samples }, (_, i) => [end - samples + i, i / 7] as const),
    );
    const served = await ServedMetrics.start({}, reader);
    const path = `/api/metrics/historical?metric=system.cpu_percent&from=${end - samples}&to=${end}`;
    try {
      await use(served, path, `Authorization: Bearer ${await served.token()}`);
    } finally {
      await served.end();
    }
  }

  it('comes whole, with the event loop turning in between', async () => {
    await withLargeAnswer(async (served, path, token) => {
      let turns = 0;
      let isDone = false;
      const turn = (): void => {
        turns++;
        if (!isDone) setImmediate(turn);
      };
      setImmediate(turn);
      const response = await fetch(served.url + path, {
        headers: { Authorization: token.slice('Authorization: '.length) },
      });
      const body = (await response.json()) as { series: { points: unknown[] }[] };
      isDone = true;
      assert.equal(body.series[0]?.points.length, samples);
      assert.ok(turns > 4, `${turns} turns`);
      assert.ok(served.held.length > 4);
    });
  });

  it('waits for a reader that does not read, while others are served', async () => {
    await withLargeAnswer(async (served, path, token) => {
      const slow = served.connect();
      slow.socket.pause();
      slow.socket.write(request(path, token) + request(path, token, last));
      assert.deepEqual(statusesIn(await served.connect().exchange(request('/health', last))), [200]);
      slow.socket.resume();
      await slow.closed;
      assert.deepEqual(statusesIn(slow.received), [200, 200]);
      assert.equal(slow.received.match(/\r\n0\r\n\r\n/g)?.length, 2);
    });
  });

  it('ends with a reader that goes away', async () => {
    await withLargeAnswer(async (served, path, token) => {
      const gone = served.connect();
      gone.socket.write(request(path, token));
      await gone.until(/HTTP\/1\.1 200 /);
      gone.socket.destroy();
      assert.deepEqual(statusesIn(await served.connect().exchange(request('/health', last))), [200]);
    });
  });
});

describe('an answer that takes its time', () => {
  const path = '/api/metrics/historical?metric=system.cpu_percent';
  const nothing: HistoryAnswer = { from: 0, to: 0, stepMs: 0, series: [] };

  it('is given up when the client goes away, and nobody is told of an error', async () => {
    const asks = new EventEmitter<{ asked: [AbortSignal] }>();
    const asked = once(asks, 'asked') as Promise<[AbortSignal]>;
    const served = await ServedMetrics.start({}, undefined, undefined, (_, signal) => {
      asks.emit('asked', signal);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    });
    try {
      const gone = served.connect();
      gone.socket.write(request(path, `Authorization: Bearer ${await served.token()}`));
      const [signal] = await asked;
      assert.equal(signal.aborted, false);
      gone.socket.destroy();
      await once(signal, 'abort');
      assert.deepEqual(statusesIn(await served.connect().exchange(request('/health', last))), [200]);
      assert.deepEqual(
        served.said.filter((line) => line.startsWith('error')),
        [],
      );
    } finally {
      await served.end();
    }
  });

  it('keeps its place among the requests of its connection, while others are served', async () => {
    const done = new AbortController();
    const served = await ServedMetrics.start({}, undefined, undefined, async () => {
      await once(done.signal, 'abort');
      return nothing;
    });
    try {
      const token = `Authorization: Bearer ${await served.token()}`;
      const slow = served.connect();
      slow.socket.write(request(path, token) + request('/health', last));
      assert.deepEqual(statusesIn(await served.connect().exchange(request('/health', last))), [200]);
      done.abort();
      await slow.closed;
      assert.deepEqual(statusesIn(slow.received), [200, 200]);
      assert.ok(slow.received.indexOf('"series"') < slow.received.indexOf('"components"'));
    } finally {
      await served.end();
    }
  });
});
