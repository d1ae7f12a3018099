import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { RuntimeSetting } from '../../../../src/protocol/settings';
import {
  readLoopbackAddress,
  type LoopbackAddress,
} from '../../../../src/engine/collect/runtimes/http/loopbackAddress';
import { Watchlist } from '../../../../src/engine/collect/runtimes/watchlist';
import { SimulatedLlama, type Offered } from './simulatedLlama';
import { Simulation, nobody, ok, status, timeout, tooLarge, type Answering } from './simulation';

const labels = { runtime: 'local', model: 'm.gguf' };
const setting = (name: string, port: number): RuntimeSetting => ({
  name,
  kind: 'llamacpp',
  url: `http://127.0.0.1:${port}`,
});

function address(port: number): LoopbackAddress {
  const check = readLoopbackAddress(`http://127.0.0.1:${port}`);
  assert.ok('address' in check);
  return check.address;
}

describe('runtimes under watch', () => {
  let simulation: Simulation;
  let watchlist: Watchlist;
  let changes = 0;

  function watch(
    answer: Answering,
    settings: readonly RuntimeSetting[] = [setting('local', 1)],
    sampleRate = 60,
  ): void {
    simulation = new Simulation(answer);
    const { ticker, clock, client, components, models } = simulation;
    changes = 0;
    watchlist = new Watchlist({ ticker, clock, client, models }, components, () => changes++);
    watchlist.start(sampleRate);
    watchlist.follow(settings);
  }

  function watchLlama(offered: Offered = {}, sampleRate = 60): SimulatedLlama {
    const llama = new SimulatedLlama('m.gguf', offered);
    watch((path) => llama.answer(path), undefined, sampleRate);
    return llama;
  }

  afterEach(() => {
    watchlist.clear();
    simulation.end();
  });

  it('asks an idle server for one page a second, and never for its slots', async () => {
    watchLlama();
    await simulation.advance(5000);
    const from = Date.now();
    await simulation.advance(20_000);
    assert.deepEqual(new Set(simulation.since(from)), new Set(['/metrics']));
    assert.equal(simulation.since(from).length, 20);
  });

  it('says 0 of an idle server, and nothing before the second reading', async () => {
    watchLlama();
    await simulation.advance(500);
    assert.equal(simulation.value('model.tokens_per_second', labels), undefined);
    await simulation.advance(3000);
    assert.equal(simulation.value('model.tokens_per_second', labels), 0);
    assert.equal(simulation.value('model.requests_active', labels), 0);
    assert.equal(simulation.value('model.output_tokens', labels), 0);
  });

  it('asks a busy server for slots at 5 Hz and counters at 1 Hz, until 2 s after the end', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(600, 60);
    await simulation.advance(2000);
    const from = Date.now();
    await simulation.advance(6000);
    const asked = simulation.since(from);
    const count = (path: string): number => asked.filter((p) => p === path).length;
    assert.ok(count('/slots') >= 28 && count('/slots') <= 31, `${count('/slots')} of /slots`);
    assert.ok(count('/metrics') >= 5 && count('/metrics') <= 7, `${count('/metrics')} of /metrics`);
    await simulation.advance(5500);
    const calm = Date.now();
    await simulation.advance(5000);
    assert.deepEqual(new Set(simulation.since(calm)), new Set(['/metrics']));
  });

  it('measures the live speed, never counts a token twice, and falls back to 0', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(600, 60);
    for (let i = 0; i < 20; i++) {
      await simulation.advance(100);
      assert.ok((simulation.value('model.tokens_per_second', labels) ?? 0) <= 66);
    }
    for (let i = 0; i < 70; i++) {
      await simulation.advance(100);
      const rate = simulation.value('model.tokens_per_second', labels) ?? NaN;
      assert.ok(rate >= 54 && rate <= 66, `${rate} instead of 60`);
    }
    await simulation.advance(4000);
    assert.equal(simulation.value('model.tokens_per_second', labels), 0);
    assert.equal(simulation.value('model.output_tokens', labels), 600);
    assert.equal(simulation.value('model.input_tokens', labels), 24);
  });

  it('adds up what several slots make', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(400, 40, 0);
    llama.begin(200, 20, 1);
    await simulation.advance(5000);
    const rate = simulation.value('model.tokens_per_second', labels) ?? NaN;
    assert.ok(rate >= 54 && rate <= 66, `${rate} instead of 60`);
    assert.equal(simulation.value('model.requests_active', labels), 2);
  });

  it('shows the speed of requests too short for any slot to show', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    for (let i = 0; i < 50; i++) {
      llama.begin(10, 10_000);
      await simulation.advance(100);
    }
    const rate = simulation.value('model.tokens_per_second', labels) ?? NaN;
    assert.ok(rate >= 80 && rate <= 120, `${rate} instead of 100`);
  });

  it('reads no faster than the sample rate allows', async () => {
    const llama = watchLlama({}, 0.5);
    llama.begin(100_000, 60);
    await simulation.advance(3000);
    const from = Date.now();
    await simulation.advance(20_000);
    const readings = new Set(simulation.asked.filter(({ at }) => at >= from).map(({ at }) => Math.round(at / 500)));
    assert.ok(readings.size <= 11, `${readings.size} readings in 20 s`);
  });

  it('reads less often where reading costs much, so that it stays at 1 % of the time', async () => {
    const llama = new SimulatedLlama();
    watch((path) => {
      const result = llama.answer(path);
      if (path !== '/slots' || result.outcome !== 'ok') return result;
      const { body } = result;
      // Taking the body stands for the work of reading it.
      return Object.defineProperty({ ...result }, 'body', { get: () => ((simulation.workMs += 10), body) });
    });
    llama.begin(100_000, 60);
    await simulation.advance(10_000);
    const from = Date.now();
    await simulation.advance(20_000);
    const slots = simulation.since(from).filter((path) => path === '/slots').length;
    assert.ok(slots >= 8 && slots <= 20, `${slots} of /slots in 20 s, each for 10 ms of work`);
  });

  it('keeps totals over a restart that happens between two readings', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(100, 1000);
    await simulation.advance(4000);
    llama.restart();
    llama.begin(1500, 100_000);
    await simulation.advance(4000);
    assert.equal(simulation.value('model.output_tokens', labels), 1600);
  });

  it('shows a gap and a reason while the server is away, and recovers by itself', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(100, 1000);
    await simulation.advance(2000);
    llama.isUp = false;
    await simulation.advance(5000);
    assert.equal(simulation.value('model.tokens_per_second', labels), undefined);
    assert.match(simulation.state('runtime local'), /degraded: .*nothing listens there.*Start the server/);
    assert.deepEqual(watchlist.statuses()[0]?.models, []);
    llama.restart();
    llama.isUp = true;
    await simulation.advance(40_000);
    llama.begin(7, 1000);
    await simulation.advance(4000);
    assert.equal(simulation.state('runtime local'), 'running');
    assert.equal(simulation.value('model.output_tokens', labels), 107);
  });

  it('tries a server that is away less and less often', async () => {
    watch(() => nobody);
    await simulation.advance(120_000);
    assert.ok(simulation.asked.length >= 6 && simulation.asked.length <= 9, `${simulation.asked.length} questions`);
    assert.equal(watchlist.statuses().length, 0);
    assert.deepEqual(watchlist.probes(), [{ url: 'http://127.0.0.1:1', outcome: 'nothing listens there' }]);
  });

  for (const [what, answer, state] of [
    ['500', () => status(500), /answered 500/],
    ['401', () => status(401), /asks for an API key/],
    ['no JSON', () => ok('<html>'), /is not a llama-server/],
    ['an endless body', () => tooLarge, /more than 2 MiB/],
    ['a hang', () => timeout, /did not answer within 1 s/],
  ] as const)
    it(`says why a server that answers with ${what} is not read, and asks it seldom`, async () => {
      watch(answer);
      await simulation.advance(120_000);
      assert.match(simulation.state('runtime local'), state);
      assert.ok(simulation.asked.length <= 20, `${simulation.asked.length} questions in 120 s`);
      assert.equal(watchlist.statuses().length, 0);
    });

  it('leaves a server in peace that is alive but too busy for figures, and does not give it up', async () => {
    const llama = new SimulatedLlama();
    let isStuck = false;
    watch((path) => (isStuck && path !== '/health' ? timeout : llama.answer(path)));
    await simulation.advance(3000);
    isStuck = true;
    const from = Date.now();
    await simulation.advance(40_000);
    assert.match(simulation.state('runtime local'), /degraded: .*works on a long prompt/);
    assert.ok(simulation.since(from).length <= 42, `${simulation.since(from).length} questions in 40 s`);
    isStuck = false;
    await simulation.advance(5000);
    assert.equal(simulation.state('runtime local'), 'running');
  });

  it('is not held up by a server that hangs, and asks each only one thing at a time', async () => {
    const llama = new SimulatedLlama();
    watch((path, port) => (port === 1 ? llama.answer(path) : timeout), [setting('local', 1), setting('hung', 2)]);
    await simulation.advance(10_000);
    assert.equal(simulation.state('runtime local'), 'running');
    assert.ok(simulation.asked.filter(({ port }) => port === 1).length >= 10);
    assert.deepEqual([...simulation.mostAtOnce.values()], [1, 1]);
  });

  it('gives what it can of a server that lacks /metrics, marked as estimated', async () => {
    for (const tells of [true, false]) {
      const llama = watchLlama({ metrics: false, tells });
      await simulation.advance(3000);
      llama.begin(300, 60);
      await simulation.advance(4000);
      const rate = simulation.value('model.tokens_per_second', labels) ?? NaN;
      assert.ok(rate >= 54 && rate <= 66, `${rate} instead of 60`);
      const total = simulation.pipeline.series('model.output_tokens', labels);
      assert.equal(total.quality, 'estimated');
      assert.ok((simulation.value('model.output_tokens', labels) ?? 0) >= 200);
      assert.equal(simulation.pipeline.series('model.requests_queued', labels).quality, 'unavailable');
      assert.match(watchlist.statuses()[0]?.notes.join() ?? '', /--metrics/);
      if (!tells) break;
      watchlist.clear();
      simulation.end();
    }
  });

  it('gives totals and no speed of a server that lacks /slots', async () => {
    const llama = watchLlama({ slots: false });
    await simulation.advance(3000);
    llama.begin(300, 60);
    await simulation.advance(8000);
    assert.equal(simulation.value('model.output_tokens', labels), 300);
    assert.equal(simulation.value('model.tokens_per_second', labels), undefined);
    assert.equal(simulation.pipeline.series('model.tokens_per_second', labels).quality, 'unavailable');
    assert.match(watchlist.statuses()[0]?.notes.join() ?? '', /--slots/);
  });

  it('lets go of a server that was found, once it is away, and keeps its totals for when it comes back', async () => {
    const llama = new SimulatedLlama();
    watch((path) => llama.answer(path), []);
    watchlist.add('llamacpp', address(8080));
    await simulation.advance(3000);
    llama.begin(100, 1000);
    await simulation.advance(2000);
    llama.isUp = false;
    await simulation.advance(10_000);
    assert.deepEqual([watchlist.statuses(), simulation.state('runtime llamacpp')], [[], 'gone']);
    const from = Date.now();
    await simulation.advance(60_000);
    assert.deepEqual(simulation.since(from), []);
    llama.isUp = true;
    watchlist.add('llamacpp', address(8080));
    await simulation.advance(3000);
    llama.begin(10, 1000);
    await simulation.advance(3000);
    assert.equal(simulation.value('model.output_tokens', { runtime: 'llamacpp', model: 'm.gguf' }), 110);
  });

  it('tells several of one kind apart by their ports, and never gives a label to another server', async () => {
    const llamas = new Map([1, 2, 3].map((port) => [port, new SimulatedLlama()]));
    watch((path, port) => llamas.get(port)?.answer(path) ?? nobody, []);
    watchlist.add('llamacpp', address(1));
    watchlist.add('llamacpp', address(2));
    await simulation.advance(2000);
    const names = (): string[] => watchlist.statuses().map(({ name }) => name);
    assert.deepEqual(names(), ['llamacpp', 'llamacpp:2']);
    llamas.delete(1);
    await simulation.advance(10_000);
    watchlist.add('llamacpp', address(3));
    await simulation.advance(2000);
    assert.deepEqual(names(), ['llamacpp:2', 'llamacpp:3']);
  });

  it('gives a name that the user chose to what the user chose', async () => {
    const llama = new SimulatedLlama();
    watch((path) => llama.answer(path), []);
    watchlist.add('llamacpp', address(1));
    await simulation.advance(2000);
    watchlist.follow([setting('llamacpp', 1)]);
    await simulation.advance(2000);
    assert.deepEqual(
      watchlist.statuses().map(({ name, url }) => [name, url]),
      [['llamacpp', 'http://127.0.0.1:1']],
    );
  });

  it('goes on with the totals of a configured runtime that was switched off for a while', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    llama.begin(100, 1000);
    await simulation.advance(3000);
    watchlist.clear();
    await simulation.advance(3000);
    llama.begin(10, 1000);
    watchlist.start(60);
    watchlist.follow([setting('local', 1)]);
    await simulation.advance(3000);
    assert.equal(simulation.value('model.output_tokens', labels), 110);
  });

  it('leaves runtimes alone whose setting stays as it was', async () => {
    const llama = watchLlama();
    await simulation.advance(3000);
    const from = Date.now();
    watchlist.follow([setting('local', 1), setting('more', 2)]);
    await simulation.advance(3000);
    assert.ok(!simulation.asked.some(({ at, port, path }) => at >= from && port === 1 && path === '/props'));
    watchlist.follow([]);
    assert.equal(simulation.state('runtime local'), 'gone');
    const after = Date.now();
    await simulation.advance(5000);
    assert.deepEqual(simulation.since(after), []);
    assert.ok(llama.isUp);
  });

  it('refuses a configured address that is not on this machine, with words', () => {
    watch(() => nobody, [{ name: 'far', kind: 'llamacpp', url: 'http://192.168.1.9:8080' }]);
    assert.match(simulation.state('runtime far'), /degraded: .*not on this machine/);
    assert.match(watchlist.probes()[0]?.outcome ?? '', /not on this machine/);
  });

  it('tells of a change once, not with every reading', async () => {
    watchLlama();
    await simulation.advance(3000);
    const before = changes;
    await simulation.advance(20_000);
    assert.equal(changes, before);
  });
});
