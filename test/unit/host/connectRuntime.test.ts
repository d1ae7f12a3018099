import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { clientRecipes, throughProxy } from '../../../src/host/connect/clientRecipes';
import { connectRuntime } from '../../../src/host/connect/connectRuntime';
import type { EngineState } from '../../../src/host/engineClient';
import { Observable } from '../../../src/host/observable';
import type { Config } from '../../../src/protocol/settings';
import type { EngineStatus, RuntimeKind, RuntimeStatus } from '../../../src/protocol/status';
import { configWith, statusWith } from '../../support/fakeEngine';
import { fake } from '../../support/fakeVscode';

const proxy = 'http://127.0.0.1:9446';
const runtimeOf = (kind: RuntimeKind, name = 'local', model?: string): RuntimeStatus => ({
  name,
  kind,
  url: 'http://127.0.0.1:8080',
  models: model === undefined ? [] : [{ name: model, state: 'idle' }],
  notes: [],
});

describe('clientRecipes', () => {
  const textsOf = (kind: RuntimeKind, name?: string, model?: string): Record<string, string> =>
    Object.fromEntries(
      clientRecipes(proxy, runtimeOf(kind, name, model), 'linux').map(({ client, text }) => [client, text]),
    );

  it('offers what a runtime speaks, and nothing else', () => {
    assert.deepEqual(textsOf('ollama', 'ollama', 'llama3.2:3b'), {
      ollama: 'OLLAMA_HOST=http://127.0.0.1:9446/ollama',
      openaiEnvironment: 'OPENAI_BASE_URL=http://127.0.0.1:9446/ollama/v1',
      openaiCode: 'base_url="http://127.0.0.1:9446/ollama/v1"',
      anthropic: 'ANTHROPIC_BASE_URL=http://127.0.0.1:9446/ollama',
      url: 'http://127.0.0.1:9446/ollama',
      curl: `curl -N 'http://127.0.0.1:9446/ollama/v1/chat/completions' -H 'Content-Type: application/json' -d '{"model":"llama3.2:3b","messages":[{"role":"user","content":"Hello"}],"stream":true}'`,
    });
    assert.deepEqual(Object.keys(textsOf('openai')), ['openaiEnvironment', 'openaiCode', 'url', 'curl']);
    assert.ok('anthropic' in textsOf('llamacpp') && !('ollama' in textsOf('llamacpp')));
  });

  it('writes a runtime name as one part of a path', () => {
    assert.equal(throughProxy(`${proxy}/`, 'a/b ?#ü'), 'http://127.0.0.1:9446/a%2Fb%20%3F%23%C3%BC');
  });

  it('puts no model name into a line for a shell that could be more than a name', () => {
    for (const model of ["x'; rm -rf ~; '", '$(id)', 'a\nb', '`id`', '-rf', 'x'.repeat(300), ''])
      assert.ok(textsOf('llamacpp', 'local', model)['curl']!.includes('"model":"MODEL"'), model);
  });

  it('names the curl of Windows, which PowerShell does not replace', () => {
    const recipes = clientRecipes(proxy, runtimeOf('openai'), 'win32');
    assert.match(recipes.find(({ client }) => client === 'curl')!.text, /^curl\.exe /);
  });
});

describe('connectRuntime', () => {
  const connected = statusWith({
    proxy,
    runtimes: [runtimeOf('llamacpp'), { ...runtimeOf('ollama', 'other'), url: 'http://127.0.0.1:11434' }],
  });
  const connect = (status: EngineStatus = connected, changes: Partial<Config> = {}): Promise<void> =>
    connectRuntime(
      {
        state: new Observable<EngineState>({ state: 'running' }),
        status: new Observable<EngineStatus | undefined>(status),
      },
      new Observable(configWith(changes)),
    );

  beforeEach(() => {
    fake.reset();
  });

  it('copies what to set in the chosen client, and says what was copied and what it does', async () => {
    fake.picks.push('other', 'Ollama client');
    await connect();
    const [runtimes, clients] = fake.lists;
    assert.deepEqual(
      runtimes!.map(({ label, description, detail }) => [label, description, detail]),
      [
        ['local', 'llama.cpp', 'http://127.0.0.1:8080, through the proxy http://127.0.0.1:9446/local'],
        ['other', 'Ollama', 'http://127.0.0.1:11434, through the proxy http://127.0.0.1:9446/other'],
      ],
    );
    assert.ok(clients!.some(({ detail }) => detail === 'OLLAMA_HOST=http://127.0.0.1:9446/other'));
    assert.deepEqual(fake.copied, ['OLLAMA_HOST=http://127.0.0.1:9446/other']);
    assert.match(
      fake.informations[0]!,
      /^Copied: OLLAMA_HOST=\S+ Set it in the client's environment.* requests to other .*window closes.*"wirthforge serve" outlives windows\.$/,
    );
  });

  it('has words for every client of every kind of runtime', async () => {
    for (const kind of ['llamacpp', 'ollama', 'vllm', 'sglang', 'lmstudio', 'llamaswap', 'openai'] as const) {
      fake.reset();
      fake.picks.push('local');
      await connect(statusWith({ proxy, runtimes: [runtimeOf(kind)] }));
      const labels = fake.lists[1]!.map(({ label }) => label);
      assert.equal(new Set(labels).size, clientRecipes(proxy, runtimeOf(kind), 'linux').length, kind);
    }
  });

  it('copies nothing when either list is closed', async () => {
    await connect();
    fake.picks.push('local');
    await connect();
    assert.equal(fake.lists.length, 3);
    assert.deepEqual([fake.copied, fake.informations], [[], []]);
  });

  const obstacles: readonly [what: string, status: EngineStatus, Partial<Config>, message: RegExp, setting: string][] =
    [
      ['monitoring is off', connected, { enabled: false }, /switched off/, 'wirthforge.enabled'],
      ['the proxy is off', connected, { 'proxy.enabled': false }, /proxy is switched/, 'wirthforge.proxy.enabled'],
      ['there is no server', statusWith({ proxy }), {}, /No model server/, 'wirthforge.runtimes'],
    ];
  for (const [what, status, changes, message, setting] of obstacles)
    it(`says what it means that ${what}, and leads to the setting`, async () => {
      fake.answer = 'Open Settings';
      await connect(status, changes);
      assert.match(fake.warnings[0]!, message);
      assert.deepEqual(fake.executed, [
        ['workbench.action.openSettings', `@ext:wirthforge.wirthforge-monitor ${setting}`],
      ]);
      assert.deepEqual(fake.lists, []);
    });

  it('gives the reason when the proxy does not listen, and leads to the diagnostics', async () => {
    fake.answer = 'Run Diagnostics';
    await connect(
      statusWith({
        components: [{ id: 'proxy', state: 'degraded', reason: 'Ports 9446 to 9455 are taken.' }],
        runtimes: [runtimeOf('llamacpp')],
      }),
    );
    assert.match(fake.warnings[0]!, /does not listen.* Ports 9446 to 9455 are taken\./);
    assert.deepEqual(fake.executed, [['wirthforge.runDiagnostics']]);
  });

  it('waits for an engine that starts, and resumes one that is paused when asked to', async () => {
    await connectRuntime(
      { state: new Observable<EngineState>({ state: 'starting' }), status: new Observable(undefined) },
      new Observable(configWith()),
    );
    assert.match(fake.warnings[0]!, /still starting/);
    fake.answer = 'Resume Monitoring';
    await connect({ ...connected, paused: true });
    assert.deepEqual(fake.executed, [['wirthforge.resume']]);
  });
});
