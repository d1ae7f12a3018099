import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LlamaServer, modelFolder, tinyModel } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

describe('a real llama-server router', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;

  before(async () => {
    await tinyModel('router/alpha.gguf');
    await tinyModel('router/beta.gguf');
    const folder = await modelFolder('router');
    server = await LlamaServer.start({ flags: ['--models-dir', folder, '-c', '2048', '-np', '1', '--metrics'] });
    watch = new LlamaWatch([llamacpp('router', server.port)]);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  const loaded = (): string[] => watch.statuses().flatMap(({ models }) => models.map(({ name }) => name));

  it('is read without loading a model of it', async () => {
    await watch.until('it is read', () => watch.component('router')?.state === 'running');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.deepEqual(loaded(), []);
    assert.doesNotMatch(await server.text('/v1/models'), /"value":"load(ed|ing)"/);
  });

  it('gives the figures of the model that is loaded', async () => {
    const output = (): number | undefined => watch.value('model.output_tokens', { runtime: 'router', model: 'beta' });
    await server.complete(30, 'the of and', 'beta');
    await watch.until('beta is read', () => output() !== undefined);
    assert.deepEqual(loaded(), ['beta']);
    // The first reading may have come before those tokens were counted; a later one has all of them or none.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await watch.until('it is read still', () => output() !== undefined);
    const before = output() ?? NaN;
    assert.ok(before === 0 || before === 30, `${before} tokens of 30`);
    await server.complete(25, 'the of and', 'beta');
    await watch.until('25 more tokens are counted', () => output() === before + 25);
  });
});
