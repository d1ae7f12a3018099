import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import type { ExchangeTap, RequestHead } from '../../src/engine/ingest/proxy/exchangeTap';
import { takePorts } from '../support/takenPort';
import type { Message } from './messageReader';
import { Proxied, runtimeAt, withRuntime } from './proxied';
import type { RawPeer } from './rawRuntime';

const request = 'POST /r/v1/x?y HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello';

function answer(_: Message, { socket }: RawPeer): void {
  socket.write('HTTP/1.1 201 Made\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n');
}

/** Writes down what it is told. */
class Notes implements ExchangeTap {
  readonly told: unknown[] = [];
  readonly times: number[];

  constructor(readonly head: RequestHead) {
    this.times = [head.at];
  }

  requestData(chunk: Buffer, at: number): void {
    this.note(at, 'requestData', String(chunk));
  }

  requestEnd(at: number): void {
    this.note(at, 'requestEnd');
  }

  response(status: number, headers: Record<string, unknown>, at: number): void {
    this.note(at, 'response', status, headers['x-a']);
  }

  responseData(chunk: Buffer, at: number): void {
    this.note(at, 'responseData', String(chunk));
  }

  ended(how: string, at: number): void {
    this.note(at, 'ended', how);
  }

  private note(at: number, ...told: unknown[]): void {
    this.told.push(told);
    this.times.push(at);
  }
}

