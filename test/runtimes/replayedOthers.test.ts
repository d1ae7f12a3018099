import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { MetricId } from '../../src/protocol/catalogue';
import type { RuntimeKind } from '../../src/protocol/status';
import { LlamaWatch } from '../support/llamaWatch';
import { ReplayedRuntime, type Page } from '../support/replayedRuntime';

let watch: LlamaWatch;
const runtimes: ReplayedRuntime[] = [];

afterEach(async () => {
  watch.stop();
  for (const runtime of runtimes.splice(0)) await runtime.stop();
});

async function replay(pages: Readonly<Record<string, Page>>): Promise<ReplayedRuntime> {
  const runtime = await ReplayedRuntime.start(pages);
  runtimes.push(runtime);
  return runtime;
}

/** Watches a runtime under the name `local`. */
function begin(kind: RuntimeKind, { url }: ReplayedRuntime, processPorts?: readonly number[]): void {
  watch = new LlamaWatch([{ name: 'local', kind, url }], processPorts);
}

const value = (metric: MetricId, model: string): number | undefined => watch.value(metric, { runtime: 'local', model });
const names = (): unknown => watch.statuses()[0]?.models.map(({ name, state }) => [name, state]);
const notes = (): string => watch.statuses()[0]?.notes.join() ?? '';

describe('a replayed SGLang', () => {
  const list = '{"data":[{"id":"m","owned_by":"sglang","max_model_len":4096}]}';

  it('is counted from the first request on, and shows its speed before that ends', async () => {
    let later = 0;
    let ended = 0;
    const page = (): string =>
      [
        'sglang:num_running_reqs{model_name="m",tp_rank="0"} 1',
        ...(later > 0 ? ['sglang:time_to_first_token_seconds_count{model_name="m"} 1'] : []),
        ...(later > 0 ? [`sglang:inter_token_latency_seconds_count{model_name="m"} ${later}`] : []),
        ...(ended > 0 ? [`sglang:generation_tokens_total{model_name="m"} ${ended}`] : []),
        ...(ended > 0 ? ['sglang:num_requests_total{model_name="m"} 1'] : []),
      ].join('\n');
    begin('sglang', await replay({ '/v1/models': () => list, '/metrics': page }));
    await watch.until('it is read', () => value('model.requests_active', 'm') === 1);
    const ticking = setInterval(() => (later += 5), 50);
    await watch.until('its speed is shown', () => (value('model.tokens_per_second', 'm') ?? 0) > 50);
    clearInterval(ticking);
    assert.equal(value('model.output_tokens', 'm'), undefined);
    ended = later + 1;
    await watch.until('its tokens are counted', () => value('model.output_tokens', 'm') === ended);
    assert.equal(value('model.requests', 'm'), 1);
  });

  it('says what to do where it was started without metrics', async () => {
    begin('sglang', await replay({ '/v1/models': () => list }));
    await watch.until('it is read', () => watch.statuses().length === 1);
    assert.deepEqual(names(), [['m', 'idle']]);
    assert.match(notes(), /--enable-metrics/);
  });
});

describe('a replayed LM Studio', () => {
  it('is followed as its models come and go', async () => {
    let instances: unknown[] = [];
    const page = (): string => JSON.stringify({ models: [{ key: 'q', loaded_instances: instances }] });
    begin('lmstudio', await replay({ '/api/v1/models': page }));
    await watch.until('it is read', () => watch.statuses().length === 1);
    assert.deepEqual(names(), []);
    instances = [{ id: 'q', config: { context_length: 4096 } }];
    await watch.until('the model is there', () => JSON.stringify(names()) === '[["q","idle"]]');
    assert.match(notes(), /measuring proxy/);
    assert.equal(value('model.output_tokens', 'q'), undefined);
  });

  it('that asks for a key is told with what to do', async () => {
    begin('lmstudio', await replay({ '/api/v1/models': () => 401, '/api/v0/models': () => 401 }));
    await watch.until('it is told', () => watch.component('local')?.state === 'degraded');
    const status = watch.component('local');
    assert.match(
      status?.state === 'degraded' ? status.reason : '',
      /asks for an API key.*start the server without one/,
    );
  });
});

