import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { wellKnownCandidates } from '../../../../src/engine/collect/runtimes/discovery/candidates';
import { Discovery } from '../../../../src/engine/collect/runtimes/discovery/discovery';
import { identify } from '../../../../src/engine/collect/runtimes/discovery/identify';
import { llamaServerPorts } from '../../../../src/engine/collect/runtimes/discovery/serverProcesses';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { recorded } from '../../../golden/runtimes/recorded';
import { Simulation, nobody, ok, status, timeout, type Answering } from './simulation';

describe('well-known places', () => {
  const urls = (ollamaHost?: string): string[] => wellKnownCandidates(ollamaHost).map(({ address }) => address.url);

  it('are the default ports of each kind of runtime', () => {
    assert.deepEqual(
      urls(),
      [8080, 9931, 8000, 30_000, 1234, 11_434].map((port) => `http://127.0.0.1:${port}`),
    );
  });

  for (const [host, url] of [
    ['127.0.0.1:12000', 'http://127.0.0.1:12000'],
    [':12000', 'http://127.0.0.1:12000'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['[::]:12000', 'http://127.0.0.1:12000'],
    ['localhost', 'http://localhost:11434'],
    ['http://localhost:5000/', 'http://localhost:5000'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['192.168.1.5:11434', 'http://127.0.0.1:11434'],
    ['https://127.0.0.1:1', 'http://127.0.0.1:11434'],
    ['%%%', 'http://127.0.0.1:11434'],
    ['', 'http://127.0.0.1:11434'],
  ] as const)
    it(`OLLAMA_HOST ${host} means ${url}`, () => {
      assert.equal(urls(host).at(-1), url);
    });
});

describe('identifying a server', () => {
  const pages = (answers: Record<string, HttpResult>) => {
    const asked: string[] = [];
    const get = (where: string): Promise<HttpResult> => {
      asked.push(where);
      return Promise.resolve(answers[where] ?? status(404));
    };
    return { get, asked };
  };
  const health = ok(recorded('llama-server-b11669/health.json'));

  for (const [what, answers, kind] of [
    ['a llama-server', { '/health': health, '/props': ok(recorded('llama-server-b11669/props.json')) }, 'llamacpp'],
    ['a router', { '/health': health, '/props': ok(recorded('router-b11669/props.json')) }, 'llamacpp'],
    ['one without /props', { '/health': health, '/v1/models': ok(recorded('older/models.json')) }, 'llamacpp'],
    ['one that is loading', { '/health': status(503, recorded('older/loading.json')) }, 'llamacpp'],
    ['a llama-swap', { '/health': ok('OK'), '/running': ok(recorded('llama-swap/running.json')) }, 'llamaswap'],
  ] as const)
    it(`knows ${what}`, async () => {
      assert.deepEqual(await identify('llama', pages(answers).get), { kind });
    });

  it('knows an Ollama', async () => {
    const { get, asked } = pages({ '/api/version': ok(recorded('ollama/version.json')) });
    assert.deepEqual(await identify('ollama', get), { kind: 'ollama' });
    assert.deepEqual(asked, ['/api/version']);
  });

  for (const [what, answers, outcome] of [
    ['nobody', { '/health': nobody }, /^nothing listens there$/],
    ['silence', { '/health': timeout }, /^did not answer within 1 s$/],
    ['an error', { '/health': status(500) }, /^answered 500$/],
    ['an error 503 of something else', { '/health': status(503, 'busy') }, /^answered 503$/],
    ['a web server', {}, /^answers, but is not a model server/],
    ['a server that says OK to everything', { '/health': ok('OK'), '/running': ok('OK') }, /not a model server/],
    [
      'JSON like that of llama-server',
      { '/health': health, '/props': ok('{}'), '/v1/models': ok('{}') },
      /not a model/,
    ],
    ['a redirect', { '/health': status(302) }, /not a model server/],
    ['a locked llama-server', { '/health': health, '/props': status(401) }, /asks for an API key/],
  ] as const)
    it(`says in words that it met ${what}`, async () => {
      const { get, asked } = pages(answers);
      const identity = await identify('llama', get);
      assert.match(identity.kind === 'none' ? identity.outcome : identity.kind, outcome);
      assert.ok(asked.length <= 3);
    });

  for (const [family, paths] of [
    ['llama', ['/health']],
    ['vllm', ['/version']],
    ['sglang', ['/get_model_info']],
    // Older ones lack the first page, as strangers do.
    ['lmstudio', ['/api/v1/models', '/api/v0/models']],
  ] as const)
    it(`asks a stranger at the place of ${family} no more than it must`, async () => {
      const { get, asked } = pages({});
      assert.equal((await identify(family, get)).kind, 'none');
      assert.deepEqual(asked, paths);
    });

  const unknownPage = ok('{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}');
  for (const [family, answers, kind] of [
    ['vllm', { '/version': ok('{"version":"0.11.0"}'), '/metrics': ok(recorded('vllm/metrics.txt')) }, 'vllm'],
    ['sglang', { '/get_model_info': ok('{"model_path":"/m/q","is_generation":true}') }, 'sglang'],
    ['lmstudio', { '/api/v1/models': ok(recorded('lmstudio/models.v1.json')) }, 'lmstudio'],
    [
      'lmstudio',
      { '/api/v1/models': unknownPage, '/api/v0/models': ok(recorded('lmstudio/models.v0.json')) },
      'lmstudio',
    ],
  ] as const)
    it(`knows ${kind} by ${Object.keys(answers).join(' and ')}`, async () => {
      assert.deepEqual(await identify(family, pages(answers).get), { kind });
    });

  const prose = ok('<p>We export metrics such as vllm:num_requests_running and sglang:token_usage.</p>');
  for (const [what, family, answers] of [
    ['a web application with a version', 'vllm', { '/version': ok('{"version":"1.2.3"}'), '/metrics': ok('up 1\n') }],
    ['a page about vLLM', 'vllm', { '/version': ok('{"version":"1.2.3"}'), '/metrics': prose }],
    ['one that answers everything with its start page', 'vllm', { '/version': prose, '/metrics': prose }],
    ['a list of models that are none of LM Studio', 'lmstudio', { '/api/v1/models': ok('{"models":[{"name":"x"}]}') }],
    ['an empty list', 'lmstudio', { '/api/v1/models': ok('{"models":[]}'), '/api/v0/models': ok('{"data":[]}') }],
    ['an OpenAI-style list', 'lmstudio', { '/api/v0/models': ok('{"data":[{"id":"gpt"}]}') }],
    ['a model that is not served', 'sglang', { '/get_model_info': ok('{"model_path":"x"}') }],
  ] as const)
    it(`does not take ${what} for ${family}`, async () => {
      assert.equal((await identify(family, pages(answers).get)).kind, 'none');
    });

  it('says in words which of them asks for a key', async () => {
    for (const [family, answers] of [
      ['llama', { '/health': ok('OK'), '/running': status(401) }],
      ['sglang', { '/get_model_info': status(401) }],
      ['lmstudio', { '/api/v1/models': status(401) }],
    ] as const) {
      const identity = await identify(family, pages(answers).get);
      assert.match(identity.kind === 'none' ? identity.outcome : identity.kind, /asks for an API key/);
    }
  });
});

describe('looking for servers among processes', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });

  function processes(list: Record<string, { args: string[]; parent?: number }>): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'processes-'));
    made.push(folder);
    mkdirSync(path.join(folder, 'self'));
    for (const [pid, { args, parent = 1 }] of Object.entries(list)) {
      mkdirSync(path.join(folder, pid));
      writeFileSync(path.join(folder, pid, 'cmdline'), args.map((arg) => `${arg}\0`).join(''));
      writeFileSync(path.join(folder, pid, 'stat'), `${pid} (llama) (x) S ${parent} ${pid} 0`);
    }
    return folder;
  }

  it('finds the ports of llama-servers and of nothing else', async () => {
    const folder = processes({
      10: { args: ['/usr/bin/llama-server', '-m', 'x.gguf', '--port', '5801'] },
      11: { args: ['llama-server', '--host', '0.0.0.0', '--port=5802'] },
      12: { args: ['llama-server', '--host', '192.168.1.5', '--port', '5803'] },
      13: { args: ['llama-server', '--port', '99999'] },
      14: { args: ['llama-server'] },
      15: { args: ['my-llama-server', '--port', '5804'] },
      16: { args: ['sh', '-c', 'llama-server', '--port', '5805'] },
      17: { args: [] },
    });
    assert.deepEqual(await llamaServerPorts(folder), [5801, 5802]);
  });

  it('leaves the servers of a router to their router', async () => {
    const folder = processes({
      10: { args: ['llama-server', '--models-dir', '/m', '--port', '8081'] },
      11: { args: ['/usr/bin/llama-server', '--port', '51125'], parent: 10 },
    });
    assert.deepEqual(await llamaServerPorts(folder), [8081]);
  });

  it('leaves the processes of other users alone', async () => {
    const folder = processes({ 10: { args: ['llama-server', '--port', '5801'] } });
    assert.deepEqual(await llamaServerPorts(folder, 4_000_000), []);
  });

  it('finds nothing where the kernel shows no processes', async () => {
    assert.deepEqual(await llamaServerPorts('/does/not/exist'), []);
  });
});

