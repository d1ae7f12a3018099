import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { PagePass } from '../../../../src/engine/serve/access/gate';
import type { PageRoom } from '../../../../src/engine/serve/pages/pageRoom';
import { PageSockets } from '../../../../src/engine/serve/pages/pageSockets';
import type { FromPage } from '../../../../src/engine/serve/pages/pageMessages';
import type { ToView } from '../../../../src/protocol/viewLink';
import { MemorySocket } from '../../../support/memorySocket';

/** What happened to the page behind the only connection. */
class FakePage {
  readonly did: (string | FromPage)[] = [];
  send: (message: ToView) => void = () => undefined;
  readonly heard = (message: FromPage): void => void this.did.push(message);
  readonly hold = (): void => void this.did.push('hold');
  readonly goOn = (): void => void this.did.push('go on');
  readonly end = (): void => void this.did.push('end');
}

const request = (headers: Record<string, string> = {}): IncomingMessage =>
  ({
    method: 'GET',
    url: '/ws/view?name=dashboard',
    headers: {
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'wirthforge-view',
      ...headers,
    },
  }) as unknown as IncomingMessage;

const turn = (): Promise<void> => new Promise(setImmediate);
const large: ToView = { type: 'noHistory', question: 1, reason: 'x'.repeat(1024 * 1024) };

