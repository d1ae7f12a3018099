import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LlamaServer, slowModel, type Timings } from '../support/llamaServer';
import { LlamaWatch, llamacpp } from '../support/llamaWatch';

/** From the first token until the speed shown is that of a whole second, noticed up to a second late. */
const settleMs = 2500;
const steadyMs = 6000;
/** What is shown is the mean of the last second, and so half a second behind. */
const lagMs = 500;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

interface Progress {
  readonly at: number;
  readonly timings: Timings;
}

/** The server's own speed between two times, as its timings tell: the same as `predicted_per_second` for that stretch. */
function ownSpeed(progress: readonly Progress[], from: number, to: number): number {
  const within = progress.filter(({ at }) => at >= from && at <= to).map(({ timings }) => timings);
  const [first, last] = [within[0], within.at(-1)];
  assert.ok(first && last && last !== first, 'the model wrote nothing in that time');
  return ((last.predicted_n - first.predicted_n) / (last.predicted_ms - first.predicted_ms)) * 1000;
}

describe('live speed of a real llama-server with a slow model', () => {
  let server: LlamaServer;
  let watch: LlamaWatch;
  let model: string;

  before(async () => {
    model = await slowModel();
    // One thread, so that what else runs on the machine disturbs its speed as little as can be.
    server = await LlamaServer.start({ model, flags: ['-c', '8192', '-np', '2', '-t', '1', '--metrics'] });
    watch = new LlamaWatch([llamacpp('local', server.port)]);
    await watch.until('it is idle', () => watch.value('model.tokens_per_second', { runtime: 'local', model }) === 0);
  });

  after(async () => {
    watch.stop();
    await server.stop();
  });

  /** The speed that is shown and the server's own, while it works on these prompts at once. */
  async function compare(prompts: readonly string[]): Promise<{ shown: readonly number[]; own: number }> {
    const enough = new AbortController();
    const progress = prompts.map((): Progress[] => []);
    const writing = prompts.map((prompt, i) =>
      server.write(prompt, enough.signal, (timings) => progress[i]?.push({ at: Date.now(), timings })),
    );
    await watch.until('all have begun', () => progress.every((p) => p.length > 0));
    await sleep(settleMs);
    const from = Date.now();
    await sleep(steadyMs);
    const to = Date.now();
    enough.abort();
    await Promise.all(writing);
    const shown = watch.values('model.tokens_per_second', { runtime: 'local', model }, from, to);
    return { shown, own: progress.map((p) => ownSpeed(p, from - lagMs, to - lagMs)).reduce((a, b) => a + b) };
  }

  /**
   * Compares up to five times: where the machine does other things, the model is fast in one second and slow in the next,
   * and what is shown half a second later is another mean. A figure that is wrong is wrong each time.
   */
  async function assertNear(prompts: readonly string[]): Promise<void> {
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { shown, own } = await compare(prompts);
      if (shown.length > 0 && Math.abs(mean(shown) / own - 1) < 0.1) return;
      seen.push(`${mean(shown)} in ${shown.length} readings, ${own} by the server`);
    }
    assert.fail(seen.join('; '));
  }

  it("is within 10 % of the server's own figure", () => assertNear(['hello world the of and']));

  it('is that of two requests together when two run', () =>
    assertNear(['hello world the of and', 'water than call first who may']));

  it('is 0, not nothing, when the model is idle again, and every token is in the total', async () => {
    const labels = { runtime: 'local', model };
    await watch.until('it is idle again', () => watch.value('model.tokens_per_second', labels) === 0);
    assert.equal(watch.value('model.requests_active', labels), 0);
    assert.equal(watch.value('model.output_tokens', labels), await server.metric('tokens_predicted_total'));
  });
});
