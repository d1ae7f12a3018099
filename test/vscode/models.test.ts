import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { eventually } from '../../build/vscode/eventually.mjs';
import { LlamaServer, slowModel, tinyModel } from '../support/llamaServer';
import { accepts, allProcesses } from '../support/processes';
import { VscodeServer } from '../support/vscodeServer';
import type { VscodeWindow } from '../support/vscodeWindow';

const wellKnownPorts = [1234, 8000, 8080, 9931, 11434, 30000];

describe('Local models in VS Code', () => {
  let vscode: VscodeServer;
  let window: VscodeWindow;
  let frame: Frame;
  const servers: LlamaServer[] = [];

  before(async () => {
    for (const port of wellKnownPorts)
      assert.ok(!(await accepts(port)), `Port ${port} must be free for this test: end the program that listens there.`);
    const others = allProcesses().filter(({ command }) => /^(\S*\/)?(llama-server|ollama) /.test(command));
    assert.deepEqual(others, [], 'This test is about a machine without other model servers: end these.');
    vscode = await VscodeServer.start({ name: 'models', settings: { 'wirthforge.runtimeDiscovery': true } });
    window = await vscode.openWindow();
    await window.cpu();
    await window.runCommand('Wirthforge: Open Dashboard');
    frame = await window.dashboard();
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await vscode.stop();
  });

  const dashboardText = () => frame.locator('main#app').innerText();

  it('tells where it looked while there is none', async () => {
    await eventually('the dashboard names every place', async () => {
      const text = await dashboardText();
      return wellKnownPorts.every((port) => text.includes(String(port)));
    });
    await window.screenshot('no-models');
    assert.ok(!(await window.statusBarTexts()).some((text) => /tok\/s|idle/.test(text)));
  });

  it('finds two servers and knows that they are idle', async () => {
    const [slow, tiny] = [await slowModel(), await tinyModel('tiny-two.gguf')];
    const flags = ['--metrics', '--slots'];
    servers.push(await LlamaServer.start({ port: 8080, model: slow, flags }));
    servers.push(await LlamaServer.start({ port: 9931, model: tiny, flags }));
    await eventually('the status bar says idle', async () => (await window.statusBarTexts()).includes('idle'));
    await eventually('the dashboard names both models', async () => {
      const text = await dashboardText();
      return text.includes('slow-random-llama') && text.includes('tiny-two');
    });
  });

  it('lets a client be connected through the measuring proxy', async () => {
    await eventually('the dashboard says how', async () =>
      (await dashboardText()).includes('No request was measured yet'),
    );
    await window.runCommand('Wirthforge: Connect a Client to the Measuring Proxy');
    await window.pick(':8080');
    await window.screenshot('connect-client');
    await window.pick('Plain URL');
    const told = await eventually('it is told what was copied', async () =>
      (await window.notifications()).find((text) => text.startsWith('Copied: ')),
    );
    const url = /^Copied: (http:\/\/127\.0\.0\.1:\d+\/\S+)/.exec(told)?.[1];
    assert.ok(url !== undefined, told);
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], max_tokens: 4 }),
    });
    assert.equal(answer.status, 200);
    await answer.arrayBuffer();
    await eventually('the request is listed', async () =>
      (await frame.locator('[data-card="requests"] tbody').innerText()).includes('done'),
    );
    await window.screenshot('request-measured');
  });

  it('shows the speed while one generates, and then that it is idle', async () => {
    const seen = new AbortController();
    const generating = servers[0]!.write('hello world', seen.signal, () => undefined);
    await eventually('the status bar shows tokens per second', async () =>
      (await window.statusBarTexts()).some((text) => /^(≈\u00a0)?[\d.]+ tok\/s$/.test(text) && !text.startsWith('0 ')),
    );
    await eventually('the dashboard does too', async () => /[1-9][\d.]*\s?tok\/s/.test(await dashboardText()));
    await window.screenshot('model-generating');
    seen.abort();
    await generating;
    await eventually('the status bar says idle again', async () => (await window.statusBarTexts()).includes('idle'));
    await window.screenshot('model-idle');
  });

  it('the speed in the status bar leads to the energy that it takes', async () => {
    await window.page.locator('.statusbar-item[id$="wirthforge.tokens"] a').click();
    const energy = await window.view('energy');
    await eventually('the energy view names the model', async () =>
      (await energy.locator('main#app').innerText()).includes('slow-random-llama'),
    );
    await window.screenshot('model-energy');
  });

  it('breaks no content policy and logs no error', () => {
    assert.deepEqual(window.problems, []);
  });
});
