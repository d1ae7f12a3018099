import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { EventSource, type EventSourceInit } from 'eventsource';
import { eventually } from '../../build/vscode/eventually.mjs';
import { LiveListener, type Heard } from '../support/liveListener';
import { LiveSource } from '../support/liveSource';
import { ServedMetrics } from '../support/servedMetrics';

let served: ServedMetrics;
let cpu: LiveSource;
let token = '';
before(async () => {
  served = await ServedMetrics.start({}, undefined, undefined, undefined, { heartbeatMs: 200 });
  token = await served.token();
  cpu = new LiveSource(served.pipeline, [served.pipeline.series('system.cpu_percent')]);
});
after(async () => {
  await served.end();
});

const withToken = (lastEventId?: string): NonNullable<EventSourceInit['fetch']> => {
  return (url, init) =>
    fetch(url, {
      ...init,
      headers: {
        ...init.headers,
        Authorization: `Bearer ${token}`,
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
      },
    });
};

interface Got {
  readonly status: number;
  readonly type: string | undefined;
  text: string;
  readonly request: http.ClientRequest;
}

function get(path: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${served.url}${path}`,
      { method, agent: false, headers: { Authorization: `Bearer ${token}`, ...headers } },
      (response) => {
        const got: Got = {
          status: response.statusCode ?? 0,
          type: response.headers['content-type'],
          text: '',
          request,
        };
        response.setEncoding('utf8').on('data', (text: string) => (got.text += text));
        response.on('error', () => undefined);
        resolve(got);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

const valuesOf = (heard: readonly Heard[]): unknown[] =>
  heard.filter(({ type }) => type === 'metrics').map(({ data }) => (data as { cpu_percent: number }).cpu_percent);

describe('server-sent events', () => {
  it('bring the messages of the WebSocket, and after a cut exactly what was missed', async () => {
    const heard: Heard[] = [];
    const url = `${served.url}/events?channels=metrics,alerts&metrics=system.cpu_percent&maxRate=60`;
    const source = new EventSource(url, { fetch: withToken() });
    let lastId = '';
    source.addEventListener('message', ({ data, lastEventId }) => {
      heard.push(JSON.parse(data as string) as Heard);
      lastId = lastEventId;
    });
    await eventually('the snapshot is there', () => heard[0]?.type === 'snapshot');
    cpu.tell(1);
    await eventually('the update is there', () => valuesOf(heard).length === 1);
    assert.equal(lastId, `1:${heard.at(-1)!.seq}`);
    source.close();
    await eventually('it has left', () => served.live.size === 0);
    for (let value = 2; value <= 4; value++) {
      cpu.tell(value);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const back: Heard[] = [];
    const again = new EventSource(url, { fetch: withToken(lastId) });
    again.addEventListener('message', ({ data }) => {
      back.push(JSON.parse(data as string) as Heard);
    });
    await eventually('it has what it missed', () => valuesOf(back).length === 3);
    assert.deepEqual(valuesOf(back), [2, 3, 4]);
    assert.ok(back.every(({ type }) => type === 'metrics'));
    again.close();
  });

  it('reconnect by themselves, with the last id', async () => {
    const heard: Heard[] = [];
    const source = new EventSource(`${served.url}/events?channels=metrics&metrics=system.cpu_percent`, {
      fetch: withToken(),
    });
    source.addEventListener('message', ({ data }) => {
      heard.push(JSON.parse(data as string) as Heard);
    });
    await eventually('the snapshot is there', () => heard.length === 1);
    served.live.closeAll();
    await eventually('the reason is there', () => heard.some(({ type }) => type === 'error'));
    await eventually('it has left', () => served.live.size === 0);
    cpu.tell(77);
    await eventually('it is back, and knows', () => valuesOf(heard).includes(77));
    assert.equal(heard.filter(({ type }) => type === 'snapshot').length, 1);
    source.close();
  });

  it('take the place from the address too, and say that they are alive', async () => {
    const listener = await LiveListener.connect(served);
    listener.say({ type: 'ping' });
    const { epoch, seq } = await listener.first('pong');
    await listener.end();
    cpu.tell(5);
    const got = await get(`/events?channels=metrics&metrics=system.*&epoch=${epoch}&seq=${seq}`);
    assert.equal(got.type, 'text/event-stream; charset=utf-8');
    await eventually('it is told', () => got.text.includes('"cpu_percent":5'));
    await eventually('its heart beats', () => got.text.includes(': heartbeat'));
    assert.doesNotMatch(got.text, /snapshot/);
    got.request.destroy();
    await eventually('it has left', () => served.live.size === 0);
  });

  const refused: readonly [string, number][] = [
    ['/events?channels=all', 400],
    ['/events?metrics=', 400],
    ['/events?metrics=system.%00', 400],
    ['/events?maxRate=1e9', 400],
    ['/events?maxRate=abc', 400],
    ['/events?seq=1', 400],
    ['/events?nonsense=1', 400],
  ];
  for (const [path, status] of refused)
    it(`are refused with ${status} for ${path}`, async () => {
      const got = await get(path);
      assert.equal(got.status, status);
      assert.equal(served.live.size, 0);
    });

  it('are refused without a token, and have only headers for HEAD', async () => {
    assert.equal((await get('/events', { Authorization: 'Bearer no' })).status, 401);
    const head = await get('/events', {}, 'HEAD');
    assert.equal(head.status, 200);
    await eventually('nobody listens', () => served.live.size === 0);
  });
});
