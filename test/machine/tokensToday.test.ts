import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { defaults } from '../../src/engine/config/defaults';
import { Engine } from '../../src/engine/engine';
import type { Models } from '../../src/engine/serve/routes/models';
import type { ModelActivity } from '../../src/protocol/requests';
import { LateFence } from '../support/fences';

/** A model server that answers every request with 5 prompt tokens and 7 generated ones, and counts nothing itself. */
const runtime = http.createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  if (request.url === '/v1/models') response.end('{"object":"list","data":[{"id":"m","object":"model"}]}');
  else if (request.method !== 'POST') response.writeHead(404).end();
  else
    response.end(
      '{"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}',
    );
});

/** A time zone in which it is about noon, so that the day does not end while tokens are counted. */
function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  // Such a zone has its sign the other way round: east of Greenwich is less.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

describe('tokens of today', () => {
  let dataDir: string;
  let url: string;
  before(async () => {
    process.env['TZ'] = zoneAtNoon();
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-today-'));
    await new Promise<void>((resolve) => runtime.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(runtime.address() as net.AddressInfo).port}`;
  });
  after(async () => {
    runtime.closeAllConnections();
    runtime.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Runs an engine on the same folder for as long as the work takes. */
  async function live(work: (engine: Engine) => Promise<void>): Promise<void> {
    const engine = new Engine({
      config: {
        ...defaults(),
        'server.port': 0,
        'proxy.port': 0,
        runtimeDiscovery: false,
        runtimes: [{ name: 'local', kind: 'openai', url }],
      },
      dataDir,
      fence: new LateFence(dataDir),
      version: '0',
      log: () => undefined,
      scope: 'process',
      inventoryFile: path.resolve('dist/inventory.js'),
      storeFile: path.resolve('dist/store.js'),
      certificateFile: path.resolve('dist/certificate.js'),
      root: path.resolve('.'),
      defaultRules: path.resolve('media/alert-rules.default.json'),
    });
    await engine.start();
    try {
      await work(engine);
    } finally {
      await engine.stop();
    }
  }

  async function ask(engine: Engine): Promise<void> {
    const answer = await fetch(`${engine.status().proxy}/local/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"m","messages":[{"role":"user","content":"hi"}]}',
    });
    assert.equal(answer.status, 200);
    await answer.text();
  }

  async function today(engine: Engine): Promise<ModelActivity['today']> {
    const token = (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();
    const answer = await fetch(`${engine.status().http}/api/models`, { headers: { authorization: `Bearer ${token}` } });
    const { models } = (await answer.json()) as Models;
    return models.find(({ name }) => name === 'm')?.activity?.today;
  }

  const counted = (engine: Engine, input: number, output: number): Promise<unknown> =>
    eventually(`${input} and ${output} tokens`, async () => {
      const told = await today(engine);
      return told?.input === input && told.output === output && told;
    });

  it('go on after a restart, since midnight, as far as they passed the proxy', async () => {
    await live(async (engine) => {
      await ask(engine);
      await ask(engine);
      await counted(engine, 10, 14);
    });
    const midnight = new Date().setHours(0, 0, 0, 0);
    await live(async (engine) => {
      assert.deepEqual(await counted(engine, 10, 14), { input: 10, output: 14, since: midnight });
      await ask(engine);
      await counted(engine, 15, 21);
    });
    await live(async (engine) => {
      await counted(engine, 15, 21);
    });
  });
});
