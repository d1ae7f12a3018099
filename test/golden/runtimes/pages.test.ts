import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readModelList, readProps } from '../../../src/engine/collect/runtimes/llamacpp/identityPages';
import { readMetricsPage } from '../../../src/engine/collect/runtimes/llamacpp/metricsPage';
import { readSlotsPage } from '../../../src/engine/collect/runtimes/llamacpp/slotsPage';
import { readActivityPage } from '../../../src/engine/collect/runtimes/llamaswap/activityPage';
import { isRunningPage, readRunningPage } from '../../../src/engine/collect/runtimes/llamaswap/runningPage';
import { readModelsV0, readModelsV1 } from '../../../src/engine/collect/runtimes/lmstudio/loadedModels';
import { readProcessesPage } from '../../../src/engine/collect/runtimes/ollama/processesPage';
import { recorded } from './recorded';

describe('pages of llama-server b11669, as recorded', () => {
  it('/metrics while two requests run', () => {
    assert.deepEqual(readMetricsPage(recorded('llama-server-b11669/busy.metrics.txt')), {
      evaluated: 59,
      cached: 25,
      generated: 30,
      active: 2,
      queued: 0,
      badLines: 0,
    });
  });

  it('/slots while two requests run', () => {
    assert.deepEqual(readSlotsPage(recorded('llama-server-b11669/busy.slots.json')), [
      { id: 0, task: 13, generated: 50, evaluated: 1 },
      { id: 1, task: 15, generated: 29, evaluated: 22 },
    ]);
  });

  it('/slots after requests have ended', () => {
    assert.deepEqual(readSlotsPage(recorded('llama-server-b11669/idle.slots.json')), []);
  });

  it('/props', () => {
    assert.deepEqual(readProps(recorded('llama-server-b11669/props.json')), {
      version: 'b11669-Debian',
      isRouter: false,
      isSleeping: false,
      model: 'slow-random-llama.gguf',
      contextTokens: 4096,
      hasMetrics: true,
      hasSlots: true,
    });
  });

  it('/v1/models', () => {
    assert.deepEqual(readModelList(recorded('llama-server-b11669/models.json')), [
      {
        id: '/models/slow-random-llama.gguf',
        name: 'slow-random-llama.gguf',
        state: 'loaded',
        contextTokens: 4096,
        vocabularyTokens: 544,
      },
    ]);
  });

  it('pages that it was not started with are none', () => {
    assert.equal(readMetricsPage(recorded('llama-server-b11669/disabled.metrics.json')), undefined);
    assert.equal(readSlotsPage(recorded('llama-server-b11669/disabled.slots.json')), undefined);
  });
});

describe('pages of a llama-server router b11669, as recorded', () => {
  it('/props', () => {
    const props = readProps(recorded('router-b11669/props.json'));
    assert.deepEqual([props?.isRouter, props?.version], [true, 'b11669-Debian']);
  });

  it('/v1/models before and after one of two models was loaded', () => {
    const states = (file: string): unknown => readModelList(recorded(file))?.map(({ name, state }) => [name, state]);
    assert.deepEqual(states('router-b11669/models.unloaded.json'), [
      ['alpha', 'unloaded'],
      ['beta', 'unloaded'],
    ]);
    assert.deepEqual(states('router-b11669/models.loaded.json'), [
      ['alpha', 'unloaded'],
      ['beta', 'loaded'],
    ]);
  });

  it('/metrics of one of its models', () => {
    const page = readMetricsPage(recorded('router-b11669/beta.metrics.txt'));
    assert.deepEqual([page?.generated, page?.active], [20, 0]);
  });
});

describe('pages of older llama-servers, shaped as documented', () => {
  it('/metrics without cached tokens', () => {
    const page = readMetricsPage(recorded('older/metrics.txt'));
    assert.deepEqual({ ...page, cached: String(page?.cached) }, {
      evaluated: 1200,
      cached: 'NaN',
      generated: 3400,
      active: 1,
      queued: 2,
      badLines: 0,
    });
  });

  it('/slots with next_token as one object', () => {
    assert.deepEqual(readSlotsPage(recorded('older/slots.json')), [{ id: 0, task: 12, generated: 136, evaluated: 0 }]);
  });

  it('/slots with a number for the state', () => {
    assert.deepEqual(readSlotsPage(recorded('older/slots.2024.json')), [
      { id: 0, task: 3, generated: 9, evaluated: 0 },
    ]);
  });

  it('keeps nothing of a prompt', () => {
    assert.doesNotMatch(JSON.stringify(readSlotsPage(recorded('older/slots.json'))), /prompt|must not be kept/);
  });

  it('/props without flags, and without a version', () => {
    const props = readProps(recorded('older/props.json'));
    assert.deepEqual(
      [props?.version, props?.model, props?.contextTokens, props?.hasMetrics],
      ['b4800-0b52745', 'Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf', 4096, undefined],
    );
    assert.deepEqual(readProps(recorded('older/props.2024.json'))?.version, undefined);
  });

  it('/v1/models without a context in use', () => {
    const [model] = readModelList(recorded('older/models.json')) ?? [];
    assert.deepEqual([model?.name, model?.contextTokens], ['Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf', undefined]);
  });
});

