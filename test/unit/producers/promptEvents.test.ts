import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { promptData } from '../../../src/engine/producers/promptData';
import { PromptEvents } from '../../../src/engine/producers/promptEvents';
import { loadPromptKey } from '../../../src/engine/producers/promptKey';
import { checkedData } from '../../../src/engine/store/events/eventSchemas';
import { sideFiles } from '../../../src/engine/store/tools/backup/sideFiles';

const key = Buffer.alloc(32, 7);
const whole = (text: string): { text: string; isCut: false } => ({ text, isCut: false });

describe('what is told of a prompt', () => {
  it('is its length in characters and a hash, and nothing of its text', () => {
    const data = promptData({ text: 'Where did Ada hide the \ud83d\ude00?', isCut: true }, 'p1', key);
    assert.deepEqual(data, {
      prompt_id: 'p1',
      interface: 'api',
      length: 25,
      truncated: true,
      hash: data.hash,
      language: null,
      intent: null,
    });
    assert.match(data.hash, /^[0-9a-f]{16}$/);
    assert.deepEqual(checkedData('user.prompt', data), { data });
    assert.equal(promptData(whole('\ude00\ud83d a\ud83d'), '', key).length, 5, 'halves of characters');
  });

  it('has the known HMAC-SHA-256, so that other programs can make the same', () => {
    // RFC 4231, test case 2.
    const { hash } = promptData(whole('what do ya want for nothing?'), '', Buffer.from('Jefe'));
    assert.equal(hash, '5bdcc146bf60754e');
  });

  it('has the same hash for the same text, and another one under another key or for another text', () => {
    const hashOf = (text: string, under = key): string => promptData(whole(text), '', under).hash;
    assert.equal(hashOf('hello'), hashOf('hello'));
    assert.notEqual(hashOf('hello'), hashOf('hello '));
    assert.notEqual(hashOf('hello'), hashOf('hello', randomBytes(32)));
  });
});

describe('events of prompts', () => {
  interface Told {
    readonly events: { readonly type: string; readonly data: object }[];
    readonly problems: string[];
    readonly prompts: PromptEvents;
  }
  const telling = (loadKey: () => Promise<Uint8Array>): Told => {
    const [events, problems]: [Told['events'], string[]] = [[], []];
    const prompts = new PromptEvents({
      record: (type, data) => events.push({ type, data }),
      loadKey,
      report: (problem) => problems.push(problem),
    });
    return { events, problems, prompts };
  };

  it('wait for the key, which is asked for once and only when a prompt passed', async () => {
    let asked = 0;
    let give: (key: Uint8Array) => void = () => undefined;
    const { events, prompts } = telling(() => {
      asked++;
      return new Promise((resolve) => (give = resolve));
    });
    assert.equal(asked, 0);
    for (const text of ['a', 'b', 'a']) prompts.passed(whole(text), 0);
    assert.deepEqual([asked, events.length], [1, 0]);
    give(key);
    await turn();
    prompts.passed(whole('a'), 1);
    assert.equal(asked, 1);
    const told = events.map(({ data }) => data as { prompt_id: string; hash: string });
    const [a, b] = [promptData(whole('a'), '', key).hash, promptData(whole('b'), '', key).hash];
    assert.deepEqual(
      told.map(({ hash }) => hash),
      [a, b, a, a],
    );
    assert.equal(new Set(told.map((one) => one.prompt_id)).size, 4);
  });

  it('hold no more than 64 prompts meanwhile', async () => {
    let give: (key: Uint8Array) => void = () => undefined;
    const { events, prompts } = telling(() => new Promise((resolve) => (give = resolve)));
    for (let i = 0; i < 1000; i++) prompts.passed(whole('x'), 0);
    give(key);
    await turn();
    assert.equal(events.length, 64);
  });

  it('are missing while there is no key, which is said once and tried again in a minute', async () => {
    let asked = 0;
    const { events, problems, prompts } = telling(() => {
      asked++;
      return asked === 1 ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(key);
    });
    prompts.passed(whole('a secret'), 0);
    await turn();
    prompts.passed(whole('a secret'), 59_999);
    await turn();
    assert.deepEqual([asked, events.length, problems.length], [1, 0, 1]);
    assert.match(problems[0]!, /have no events: The disk is full\. It is tried again in a minute\.$/);
    assert.doesNotMatch(problems[0]!, /secret/);
    prompts.passed(whole('later'), 60_000);
    await turn();
    assert.equal(events.length, 1);
  });
});

describe('the key for prompts', () => {
  it('is made once, is for its owner alone, and goes into no backup', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'prompt-key-'));
    try {
      const said: string[] = [];
      const load = (): Promise<Uint8Array> => loadPromptKey(folder, (_, message) => said.push(message));
      const made = await load();
      assert.equal(made.byteLength, 32);
      assert.deepEqual(await load(), made);
      const file = path.join(folder, 'prompt-key');
      if (process.platform !== 'win32') {
        assert.equal((await stat(file)).mode & 0o777, 0o600);
        await chmod(file, 0o644);
        assert.notDeepEqual(await load(), made, 'others may have read it');
        assert.match(said.join(), /could be read by other users.*new key for prompts/);
      }
      assert.ok(!said.join().includes((await readFile(file, 'utf8')).trim()));
      assert.equal(
        sideFiles.some((name) => name.startsWith('prompt')),
        false,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
