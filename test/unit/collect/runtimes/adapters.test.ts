import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Adapter, Reading } from '../../../../src/engine/collect/runtimes/adapter';
import { figureMetrics } from '../../../../src/engine/collect/runtimes/figures';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { LlamaAdapter } from '../../../../src/engine/collect/runtimes/llamacpp/llamaAdapter';
import { OllamaAdapter } from '../../../../src/engine/collect/runtimes/ollama/ollamaAdapter';
import { recorded } from '../../../golden/runtimes/recorded';
import { ok, status } from './simulation';

type Pages = Record<string, HttpResult>;

function read(adapter: Adapter, at: number, pages: Pages): { asked: readonly string[]; reading: Reading } {
  const asked = adapter.plan(at);
  const reading = adapter.digest(asked.map((path) => ({ path, result: pages[path] ?? status(404), at })));
  return { asked, reading };
}

function readModels(adapter: Adapter, at: number, pages: Pages): Extract<Reading, { state: 'read' }> {
  const { reading } = read(adapter, at, pages);
  assert.ok(reading.state === 'read', JSON.stringify(reading));
  return reading;
}

const page = (generated: string, rest = ''): HttpResult =>
  ok(
    `llamacpp:tokens_predicted_total ${generated}\nllamacpp:prompt_tokens_total 10\nllamacpp:requests_processing 0\n${rest}`,
  );

const alone: Pages = {
  '/props': ok(recorded('llama-server-b11669/props.json')),
  '/v1/models': ok(recorded('llama-server-b11669/models.json')),
};

describe('llama-server adapter', () => {
  it('names the model and the build, from what a real server said', () => {
    const adapter = new LlamaAdapter();
    const { models, version } = readModels(adapter, 0, alone);
    assert.equal(version, 'b11669-Debian');
    assert.deepEqual(
      models.map((model) => model.status),
      [{ name: 'slow-random-llama.gguf', state: 'idle', contextTokens: 4096 }],
    );
    const busy = { '/metrics': ok(recorded('llama-server-b11669/busy.metrics.txt')) };
    assert.equal(readModels(adapter, 1000, busy).models[0]?.status.state, 'generating');
  });

  it('says how many tokens the model knows, and what only the proxy could tell', () => {
    const [model] = readModels(new LlamaAdapter(), 0, alone).models;
    assert.equal(model?.vocabularyTokens, 544);
    for (const metric of ['model.requests', 'model.ttft_ms', 'model.inter_token_ms', 'model.request_ms'] as const) {
      assert.equal(model.shortfalls?.[metric]?.quality, 'unavailable');
      assert.match(model.shortfalls[metric].reason, /Send requests through the measuring proxy to see this/);
    }
  });

  it('tells of a model that is being loaded, and goes on by itself', () => {
    const adapter = new LlamaAdapter();
    const loading = status(503, recorded('older/loading.json'));
    assert.deepEqual(readModels(adapter, 0, { '/props': loading }).models, []);
    assert.match(readModels(adapter, 1000, { '/props': loading }).notes.join(), /loading its model/);
    assert.equal(readModels(adapter, 2000, alone).models.length, 1);
  });

  for (const bad of ['NaN', '-5', '+Inf', '1e300'])
    it(`leaves out a counter of ${bad} and says so`, () => {
      const adapter = new LlamaAdapter();
      read(adapter, 0, alone);
      for (const [i, value] of ['100', bad, '130'].entries())
        read(adapter, 1000 * (i + 1), { '/metrics': page(value) });
      const { models, notes } = readModels(adapter, 5000, { '/metrics': page('130') });
      assert.equal(models[0]?.figures?.['model.output_tokens'], 30);
      assert.match(notes.join(), /not usable numbers/);
    });

  it('counts on when the counter starts anew', () => {
    const adapter = new LlamaAdapter();
    read(adapter, 0, alone);
    let figures;
    for (const [i, value] of ['100', '150', '20', '30'].entries())
      figures = readModels(adapter, 1000 * (i + 1), { '/metrics': page(value) }).models[0]?.figures;
    assert.equal(figures?.['model.output_tokens'], 80);
  });

  it('says that cached tokens are missing from the total where the build does not count them', () => {
    const adapter = new LlamaAdapter();
    read(adapter, 0, alone);
    const { models } = readModels(adapter, 1000, { '/metrics': ok(recorded('older/metrics.txt')) });
    const { figures, shortfalls } = models[0] ?? {};
    assert.deepEqual(
      [shortfalls?.['model.cached_tokens']?.quality, shortfalls?.['model.input_tokens']?.quality],
      ['unavailable', 'estimated'],
    );
    assert.equal(figures?.['model.requests_queued'], 2);
  });

  it('gives what /metrics says when /slots is garbage, and names the problem', () => {
    const adapter = new LlamaAdapter();
    read(adapter, 0, alone);
    const busy: Pages = {
      '/metrics': ok(recorded('llama-server-b11669/busy.metrics.txt')),
      '/slots': ok('[{"id":{}}]'),
    };
    read(adapter, 1000, busy);
    const { models, problem } = readModels(adapter, 2000, busy);
    assert.match(problem ?? '', /answered \/slots with something else/);
    assert.equal(models[0]?.figures?.['model.requests_active'], 2);
  });

  it('fails when /metrics is another page', () => {
    const adapter = new LlamaAdapter();
    read(adapter, 0, alone);
    const { reading } = read(adapter, 1000, { '/metrics': ok('<html>') });
    assert.ok(reading.state === 'failed' && reading.failure.outcome === 'malformed');
  });

  it('survives any answer to anything', () => {
    const answers = [ok(''), ok('null'), ok('[]'), ok('{"data":[]}'), ok('\u0000'), status(500), status(400)];
    for (const props of answers)
      for (const other of answers) {
        const adapter = new LlamaAdapter();
        const pages = { '/props': props, '/v1/models': other, '/metrics': other, '/slots': other };
        for (let at = 0; at < 5000; at += 1000) {
          const { reading } = read(adapter, at, pages);
          const figures =
            reading.state === 'read' ? reading.models.map((model) => Object.values(model.figures ?? {})) : [];
          assert.ok(figures.flat().every((value) => Number.isNaN(value) || value === 0));
        }
      }
  });

  it('does not wake a sleeping model that offers nothing but its slots', () => {
    const props = { build_info: 'b1', model_path: 'm', is_sleeping: true, endpoint_metrics: false };
    const adapter = new LlamaAdapter();
    read(adapter, 0, { '/props': ok(JSON.stringify(props)) });
    for (let at = 1000; at < 30_000; at += 1000) assert.deepEqual(adapter.plan(at), []);
  });
});

