import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import { EventRoom } from '../../src/engine/eventRoom';
import { measuring } from '../../src/engine/ingest/measure/measuring';
import { Ticker } from '../../src/engine/ticker';
import { withRuntime } from './proxied';

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const secret = 'Where did Ada hide the treasure?';
const askWith = (content: string): string => {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
  return `POST /r/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};
const answer = '{"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}';
const whole = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`;

describe('a prompt that passes the proxy', () => {
  it('arrives as it was sent, and leaves an event with nothing of its text', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-prompts-'));
    const told: Told[] = [];
    const logged: string[] = [];
    const log = (level: string, message: string): void => void logged.push(`${level} ${message}`);
    const ticker = new Ticker(systemClock, assert.ifError);
    const events = new EventRoom({
      ticker,
      clock: systemClock,
      log,
      dataDir,
      record: (type, data) => told.push({ type, data: { ...data } }),
      works: () => [],
      frame: () => ({ frameId: 0, fps: null, frameMs: null }),
      heartbeat: () => assert.fail('the room was not started'),
      components: () => [],
    });
    try {
      await withRuntime(
        (_, { socket }) => socket.write(whole),
        async (proxied, runtime) => {
          proxied.openTap = measuring({
            sink: { begun: () => undefined, progressed: () => undefined, ended: () => undefined },
            clock: systemClock,
            vocabularyOf: () => undefined,
            log,
            prompted: events.prompted,
          });
          const client = proxied.connect();
          for (const [index, content] of [secret, 'another', secret].entries()) {
            client.send(askWith(content));
            await client.wholeAnswers(index + 1);
          }
          client.socket.destroy();
          const bodies = runtime.connections.flatMap(({ reader }) =>
            reader.messages.map(({ pieces }) => Buffer.concat(pieces).toString()),
          );
          assert.deepEqual(
            bodies.map((body) => body.includes(secret)),
            [true, false, true],
          );
        },
      );
      await eventually('all are told', () => told.length === 3);
      assert.deepEqual(
        told.map(({ type, data }) => [type, data['length'], data['truncated'], data['interface']]),
        [
          ['user.prompt', secret.length, false, 'api'],
          ['user.prompt', 7, false, 'api'],
          ['user.prompt', secret.length, false, 'api'],
        ],
      );
      const hashes = told.map(({ data }) => data['hash']);
      assert.equal(hashes[0], hashes[2]);
      assert.notEqual(hashes[0], hashes[1]);
      assert.equal(new Set(told.map(({ data }) => data['prompt_id'])).size, 3);
      assert.doesNotMatch(JSON.stringify([told, logged]), /Ada|treasure|another/);
      assert.deepEqual(await readdir(dataDir), ['prompt-key']);
      const key = (await readFile(path.join(dataDir, 'prompt-key'), 'utf8')).trim();
      assert.ok(!JSON.stringify([told, logged]).includes(key));
    } finally {
      ticker.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});
