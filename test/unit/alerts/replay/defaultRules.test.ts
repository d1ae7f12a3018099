import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { firingsOf, type Recorded, type Stretch } from './recording';

const rules = parseRules(readFileSync(path.join(process.cwd(), 'media', 'alert-rules.default.json'), 'utf8')).rules.map(
  ({ rule }) => rule,
);

const minute = 60;
const hour = 3600;
const notifies = new Set(
  rules.filter(({ actions }) => actions.some(({ type }) => type === 'notify.toast')).map(({ id }) => id),
);

/** How often each of the default rules fired, and how often of them somebody was told. */
async function firedBy(...recorded: Recorded[]): Promise<{ listed: Record<string, number>; told: string[] }> {
  const fired = await firingsOf(rules, recorded);
  const listed = Object.fromEntries(Array.from(fired, ([rule, firings]) => [rule, firings.length]));
  return { listed, told: [...fired.keys()].filter((rule) => notifies.has(rule)) };
}

const of = (metric: string, ...stretches: Stretch[]): Recorded => ({ metric, stretches });
const quiet = { listed: {}, told: [] };

describe('the default rules on a normal machine', () => {
  it('say nothing of a start, however busy it is', async () => {
    assert.deepEqual(
      await firedBy(
        of('system.cpu_percent', { seconds: 3 * minute, value: 100 }, { seconds: 10 * minute, value: 10 }),
        of('monitor.cpu_percent', { seconds: 20, value: 90 }, { seconds: 14 * minute, value: 2 }),
        of('monitor.event_queue_depth', { seconds: 20, value: 900 }, { seconds: 14 * minute, value: 0 }),
        of('monitor.write_latency_ms', { seconds: 60, value: 400 }, { seconds: 13 * minute, value: 8 }),
      ),
      quiet,
    );
  });

  it('list a build of ten minutes and tell nobody; of half an hour they tell once', async () => {
    const build = (minutes: number): Recorded =>
      of(
        'system.cpu_percent',
        { seconds: 20 * minute, value: 8 },
        { seconds: minutes * minute, value: 100 },
        { seconds: 20 * minute, value: 8 },
      );
    assert.deepEqual(await firedBy(build(10)), { listed: { cpu_busy: 1 }, told: [] });
    assert.deepEqual(await firedBy(build(30)), { listed: { cpu_busy: 1, cpu_saturated: 1 }, told: ['cpu_saturated'] });
  });

  it('say nothing of a load from before a sleep of the machine', async () => {
    const night = { seconds: 8 * hour, value: NaN };
    const busy = { seconds: 4 * minute, value: 100 };
    assert.deepEqual(await firedBy(of('system.cpu_percent', busy, night, busy, night, busy)), quiet);
  });

  it('list memory that stays high, and tell of memory that is almost full', async () => {
    const peak = [
      { seconds: 10 * minute, value: 70 },
      { seconds: 90, value: 95 },
      { seconds: 10 * minute, value: 70 },
    ];
    assert.deepEqual(await firedBy(of('system.memory_percent', ...peak)), quiet);
    const high = { seconds: 2 * hour, value: 87 };
    assert.deepEqual(await firedBy(of('system.memory_percent', high)), { listed: { memory_high: 1 }, told: [] });
    const full = await firedBy(of('system.memory_percent', high, { seconds: 5 * minute, value: 92 }));
    assert.deepEqual(full.told, ['memory_full']);
  });

  it('say nothing of an agent that failed once or twice', async () => {
    const labels = { agent: 'writer', department: 'docs' };
    const agent = (tasks: number): Recorded[] => [
      { metric: 'agent.success_percent', labels, stretches: [{ seconds: hour, value: 50 }] },
      { metric: 'agent.tasks', labels, stretches: [{ seconds: hour, value: tasks }] },
    ];
    assert.deepEqual(await firedBy(...agent(2)), quiet);
    assert.deepEqual(await firedBy(...agent(8)), { listed: { agent_failing: 1 }, told: ['agent_failing'] });
  });

  describe('of a model that works now and then', () => {
    const labels = { runtime: 'local', model: 'small' };
    interface Work {
      readonly seconds: number;
      readonly speed: number;
      readonly requests: number;
    }
    const model = (works: readonly Work[]): Recorded[] => [
      {
        metric: 'model.tokens_per_second',
        labels,
        stretches: works.map(({ seconds, speed, requests }) => ({ seconds, value: speed, hz: hzOf(requests) })),
      },
      {
        metric: 'model.requests_active',
        labels,
        stretches: works.map(({ seconds, requests }) => ({ seconds, value: requests, hz: hzOf(requests) })),
      },
    ];
    /** A model at work is read more often than one that rests. */
    const hzOf = (requests: number): number => (requests > 0 ? 10 : 1);
    const rest = (seconds: number): Work => ({ seconds, speed: 0, requests: 0 });
    const work = (seconds: number, speed = 50, requests = 1): Work => ({ seconds, speed, requests });
    /** Twenty minutes of work within two hours. */
    const usual = Array.from({ length: 20 }, () => [work(minute), rest(5 * minute)]).flat();

    it('they tell that it is slower than usual, although it rests most of the day', async () => {
      const { told } = await firedBy(...model([...usual, work(4 * minute, 20), rest(minute)]));
      assert.deepEqual(told, ['model_slow']);
    });

    for (const [what, works] of Object.entries({
      'while it is as fast as ever': [work(4 * minute)],
      'while it is a third slower': [work(4 * minute, 34)],
      'after a short answer that was slow': [work(5, 10), rest(5 * minute)],
      'of short answers that are slow, with rests between them': [0, 1, 2, 3, 4].flatMap(() => [
        work(10, 10),
        rest(20),
      ]),
      'while it reads a long prompt': [{ seconds: 10 * minute, speed: 0, requests: 1 }, work(2, 15), rest(minute)],
    }))
      it(`they say nothing ${what}`, async () => {
        assert.deepEqual(await firedBy(...model([...usual, ...works])), quiet);
      });

    it('they say nothing of one request where mostly four are at work together', async () => {
      const four = Array.from({ length: 20 }, () => [work(minute, 160, 4), rest(5 * minute)]).flat();
      assert.deepEqual(await firedBy(...model([...four, work(5 * minute, 45, 1)])), quiet);
    });

    it('they say nothing of the first minutes of work', async () => {
      assert.deepEqual(await firedBy(...model([work(5 * minute), work(5 * minute, 10)])), quiet);
    });
  });
});