describe('pages of other runtimes, shaped as documented', () => {
  it('/api/ps of Ollama', () => {
    assert.deepEqual(readProcessesPage(recorded('ollama/ps.json')), [
      { name: 'qwen3:8b', state: 'idle', memoryBytes: 6654289920, gpuShare: 0.75, contextTokens: 4096 },
      { name: 'nomic-embed-text:latest', state: 'idle', memoryBytes: 595142656, gpuShare: 0 },
    ]);
    assert.deepEqual(readProcessesPage(recorded('ollama/ps.empty.json')), []);
    assert.deepEqual(readProcessesPage('{"models":null}'), []);
  });

  it('/running of llama-swap', () => {
    assert.equal(isRunningPage(recorded('llama-swap/running.json')), true);
  });
});

describe('pages that are not what they should be', () => {
  const garbage = ['', 'null', '[]x', '{"data":{}}', '"text"', '12', '[[]]', '[null]', '{"models":[1]}', '{"data":[{}]}'];
  for (const text of garbage)
    it(`are told: ${JSON.stringify(text)}`, () => {
      assert.equal(readMetricsPage(text), undefined);
      assert.equal(readSlotsPage(text), undefined);
      assert.equal(readProps(text), undefined);
      assert.equal(readModelList(text), undefined);
      assert.equal(readProcessesPage(text), undefined);
      assert.equal(isRunningPage(text), false);
    });

  for (const slot of [
    '{"id":0,"is_processing":true,"id_task":1}',
    '{"id":0,"is_processing":true,"id_task":1,"next_token":[{"n_decoded":-4}]}',
    '{"id":0,"is_processing":true,"id_task":1,"next_token":[{"n_decoded":1e300}]}',
    '{"id":0,"is_processing":true,"id_task":1,"next_token":[{"n_decoded":1.5}]}',
    '{"id":0,"is_processing":true,"id_task":"x","next_token":[{"n_decoded":1}]}',
    '{"id":"0x","is_processing":false}',
    '{"id":0,"is_processing":false},{"id":0,"is_processing":false}',
  ])
    it(`are told: a slot that says ${slot}`, () => {
      assert.equal(readSlotsPage(`[${slot}]`), undefined);
    });

  it('do not come with more entries than any server has', () => {
    assert.equal(readSlotsPage(JSON.stringify(Array.from({ length: 1025 }, (_, id) => ({ id })))), undefined);
    const data = Array.from({ length: 1001 }, (_, i) => ({ id: String(i), owned_by: 'llamacpp' }));
    assert.equal(readModelList(JSON.stringify({ data })), undefined);
  });
});

describe('lists of models and requests, shaped as documented', () => {
  it('/api/v1/models and /api/v0/models of LM Studio', () => {
    assert.deepEqual(readModelsV1(recorded('lmstudio/models.v1.json')), [
      { name: 'qwen/qwen3-8b', state: 'idle', contextTokens: 8192 },
    ]);
    assert.deepEqual(readModelsV0(recorded('lmstudio/models.v0.json')), [
      { name: 'qwen3-8b', state: 'idle', contextTokens: 4096 },
    ]);
    // Its answer to a page that it does not have.
    assert.equal(readModelsV1('{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}'), undefined);
  });

  it('/running of llama-swap', () => {
    const [model] = readRunningPage(recorded('llama-swap/running.json')) ?? [];
    assert.deepEqual([model?.id, model?.state, model?.address?.url], ['qwen', 'ready', 'http://127.0.0.1:5800']);
    const far = '{"running":[{"model":"a","state":"ready","proxy":"http://10.0.0.1:1"},{"model":"b","state":"stopping"}]}';
    assert.deepEqual(readRunningPage(far), [{ id: 'a', state: 'ready', address: undefined }]);
  });

  it('/api/metrics/activity of llama-swap, with reused tokens in the input whichever way they came', () => {
    assert.deepEqual(
      readActivityPage(recorded('llama-swap/activity.json'))?.map((entry) => [
        entry.id,
        entry.isSuccess,
        entry.input,
        entry.cached,
        entry.output,
      ]),
      [
        [10, false, undefined, undefined, undefined],
        [11, true, 10, 6, 5],
        [12, true, 12, 8, 20],
      ],
    );
  });
});
