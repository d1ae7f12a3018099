import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '../../src/engine/clock';
import { LiveListener } from '../support/liveListener';
import { rawRequest } from '../support/rawRequest';
import { ServedMetrics, type RawConnection } from '../support/servedMetrics';

const sessionMs = 12 * 3_600_000;

describe('what listens with the cookie of a browser', () => {
  let served: ServedMetrics;
  let passedMs = 0;
  before(async () => {
    const clock = { now: () => systemClock.now(), monotonic: () => systemClock.monotonic() + passedMs };
    served = await ServedMetrics.start({}, undefined, undefined, undefined, { clock });
  });
  after(async () => {
    await served.end();
  });

  async function cookie(): Promise<string> {
    const { headers } = await rawRequest(served.server.entrance().gate.linkAt(served.url));
    return headers['set-cookie']![0]!.split(';')[0]!;
  }

  async function events(header: string): Promise<RawConnection> {
    const connection = served.connect();
    connection.socket.write(`GET /events HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n`);
    await connection.until(/"type":"snapshot"/);
    return connection;
  }

  it('is ended with its session, and told why; who came with a token stays', async () => {
    const session = await cookie();
    const headers = { Cookie: session, Origin: served.url };
    const [socket, stream] = [await LiveListener.connect(served, { headers }), await events(`Cookie: ${session}`)];
    const token = `Authorization: Bearer ${await served.token()}`;
    const [ofToken, streamOfToken] = [await LiveListener.connect(served), await events(token)];
    passedMs = sessionMs + 1000;
    const { code, reason } = await socket.closed;
    assert.equal(code, 1008);
    assert.match(reason, /session of this browser is over/);
    await stream.closed;
    assert.match(stream.received, /"code":"closed_1008","message":"The session of this browser is over/);
    ofToken.say({ type: 'ping' });
    await ofToken.first('pong');
    assert.equal(streamOfToken.socket.closed, false);
    ofToken.socket.terminate();
    streamOfToken.socket.destroy();
  });

  it('is ended when the token is changed', async () => {
    const session = await cookie();
    const headers = { Cookie: session, Origin: served.url };
    const [socket, stream] = [await LiveListener.connect(served, { headers }), await events(`Cookie: ${session}`)];
    await served.server.rotateToken();
    assert.equal((await socket.closed).code, 1008);
    await stream.closed;
    assert.match(stream.received, /The token was changed/);
    const { status } = await rawRequest(`${served.url}/events`, { headers: { Cookie: session } });
    assert.equal(status, 401);
  });
});
