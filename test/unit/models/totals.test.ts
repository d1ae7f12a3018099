import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DayTokens } from '../../../src/engine/models/dayTokens';
import { JoinedCounter } from '../../../src/engine/models/joinedCounter';
import { labelOf } from '../../../src/engine/models/modelNames';
import { RecentTimes } from '../../../src/engine/models/recentTimes';
import { WorkEnergy } from '../../../src/engine/models/workEnergy';

describe('a total that the runtime and the proxy know of', () => {
  it('follows the runtime alone while it counts', () => {
    const counter = new JoinedCounter();
    counter.counted(0);
    counter.passed(10);
    assert.equal(counter.total, 0);
    counter.counted(12);
    assert.equal(counter.total, 12);
  });

  it('follows the proxy where the runtime does not count, before it does and after', () => {
    const counter = new JoinedCounter();
    counter.passed(5);
    counter.counted(0);
    counter.counted(7);
    counter.counted(NaN);
    counter.passed(3);
    assert.equal(counter.total, 15);
  });

  it('never falls when the runtime begins anew', () => {
    const counter = new JoinedCounter();
    counter.counted(100);
    counter.counted(4);
    counter.counted(6);
    assert.equal(counter.total, 102);
  });
});

describe('tokens of today', () => {
  it('begin when the monitor does, and anew at midnight', () => {
    const evening = new Date(2026, 2, 28, 22, 0).getTime();
    const day = new DayTokens(evening);
    day.add(evening, 5, 7);
    assert.deepEqual([day.input, day.output, day.since], [5, 7, evening]);
    const nextDay = new Date(2026, 2, 29, 9, 0).getTime();
    day.add(nextDay, 1, 2);
    assert.deepEqual([day.input, day.output, day.since], [1, 2, new Date(2026, 2, 29).getTime()]);
  });

  it('begin anew at each midnight of a year, days of 23 and 25 hours among them', () => {
    const day = new DayTokens(new Date(2026, 0, 1, 23, 59).getTime());
    for (let d = 2; d < 366; d++)
      for (const hour of [0, 12, 23]) {
        day.turnPage(new Date(2026, 0, d, hour, 30).getTime());
        assert.equal(day.since, new Date(2026, 0, d).getTime());
      }
  });
});

describe('tokens of today after a restart', () => {
  const midnight = new Date(2026, 10, 21).getTime();
  const noon = new Date(2026, 10, 21, 12).getTime();
  const earlier = { from: midnight, input: 10, output: 20, isEstimated: true };

  it('go on from what was recorded of the same day, with its quality', () => {
    const day = new DayTokens(noon);
    day.goOnFrom(earlier, noon);
    day.add(noon, 1, 2);
    assert.deepEqual(day.told(), { input: 11, output: 22, since: midnight, isEstimated: true });
    day.turnPage(new Date(2026, 10, 22).getTime());
    assert.deepEqual(day.told(), { input: 0, output: 0, since: new Date(2026, 10, 22).getTime() });
  });

  it('know nothing of another day', () => {
    const day = new DayTokens(noon);
    day.goOnFrom({ ...earlier, from: new Date(2026, 10, 20).getTime() }, noon);
    assert.deepEqual(day.told(), { input: 0, output: 0, since: noon });
  });

  it('are not counted twice by a monitor that counted them beside the one that it takes over from', () => {
    const day = new DayTokens(noon);
    day.add(noon, 8, 30);
    day.goOnFrom({ ...earlier, isEstimated: false }, noon);
    assert.deepEqual(day.told(), { input: 10, output: 30, since: midnight });
  });

  it('begin anew when a clock that was years ahead is right again', () => {
    const day = new DayTokens(new Date(2036, 10, 21, 12).getTime());
    day.add(new Date(2036, 10, 21, 12).getTime(), 5, 5);
    day.add(noon, 1, 2);
    assert.deepEqual(day.told(), { input: 1, output: 2, since: midnight });
  });
});

describe('the times of the last requests', () => {
  it('give quantiles of the last five minutes', () => {
    const times = new RecentTimes();
    assert.equal(times.summary(0), undefined);
    times.add(0, 99_999);
    for (let i = 1; i <= 101; i++) times.add(200_000, i);
    assert.deepEqual(times.summary(300_001), { p50: 51, p95: 96, count: 101, source: 'proxy' });
    assert.equal(times.summary(600_001), undefined);
  });

  it('hold a bounded number', () => {
    const times = new RecentTimes();
    for (let i = 0; i < 10_000; i++) times.add(i, 1);
    assert.equal(times.summary(10_000)?.count, 512);
  });
});

describe('energy beside the tokens of a model', () => {
  it('is per token of the last minute, and of the last five minutes of work', () => {
    const energy = new WorkEnergy();
    assert.equal(energy.lately(), undefined);
    energy.open(1000, 10);
    energy.add(5, 8, 'measured');
    energy.add(5, 8, 'measured');
    energy.open(100_000, 30);
    energy.add(60, 90, 'measured');
    assert.deepEqual(energy.lastMinute(100_500), { aboveIdle: 2, gross: 3, quality: 'measured' });
    assert.deepEqual(energy.lately(), { aboveIdle: 70 / 40, gross: 106 / 40, quality: 'measured' });
    assert.equal(energy.lastMinute(300_000), undefined);
    assert.equal(energy.total, 70);
  });

  it('is an estimate where a part of it is', () => {
    const energy = new WorkEnergy();
    energy.open(1000, 1);
    energy.add(1, 1, 'measured');
    energy.add(1, 1, 'estimated');
    assert.equal(energy.lately()?.quality, 'estimated');
    assert.equal(energy.quality, 'estimated');
  });

  it('has no value per token where no token was made', () => {
    const energy = new WorkEnergy();
    energy.open(1000, 0);
    energy.add(1, 1, 'measured');
    assert.equal(energy.lately(), undefined);
  });
});

describe('the name of a model', () => {
  const llama = { kind: 'llamacpp', names: ['tiny.gguf'] } as const;
  const ollama = { kind: 'ollama', names: ['qwen3:8b', 'llama3:latest'] } as const;

  it('is the one that the runtime lists, however it is written', () => {
    assert.equal(labelOf('/models/tiny.gguf', true, llama), 'tiny.gguf');
    assert.equal(labelOf('QWEN3:8B', false, ollama), 'qwen3:8b');
    assert.equal(labelOf('llama3', false, ollama), 'llama3:latest');
  });

  it('is the only one where the client does not name it, or llama-server does not care', () => {
    assert.equal(labelOf(undefined, false, llama), 'tiny.gguf');
    assert.equal(labelOf('gpt-9', false, llama), 'tiny.gguf');
    assert.equal(labelOf('gpt-9', true, llama), 'gpt-9');
  });

  it('is what the client says where the runtime does not list it', () => {
    assert.equal(labelOf('new:1b', false, ollama), 'new:1b');
    assert.equal(labelOf('a/b', false, undefined), 'a/b');
    assert.equal(labelOf(undefined, false, undefined), 'unnamed');
    assert.equal(labelOf('\u0000\n', false, undefined), 'unnamed');
  });
});
