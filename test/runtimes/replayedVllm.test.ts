import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricId } from '../../src/protocol/catalogue';
import { LlamaWatch } from '../support/llamaWatch';
import { ReplayedEngine, newer, older, type Dialect } from '../support/replayedEngine';
import { ReplayedRuntime, type Fault } from '../support/replayedRuntime';

const models = (...ids: string[]): string =>
  JSON.stringify({ data: ids.map((id) => ({ id, owned_by: 'vllm', max_model_len: 4096 })) });

describe('a replayed vLLM', () => {
  let engines: ReplayedEngine[] = [];
  let dialect: Dialect = newer;
  let runtime: ReplayedRuntime;
  let watch: LlamaWatch;
  const value = (metric: MetricId, model = 'm'): number | undefined => watch.value(metric, { runtime: 'local', model });
  const output = (model?: string): number | undefined => value('model.output_tokens', model);
  const state = (): string => {
    const status = watch.component('local');
    return status?.state === 'degraded' ? status.reason : (status?.state ?? 'gone');
  };

  async function begin(...started: ReplayedEngine[]): Promise<void> {
    engines = started;
    watch = new LlamaWatch([{ name: 'local', kind: 'vllm', url: runtime.url }]);
    await watch.until('it is read', () => output(started[0]?.model) === 0);
  }

  before(async () => {
    runtime = await ReplayedRuntime.start({
      '/v1/models': () => models(...engines.map(({ model }) => model)),
      '/version': () => '{"version":"0.11.2"}',
      '/metrics': () => engines.map((engine) => engine.page(dialect)).join('\n'),
    });
  });

  afterEach(() => {
    watch.stop();
    runtime.fault = undefined;
    dialect = newer;
  });

  after(() => runtime.stop());

  for (const [what, written] of [
    ['newer names', newer],
    ['older names', older],
    ['both', { ...newer, showsHidden: true }],
  ] as const)
    it(`is counted to the token, with ${what} on its page`, async () => {
      dialect = written;
      const engine = new ReplayedEngine('m', 2);
      engine.request(1000, 0, 500);
      await begin(engine);
      let [prompt, cached, generated, requests] = [0, 0, 0, 0];
      for (let i = 0; i < 40; i++) {
        engine.request(30 + i, i, 10 + (i % 7), ['stop', 'length', 'abort'][i % 3], i % 2);
        prompt += 30 + i;
        cached += i;
        generated += 10 + (i % 7);
        requests++;
        await sleep(30);
      }
      await watch.until('all is counted', () => output() === generated);
      assert.equal(value('model.input_tokens'), prompt);
      assert.equal(value('model.cached_tokens'), cached);
      assert.equal(value('model.requests'), requests);
      const [ttft] = watch.models.activity().models.map((model) => model.ttft);
      assert.deepEqual([ttft?.count, ttft?.source, ttft?.isAtLeast], [requests, 'histogram', undefined]);
      assert.ok(ttft && ttft.p50 > 10 && ttft.p50 <= 50, `${ttft?.p50} ms where all took 30 ms`);
    });

  it('shows its speed while a request runs, and 0 after', async () => {
    const engine = new ReplayedEngine('m');
    await begin(engine);
    engine.running = 1;
    const from = Date.now();
    let made = 0;
    const making = setInterval(() => {
      const due = Math.floor((Date.now() - from) / 10);
      engine.make(due - made);
      made = due;
    }, 20);
    try {
      await watch.until('about 100 tokens a second are shown', () => {
        const rate = value('model.tokens_per_second') ?? NaN;
        return rate > 60 && rate < 140;
      });
      assert.equal(value('model.requests_active'), 1);
    } finally {
      clearInterval(making);
    }
    engine.running = 0;
    await watch.until('it is idle', () => value('model.tokens_per_second') === 0);
    assert.equal(output(), made);
  });

  it('is counted on when it restarts, and when models come and go', async () => {
    const [first, second] = [new ReplayedEngine('m'), new ReplayedEngine('n')];
    await begin(first);
    first.request(10, 0, 40);
    await watch.until('40 are counted', () => output() === 40);
    first.restart();
    first.request(10, 0, 25);
    second.request(10, 0, 7);
    engines = [first, second];
    await watch.until('both are counted', () => output() === 65 && output('n') === 7);
    engines = [second];
    await watch.until('one is gone', () => watch.statuses()[0]?.models.length === 1);
    first.request(10, 0, 5);
    engines = [first, second];
    await watch.until('it goes on', () => output() === 70);
  });

  it('tells no time, and no token, of requests that made none', async () => {
    const engine = new ReplayedEngine('m');
    await begin(engine);
    engine.request(12, 0, 0, 'abort');
    await watch.until('it is counted', () => value('model.requests') === 1);
    assert.deepEqual([output(), value('model.input_tokens')], [0, 12]);
    assert.equal(watch.models.activity().models[0]?.ttft, undefined);
  });

  const said: Record<Fault, RegExp> = {
    fails: /answered 500/,
    hangs: /did not answer within 1 s/,
    resets: /broke off its answer/,
    truncates: /broke off its answer/,
    floods: /more than 2 MiB/,
  };
  for (const [fault, words] of Object.entries(said) as [Fault, RegExp][])
    it(`one that ${fault} is told in words, and nothing is lost or counted twice over it`, async () => {
      const engine = new ReplayedEngine('m');
      await begin(engine);
      engine.request(10, 0, 30);
      await watch.until('30 are counted', () => output() === 30);
      runtime.fault = fault;
      await watch.until('it is told', () => words.test(state()));
      engine.request(10, 0, 12);
      runtime.fault = undefined;
      await watch.until('it is read again', () => output() === 42);
      assert.equal(state(), 'running');
    });
});
