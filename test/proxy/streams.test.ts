import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Message } from './messageReader';
import { withRuntime } from './proxied';
import { Random } from '../support/random';
import type { RawClient } from './rawClient';
import type { RawPeer } from './rawRuntime';

const ask = 'POST /r/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}';
const streamHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

describe('a stream of events', () => {
  it('comes in the chunks in which it was sent', async () => {
    const random = new Random(7);
    const events = Array.from(
      { length: 300 },
      (_, i) => `data: ${JSON.stringify({ i, text: random.text('aä😀 ', 0, 40) })}\n\n`,
    );
    const sending = (_: Message, { socket }: RawPeer): void => {
      void (async () => {
        socket.write(streamHead);
        for (const event of events) {
          socket.write(chunk(event));
          // Some in one packet, some a while apart.
          if (random.chance(0.7)) await pause(random.integer(0, 2));
        }
        socket.write('0\r\n\r\n');
      })();
    };
    await withRuntime(sending, async (proxied) => {
      const client = proxied.connect().send(ask);
      const [answer] = await client.wholeAnswers(1);
      assert.deepEqual(answer?.pieces.map(String), events);
      client.socket.destroy();
    });
  });

  for (const [framing, head, wrap] of [
    ['in chunks', streamHead, chunk],
    ['up to the end of the connection', 'HTTP/1.1 200 OK\r\n\r\n', String],
    ['of a known length', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n', String],
  ] as const)
    it(`${framing} is passed on before the next event is sent`, async () => {
      let peer: RawPeer | undefined;
      await withRuntime(
        (_, asked) => (peer = asked),
        async (proxied, runtime) => {
          const client = proxied.connect().send(ask);
          while (peer === undefined) await turn();
          assert.equal(runtime.connections.length, 1);
          peer.socket.write(head);
          await client.until(() => client.answers.length === 1);
          for (let i = 100; i < 200; i++) {
            peer.socket.write(wrap(`event ${i}\n`));
            await client.until(() => client.received.includes(`event ${i}\n`));
          }
          assert.ok(!client.hasEnded);
          client.socket.destroy();
        },
      );
    });

  it('passes beside 63 others without a mix-up', async () => {
    const count = 64;
    const streaming = (request: Message, { socket }: RawPeer): void => {
      void (async () => {
        const name = request.startLine.split(' ')[1]!;
        socket.write(streamHead);
        for (let i = 0; i < 100; i++) {
          socket.write(chunk(`${name} ${i}\n`));
          await turn();
        }
        socket.write('0\r\n\r\n');
      })();
    };
    await withRuntime(streaming, async (proxied, runtime) => {
      const clients = Array.from({ length: count }, (_, i) => proxied.connect().send(ask.replace('chat', `c${i}`)));
      for (const [i, client] of clients.entries()) {
        const [answer] = await client.wholeAnswers(1);
        const wanted = Array.from({ length: 100 }, (_, n) => `/v1/c${i}/completions ${n}\n`);
        assert.deepEqual(answer?.pieces.map(String), wanted);
        client.socket.destroy();
      }
      assert.equal(runtime.connections.length, count);
    });
  });

  it('may begin later than any limit on heads', async () => {
    const late = (_: Message, { socket }: RawPeer): void => {
      setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate'), 9000);
    };
    await withRuntime(late, async (proxied) => {
      const client = proxied.connect().send(ask);
      assert.equal(String((await client.wholeAnswers(1))[0]?.pieces[0]), 'late');
      client.socket.destroy();
    });
  });
});

describe('an end that is slow', () => {
  const megabyte = 1024 * 1024;
  const size = 192 * megabyte;
  /** What the kernel's buffers of two connections hold at most, and a little of ours. */
  const mostUnderWay = 48 * megabyte;
  const block = randomBytes(megabyte);
  const wanted = createHash('sha256');
  for (let i = 0; i < size; i += megabyte) wanted.update(block);
  const digest = wanted.digest('hex');

  /** Writes as much as is taken; `sent` grows as it does. */
  async function pour(socket: RawPeer['socket'], progress: { sent: number }): Promise<void> {
    let goOn = (): void => undefined;
    for (const event of ['drain', 'close'])
      socket.on(event, () => {
        goOn();
      });
    while (progress.sent < size && !socket.destroyed) {
      const isTaken = socket.write(block);
      progress.sent += block.length;
      if (!isTaken)
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
    }
  }

  async function untilStill(progress: { sent: number }): Promise<void> {
    let before = -1;
    while (before !== progress.sent) {
      before = progress.sent;
      await pause(700);
    }
  }

  function digestOf(client: { reader: RawClient['reader'] }): string {
    const hash = createHash('sha256');
    for (const piece of client.reader.last!.pieces) hash.update(piece);
    return hash.digest('hex');
  }

  it('reading a big answer makes the runtime wait, and loses nothing', async () => {
    const progress = { sent: 0 };
    const pouring = (_: Message, { socket }: RawPeer): void => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
      void pour(socket, progress);
    };
    await withRuntime(pouring, async (proxied) => {
      const client = proxied.connect(false).send(ask);
      await client.until(() => client.answers.length === 1);
      client.socket.pause();
      await untilStill(progress);
      assert.ok(progress.sent - client.bodyBytes < mostUnderWay, `${progress.sent} bytes sent`);
      client.socket.resume();
      await client.wholeAnswers(1);
      assert.equal(client.bodyBytes, size);
      assert.equal(digestOf(client), digest);
      client.socket.destroy();
    });
  });

  it('taking a big request makes the client wait, and gets all of it', async () => {
    const progress = { sent: 0 };
    let peer: RawPeer | undefined;
    const reluctant = (_: Message, asked: RawPeer): void => {
      peer = asked;
      asked.socket.pause();
    };
    await withRuntime(reluctant, async (proxied) => {
      const client = proxied.connect(false);
      client.send(`POST /r/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${size}\r\n\r\n`);
      const poured = pour(client.socket, progress);
      while (peer === undefined) await turn();
      await untilStill(progress);
      assert.ok(progress.sent < mostUnderWay, `${progress.sent} bytes sent`);
      peer.socket.resume();
      const request = peer.reader.messages[0]!;
      await peer.until(() => request.isWhole);
      await poured;
      assert.equal(digestOf(peer), digest);
      client.socket.destroy();
    });
  });
});