describe('llama-server adapter for a router', () => {
  const props = ok(recorded('router-b11669/props.json'));
  const unloaded = { '/props': props, '/v1/models': ok(recorded('router-b11669/models.unloaded.json')) };
  const beta = '/metrics?model=beta&autoload=false';
  const loaded = {
    '/props': props,
    '/v1/models': ok(recorded('router-b11669/models.loaded.json')),
    [beta]: ok(recorded('router-b11669/beta.metrics.txt')),
  };

  it('asks only for models that are loaded, and never in a way that loads one', () => {
    const adapter = new LlamaAdapter();
    assert.deepEqual(readModels(adapter, 0, unloaded).models, []);
    assert.deepEqual(adapter.plan(1000), []);
    assert.deepEqual(
      readModels(adapter, 3000, loaded).models.map((model) => model.status.name),
      ['beta'],
    );
    assert.deepEqual(adapter.plan(4000), [beta]);
  });

  it('takes a model that was unloaded meanwhile off the list, and counts on when it is back', () => {
    const adapter = new LlamaAdapter();
    const counts = (value: string): Pages => ({ ...loaded, [beta]: page(value) });
    read(adapter, 0, loaded);
    read(adapter, 1000, counts('20'));
    read(adapter, 2000, counts('50'));
    const gone = { ...unloaded, [beta]: status(400, recorded('router-b11669/alpha.metrics.json')) };
    read(adapter, 3000, gone);
    assert.deepEqual(readModels(adapter, 4000, gone).models, []);
    read(adapter, 8000, loaded);
    const { models } = readModels(adapter, 9000, counts('7'));
    assert.equal(models[0]?.figures?.['model.output_tokens'], 37);
  });
});

describe('Ollama adapter', () => {
  const pages: Pages = {
    '/api/version': ok(recorded('ollama/version.json')),
    '/api/ps': ok(recorded('ollama/ps.json')),
  };

  it('lists loaded models, and says plainly that there are no counters', () => {
    const { models, notes, version } = readModels(new OllamaAdapter(), 0, pages);
    assert.equal(version, '0.33.0');
    assert.deepEqual(
      models.map(({ status: { name, gpuShare } }) => [name, gpuShare]),
      [
        ['qwen3:8b', 0.75],
        ['nomic-embed-text:latest', 0],
      ],
    );
    assert.match(notes.join(), /publishes no token counters/);
    for (const shortfall of Object.values(models[0]?.shortfalls ?? {})) assert.equal(shortfall.quality, 'unavailable');
    assert.deepEqual(Object.keys(models[0]?.shortfalls ?? {}), [...figureMetrics]);
    for (const shortfall of Object.values(models[0]?.shortfalls ?? {}))
      assert.match(shortfall.reason, /measuring proxy/);
    assert.ok(Object.values(models[0]?.figures ?? {}).every(Number.isNaN));
  });

  it('tells models that run elsewhere from those of this machine', () => {
    const listed = [
      { name: 'gpt-oss:120b-cloud', size: 384 },
      { name: 'glm-4.6:cloud' },
      { name: 'mine', remote_host: 'https://ollama.com', remote_model: 'x' },
      { name: 'qwen3:8b', size: 10, size_vram: 10 },
      { name: 'cloudy:8b', remote_host: '' },
    ];
    const { models } = readModels(new OllamaAdapter(), 0, {
      ...pages,
      '/api/ps': ok(JSON.stringify({ models: listed })),
    });
    assert.deepEqual(
      models.map(({ status: { isElsewhere, memoryBytes } }) => [isElsewhere ?? false, memoryBytes]),
      [
        [true, undefined],
        [true, undefined],
        [true, undefined],
        [false, 10],
        [false, undefined],
      ],
    );
  });

  it('asks for the version seldom', () => {
    const adapter = new OllamaAdapter();
    assert.equal(read(adapter, 0, pages).asked.length, 2);
    assert.deepEqual(read(adapter, 5000, pages).asked, ['/api/ps']);
  });

  it('says what is wrong with an answer', () => {
    for (const wrong of [ok('[]'), ok('nope'), status(500)])
      assert.equal(read(new OllamaAdapter(), 0, { ...pages, '/api/ps': wrong }).reading.state, 'failed');
  });
});