describe('discovery', () => {
  let simulation: Simulation;
  let discovery: Discovery;
  let found: string[] = [];

  function discover(answer: Answering, processPorts: readonly number[] = []): void {
    simulation = new Simulation(answer);
    found = [];
    const { ticker, clock, client } = simulation;
    discovery = new Discovery({
      ticker,
      clock,
      client,
      ollamaHost: undefined,
      processPorts: () => Promise.resolve(processPorts),
      isWatched: (port) => found.some((entry) => entry.endsWith(`:${port}`)),
      hasFound: () => found.length > 0,
      found: (kind, address) => found.push(`${kind} ${address.url}`),
      changed: () => undefined,
    });
    discovery.start();
  }

  afterEach(() => {
    discovery.stop();
    simulation.end();
  });

  it('looks every 10 s while there is nothing, and says what it met', async () => {
    discover(() => nobody);
    await simulation.advance(35_000);
    assert.equal(simulation.asked.length, 4 * 6);
    assert.deepEqual(
      discovery.probes(),
      [8080, 9931, 8000, 30_000, 1234, 11_434].map((port) => ({
        url: `http://127.0.0.1:${port}`,
        outcome: 'nothing listens there',
      })),
    );
  });

  it('looks every 30 s once something was found, and leaves that alone', async () => {
    discover((where, port) => (port === 11434 && where === '/api/version' ? ok('{"version":"0.33.0"}') : nobody));
    await simulation.advance(1000);
    assert.deepEqual(found, ['ollama http://127.0.0.1:11434']);
    const from = Date.now();
    await simulation.advance(60_000);
    assert.equal(simulation.since(from).length, 2 * 5);
  });

  it('looks where processes say that they listen', async () => {
    const props = recorded('llama-server-b11669/props.json');
    discover((where, port) => (port !== 5801 ? nobody : ok(where === '/props' ? props : '{"status":"ok"}')), [5801]);
    await simulation.advance(1000);
    assert.deepEqual(found, ['llamacpp http://127.0.0.1:5801']);
  });

  it('says nothing more once it is stopped', async () => {
    discover(() => ok('{"version":"1"}'));
    discovery.stop();
    await simulation.advance(60_000);
    assert.deepEqual([found, discovery.probes(), simulation.asked.length <= 6], [[], [], true]);
  });
});
