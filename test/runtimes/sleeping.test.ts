import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { LlamaServer, tinyModel } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

describe('a real llama-server that unloads its model when idle', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;
  const labels = { runtime: 'local', model: 'tiny-random-llama.gguf' };
  const output = (): number | undefined => watch.value('model.output_tokens', labels);

  before(async () => {
    const flags = ['-c', '4096', '-np', '1', '--metrics', '--sleep-idle-seconds', '4'];
    server = await LlamaServer.start({ model: await tinyModel(), flags });
    watch = new LlamaWatch([llamacpp('local', server.port)]);
    await watch.until('the server is read', () => output() === 0);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  it('falls asleep although it is watched, and is counted on after it woke', async () => {
    await server.complete(10);
    await watch.until('10 tokens are counted', () => output() === 10);
    await eventually('the model sleeps though it is watched', async () =>
      (await server.text('/props')).includes('"is_sleeping":true'),
    );
    await server.complete(5);
    await watch.until('15 tokens are counted', () => output() === 15);
  });
});
