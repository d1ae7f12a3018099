import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LlamaServer, tinyModel } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

const model = 'tiny-random-llama.gguf';

describe('totals of a real llama-server', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;
  const labels = { runtime: 'local', model };

  before(async () => {
    server = await LlamaServer.start({ model: await tinyModel(), flags: ['-c', '8192', '-np', '4', '--metrics'] });
    // Counting starts when the monitor looks, not when the server does.
    await server.complete(50);
    watch = new LlamaWatch([llamacpp('local', server.port)]);
    await watch.until('the server is read', () => watch.value('model.output_tokens', labels) === 0);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  it("equal the server's own counters over 100 requests, 4 at a time", async () => {
    const counters = ['tokens_predicted_total', 'prompt_tokens_total', 'prompt_tokens_cached_total'] as const;
    const read = (): Promise<number[]> => Promise.all(counters.map((name) => server.metric(name)));
    const start = await read();
    let next = 0;
    const made: number[] = [];
    const worker = async (): Promise<void> => {
      while (next++ < 100) {
        const { predicted_n } = await server.complete(20 + (next % 7) * 30, `the of and ${next % 5}`);
        made.push(predicted_n);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    assert.equal(made.length, 100);
    const end = await read();
    const [output = NaN, evaluated = NaN, cached = NaN] = end.map((value, i) => value - (start[i] ?? NaN));
    assert.equal(
      output,
      made.reduce((a, b) => a + b),
    );
    await watch.until('the last request is counted', () => watch.value('model.output_tokens', labels) === output);
    assert.equal(watch.value('model.input_tokens', labels), evaluated + cached);
    assert.equal(watch.value('model.cached_tokens', labels), cached);
    assert.ok(cached > 0, 'no prompt was cached, so nothing was proved about cached tokens');
  });

  it('are measured, with nothing left to say', () => {
    assert.deepEqual(watch.component('local'), { id: 'runtime local', state: 'running' });
    const [status] = watch.statuses();
    assert.deepEqual(status?.notes, []);
    assert.match(status.version ?? '', /^b\d+/);
  });
});