describe('a tap', () => {
  it('is told all of an exchange, in order and with rising times', async () => {
    await withRuntime(answer, async (proxied) => {
      const opened: Notes[] = [];
      proxied.openTap = (head) => {
        const notes = new Notes(head);
        opened.push(notes);
        return notes;
      };
      const before = systemClock.monotonic();
      const client = proxied.connect().send(request);
      await client.wholeAnswers(1);
      const [notes] = opened;
      assert.deepEqual(notes?.told, [
        ['requestData', 'hello'],
        ['requestEnd'],
        ['response', 201, 'b'],
        ['responseData', 'ab'],
        ['responseData', 'cde'],
        ['ended', 'complete'],
      ]);
      const { runtime, method, path, headers } = notes.head;
      assert.deepEqual([runtime, method, path, headers['content-length']], ['r', 'POST', '/v1/x?y', '5']);
      const times = [before, ...notes.times, systemClock.monotonic()];
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      assert.ok(proxied.held.length >= notes.told.length);
      assert.ok(proxied.held.every((ms) => ms >= 0));
      client.socket.destroy();
    });
  });

  it('is told of every way in which an exchange may end', async () => {
    const ends: unknown[] = [];
    const acting = (asked: Message, { socket }: RawPeer): void => {
      if (asked.startLine.includes('drop')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab');
      else if (!asked.startLine.includes('hang')) socket.end();
    };
    await withRuntime(acting, async (proxied, runtime) => {
      proxied.runtimes.push(runtimeAt('gone', 'http://127.0.0.1:1'));
      const ended = (path: string): Promise<unknown> =>
        new Promise((resolve) => {
          proxied.openTap = (head) => {
            const notes = new Notes(head);
            notes.ended = (how: string) => {
              resolve([path, how]);
            };
            return notes;
          };
        });
      for (const path of ['/gone/x', '/r/silent', '/r/drop']) {
        const end = ended(path);
        const client = proxied.connect().send(request.replace('/r/v1/x?y', path));
        ends.push(await end);
        await client.closed;
      }
      const end = ended('/r/hang');
      const client = proxied.connect().send(request.replace('/r/v1/x?y', '/r/hang'));
      while (runtime.connections.at(-1)?.reader.last?.startLine.includes('hang') !== true) await turn();
      client.socket.destroy();
      ends.push(await end);
    });
    assert.deepEqual(ends, [
      ['/gone/x', 'unreachable'],
      ['/r/silent', 'dropped'],
      ['/r/drop', 'dropped'],
      ['/r/hang', 'cancelled'],
    ]);
  });

  it('that throws disturbs nothing and is spoken of once', async () => {
    const methods = ['requestData', 'requestEnd', 'response', 'responseData', 'ended'] as const;
    await withRuntime(answer, async (proxied) => {
      for (const broken of [undefined, ...methods]) {
        proxied.said.length = 0;
        let calls = 0;
        const fault = new Error(`a fault of the tap in ${broken ?? 'opening'}`);
        const fail = (): never => {
          calls++;
          throw fault;
        };
        proxied.openTap = (head) => {
          if (broken === undefined) return fail();
          const notes = new Notes(head);
          notes[broken] = fail;
          return notes;
        };
        for (let i = 0; i < 3; i++) {
          const client = proxied.connect().send(request);
          const [whole] = await client.wholeAnswers(1);
          assert.equal(String(whole?.pieces.map(String)), 'ab,cde');
          client.socket.destroy();
        }
        assert.equal(calls, 3);
        assert.equal(proxied.said.length, 1);
        assert.match(proxied.said[0]!, /^error: .*passed on but not measured.*a fault of the tap/s);
      }
    });
  });
});

describe('the proxy', () => {
  it('takes the next port when its own is taken, and says so', async () => {
    const taken = await takePorts(1);
    const { port } = taken;
    const { server, component, said } = await Proxied.start({}, port);
    assert.equal(component.status.state, 'running');
    assert.notEqual(server.url, `http://127.0.0.1:${port}`);
    assert.match(said.join('\n'), new RegExp(`^warn: Port ${port} is taken, so the proxy listens at ${server.url!}`));
    await server.stop();
    assert.equal(component.status.state, 'stopped');
    assert.equal(server.url, undefined);
    await taken.leave();
  });

  it('goes back to its own port when that is free, and cuts off no answer that is under way', async () => {
    const taken = await takePorts(1);
    const { port } = taken;
    let finish: () => void = () => undefined;
    const model = http.createServer((_, response) => {
      response.write('a');
      finish = () => response.end('b');
    });
    await once(model.listen(0, '127.0.0.1'), 'listening');
    const proxied = await Proxied.start({ r: `http://127.0.0.1:${(model.address() as net.AddressInfo).port}` }, port);
    const { server, said } = proxied;
    const away = server.url!;
    const under = await fetch(`${away}/r/x`);
    await taken.leave();
    await eventually('it is back', () => said.includes('moved'));
    assert.equal(server.url, `http://127.0.0.1:${port}`);
    finish();
    assert.equal(await under.text(), 'ab');
    const atHome = await fetch(`${server.url}/r/x`);
    finish();
    assert.equal(await atHome.text(), 'ab');
    const fresh = net.connect(Number(new URL(away).port), '127.0.0.1');
    const [error] = (await once(fresh, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');

    const cut = await fetch(`${server.url}/r/x`);
    await server.stop();
    await assert.rejects(cut.text());
    model.close();
  });

  it('listens as its settings say, and may be started and stopped in any order', async () => {
    const proxied = await Proxied.start({});
    const { server, component } = proxied;
    server.configure({ enabled: false, port: 0 });
    await server.start();
    assert.equal(server.url, undefined);
    assert.equal(component.status.state, 'stopped');
    server.configure({ enabled: true, port: 0 });
    await server.start();
    assert.ok(server.url);
    const { url } = server;
    server.configure({ enabled: true, port: 0 });
    await server.start();
    assert.equal(server.url, url);
    await Promise.all([server.stop(), server.start(), server.stop()]);
    assert.equal(server.url, undefined);
    assert.equal(component.status.state, 'stopped');
  });

  it('when it stops cuts answers under way so that none looks whole', async () => {
    const beginning = (_: Message, { socket }: RawPeer): void => void socket.write('HTTP/1.1 200 OK\r\n\r\nab');
    await withRuntime(beginning, async (proxied, runtime) => {
      const client = proxied.connect().send(request);
      await client.until(() => client.bodyBytes === 2);
      const idle = proxied.connect();
      await new Promise((resolve) => idle.socket.once('connect', resolve));
      await proxied.server.stop();
      await Promise.all([client.closed, idle.closed, runtime.connections[0]!.closed]);
      assert.ok(client.wasReset);
    });
  });
});