describe('a replayed OpenAI-compatible server', () => {
  it('has its models named, and is not asked again soon', async () => {
    const runtime = await replay({ '/v1/models': () => '{"data":[{"id":"a"},{"id":"b"}]}' });
    begin('openai', runtime);
    await watch.until('it is read', () => watch.statuses().length === 1);
    assert.deepEqual(names(), [
      ['a', 'idle'],
      ['b', 'idle'],
    ]);
    assert.ok(runtime.asked.filter((path) => path === '/v1/models').length === 1);
  });
});

describe('a replayed llama-swap', () => {
  const metrics = (n: number, active: number): string =>
    `llamacpp:tokens_predicted_total ${n}\nllamacpp:prompt_tokens_total 0\nllamacpp:requests_processing ${active}\n`;

  it('is counted once, shows the speed of the server behind it, and neither wakes nor doubles that', async () => {
    let decoded = 0;
    let isBusy = true;
    const ended: unknown[] = [];
    const behind = await replay({
      '/health': () => '{"status":"ok"}',
      '/props': () => '{"build_info":"b1","model_path":"m.gguf"}',
      '/v1/models': () => '{"data":[{"id":"m","owned_by":"llamacpp"}]}',
      '/metrics': () => metrics(isBusy ? 0 : decoded, isBusy ? 1 : 0),
      '/slots': () => `[{"id":0,"id_task":1,"is_processing":${isBusy},"next_token":{"n_decoded":${decoded}}}]`,
    });
    const swap = await replay({
      '/running': () => JSON.stringify({ running: [{ model: 'm', state: 'ready', proxy: behind.url }] }),
      '/api/metrics/activity': () => JSON.stringify({ data: [...ended].reverse(), total: ended.length }),
    });
    begin('llamaswap', swap, [behind.port]);
    const ticking = setInterval(() => (decoded += 5), 50);
    await watch.until('its speed is shown', () => (value('model.tokens_per_second', 'm') ?? 0) > 50);
    await watch.until('the server behind it is left to it', () => watch.statuses().length === 1);
    clearInterval(ticking);
    isBusy = false;
    const tokens = { input_tokens: 9, output_tokens: decoded, cache_tokens: 3, prompt_per_second: 50 };
    ended.push({ id: 1, model: 'm', timestamp: 'now', resp_status_code: 200, tokens, duration_ms: 700 });
    await watch.until('its tokens are counted', () => value('model.output_tokens', 'm') === decoded);
    assert.equal(value('model.input_tokens', 'm'), 12);
    assert.equal(value('model.cached_tokens', 'm'), 3);
    assert.equal(value('model.requests', 'm'), 1);
    assert.ok(swap.asked.every((path) => path === '/running' || path.startsWith('/api/metrics/activity')));
    assert.equal(watch.statuses().length, 1);
  });
});

describe('a replayed Ollama', () => {
  it('has its models told from those that run elsewhere', async () => {
    const models = [{ name: 'qwen3:8b', size: 100, size_vram: 50 }, { name: 'glm-4.6:cloud' }];
    begin(
      'ollama',
      await replay({ '/api/version': () => '{"version":"0.33.0"}', '/api/ps': () => JSON.stringify({ models }) }),
    );
    await watch.until('it is read', () => watch.statuses().length === 1);
    assert.deepEqual(
      watch.statuses()[0]?.models.map(({ name, isElsewhere }) => [name, isElsewhere]),
      [
        ['qwen3:8b', undefined],
        ['glm-4.6:cloud', true],
      ],
    );
    assert.match(notes(), /measuring proxy/);
  });
});
