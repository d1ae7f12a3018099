import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LlamaServer, tinyModel } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

describe('watching that is switched off and on', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;
  const labels = { runtime: 'local', model: 'tiny-random-llama.gguf' };
  const output = (): number | undefined => watch.value('model.output_tokens', labels);

  before(async () => {
    server = await LlamaServer.start({ model: await tinyModel(), flags: ['-c', '4096', '-np', '1', '--metrics'] });
    watch = new LlamaWatch([llamacpp('local', server.port)]);
    await watch.until('the server is read', () => output() === 0);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  for (const [what, off, on] of [
    [
      'by pausing',
      (w: LlamaWatch) => {
        w.stopCollecting();
      },
      (w: LlamaWatch) => {
        w.startCollecting();
      },
    ],
    [
      'by its setting',
      (w: LlamaWatch) => {
        w.configure({ enabled: false });
      },
      (w: LlamaWatch) => {
        w.configure({ enabled: true });
      },
    ],
  ] as const)
    it(`${what} asks nothing meanwhile, and goes on with totals and history`, async () => {
      const from = Date.now();
      const before = output() ?? NaN;
      off(watch);
      assert.deepEqual([watch.statuses(), watch.probes(), watch.component('local')], [[], [], undefined]);
      await server.complete(10);
      await sleep(2000);
      assert.ok(watch.values('model.output_tokens', labels, from + 1, Date.now()).every(Number.isNaN), 'it was read');
      on(watch);
      await watch.until('all is counted', () => output() === before + 10);
      assert.ok(watch.values('model.output_tokens', labels, 0, from).length > 0, 'its history is gone');
    });

  it('by taking it out of the settings forgets it, and nothing is asked of it', async () => {
    watch.configure({ runtimes: [] });
    assert.deepEqual([watch.statuses(), watch.probes()], [[], []]);
    const from = Date.now();
    await sleep(1500);
    assert.deepEqual(watch.values('model.output_tokens', labels, from + 50, Date.now()), []);
  });
});