describe('the WebSocket of a page', () => {
  const opened: MemorySocket[] = [];
  let joined = new FakePage();
  const room = {
    join: (_view: string, _role: string, send: FakePage['send']) => {
      joined = new FakePage();
      joined.send = send;
      return joined;
    },
    leave: (page: FakePage) => void page.did.push('left'),
  } as unknown as PageRoom;
  let now = 0;
  const sockets = new PageSockets(room, { now: () => now, monotonic: () => now }, () => undefined);
  const connect = (asked = request(), given: Partial<PagePass> = {}): MemorySocket => {
    const socket = new MemorySocket();
    opened.push(socket);
    const pass = {
      ticket: 'the.ticket',
      answer: undefined,
      cookie: undefined,
      port: 9446,
      restMs: 12 * 3_600_000,
      ...given,
    };
    sockets.accept(asked, socket, Buffer.alloc(0), { view: 'dashboard', role: 'operator', pass, home: 9445 });
    return socket;
  };
  const texts = (socket: MemorySocket): string => socket.received.toString('latin1');
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
  });

  it('is answered in the one protocol, and begins with the ticket', () => {
    const said = texts(connect(request({ 'sec-websocket-protocol': 'wirthforge-ticket.old, wirthforge-view' })));
    assert.match(said, /^HTTP\/1\.1 101 /);
    assert.match(said, /\r\nSec-WebSocket-Protocol: wirthforge-view\r\n/);
    assert.ok(said.includes('{"type":"ticket","ticket":"the.ticket","port":9446,"home":9445}'));
    assert.ok(!said.includes('Set-Cookie'));
    assert.ok(texts(connect(request(), { answer: 'signed' })).includes('"answer":"signed"'));
    assert.ok(!texts(connect(request(), { ticket: undefined, restMs: Infinity })).includes('ticket"'));
  });

  it('brings a session to who came with a ticket, and to nobody else, also after a handshake that failed', () => {
    const broken = connect(request({ 'sec-websocket-protocol': ',,' }), { cookie: 'wirthforge-9446=theirs' });
    assert.match(texts(broken), /^HTTP\/1\.1 400 /);
    assert.ok(!texts(connect()).includes('Set-Cookie'));
    assert.match(
      texts(connect(request(), { cookie: 'wirthforge-9446=mine' })),
      /\r\nSet-Cookie: wirthforge-9446=mine\r\n/,
    );
  });

  it('hands on what a page may say, and leaves out the rest', async () => {
    const socket = connect();
    const page = joined;
    for (const text of ['{"type":"ready"}', 'nonsense', '{"type":"command","command":"pause"}', '{"type":"rest"}'])
      socket.say(text);
    await turn();
    assert.deepEqual(page.did, [{ type: 'ready' }, { type: 'rest' }]);
  });

  it('is closed for a flood, and for a message that is too large', async () => {
    const flood = connect();
    const flooding = joined;
    for (let message = 0; message < 200; message++) flood.say('{"type":"rest"}');
    while (!flooding.did.includes('end')) await turn();
    assert.ok(flooding.did.filter((done) => typeof done === 'object').length <= 110);
    assert.match(texts(flood), /More than 20 messages a second came/);
    const huge = connect();
    const page = joined;
    huge.say('x'.repeat(100_000));
    // The frame that closes, with the code for what is too large.
    while (!texts(huge).endsWith('\x88\x02\x03\xf1')) await turn();
    assert.ok(!page.did.some((done) => typeof done === 'object'));
  });

  it('is sent a bounded amount when it takes nothing, and begins anew once it takes again', async () => {
    const socket = connect();
    const page = joined;
    socket.takesNothing = true;
    const before = socket.writableLength;
    for (let message = 0; message < 50; message++) page.send(large);
    assert.ok(socket.writableLength - before < 6 * 1024 * 1024, String(socket.writableLength));
    assert.deepEqual(page.did, ['hold']);
    socket.takeAll();
    while (page.did.length < 2) await turn();
    assert.deepEqual(page.did, ['hold', 'go on']);
  });

  it('costs nothing for pings, however many come and however little is taken', async () => {
    const socket = connect();
    const page = joined;
    socket.takesNothing = true;
    const before = socket.writableLength;
    for (let ping = 0; ping < 5000; ping++) socket.ping(Buffer.alloc(125));
    while (!page.did.includes('end')) await turn();
    assert.ok(socket.writableLength - before < 64 * 1024, String(socket.writableLength));
    assert.match(texts(connect()), /^HTTP/);
  });

  it('answers a ping', async () => {
    const socket = connect();
    socket.ping(Buffer.from('are you there'));
    while (!texts(socket).includes('are you there')) await turn();
  });

  describe('as time goes by', () => {
    const looks: (() => void)[] = [];
    const pass = (ms: number, socket?: MemorySocket): void => {
      for (let passed = 0; passed < ms; passed += 2000) {
        now += 2000;
        socket?.say('{"type":"rest"}');
        for (const look of looks) look();
      }
    };
    beforeEach(() => {
      looks.length = 0;
      mock.method(globalThis, 'setInterval', (look: () => void) => void looks.push(look));
    });
    afterEach(() => {
      mock.restoreAll();
    });

    it('is closed when it takes nothing for long, though it talks on', async () => {
      const socket = connect();
      const page = joined;
      socket.takesNothing = true;
      for (let message = 0; message < 10; message++) page.send(large);
      for (let half = 0; half < 2; half++) {
        assert.ok(!page.did.includes('end'));
        pass(16_000, socket);
        await turn();
      }
      assert.ok(page.did.includes('end'));
    });

    it('ends with the session that let it in, and stays for who came with a token', async () => {
      const outcomes: boolean[] = [];
      for (const restMs of [60_000, Infinity]) {
        const socket = connect(request(), { restMs });
        const page = joined;
        for (let step = 0; step < 35; step++) {
          if (step < 30) assert.ok(!page.did.includes('end'), `after ${step * 2} s`);
          socket.say('{"type":"rest"}');
          await turn();
          pass(2000);
        }
        assert.equal(texts(socket).includes('The session of this browser is over'), page.did.includes('end'));
        outcomes.push(page.did.includes('end'));
      }
      assert.deepEqual(outcomes, [true, false]);
    });
  });

  it('ends its page when it is closed, with the reason', async () => {
    const socket = connect();
    const page = joined;
    sockets.closeAll(1008, 'The token was changed.');
    assert.ok(page.did.includes('end'));
    assert.match(texts(socket), /The token was changed\./);
    socket.destroy();
    while (!page.did.includes('left')) await turn();
  });
});
