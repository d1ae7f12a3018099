import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Pipeline } from '../../../src/engine/pipeline';

const start = 1_700_000_000_000;

function fresh() {
  const setBack: number[] = [];
  const pipeline = new Pipeline(1 << 20, (by) => setBack.push(by));
  const cpu = pipeline.series('system.cpu_percent');
  const group = pipeline.group('system', 10);
  group.setLayout([cpu]);
  const put = (timestamp: number, value: number): void => {
    group.values[0] = value;
    pipeline.commit(group, timestamp);
  };
  return { pipeline, cpu, group, put, setBack };
}

describe('pipeline', () => {
  it('never repeats a value that a collector did not write again', () => {
    const { pipeline, cpu, group, put } = fresh();
    put(start, 20);
    pipeline.commit(group, start + 100);
    const values: number[] = [];
    pipeline.scan(cpu, 0, Infinity, (_, value) => values.push(value));
    assert.deepEqual(values, [20, NaN]);
  });

  it('refuses a frame that is not later than the last one, and counts it', () => {
    const { pipeline, put } = fresh();
    put(start, 1);
    put(start, 2);
    put(start - 5, 3);
    assert.equal(pipeline.lateFrames, 2);
    assert.equal(pipeline.samples, 1);
  });

  it('starts anew when the clock is set back, says so once, and goes on at once', () => {
    const { pipeline, cpu, put, setBack } = fresh();
    put(start, 1);
    put(start - 3_600_000, 2);
    put(start - 3_599_900, 3);
    assert.deepEqual(setBack, [3_600_000]);
    assert.deepEqual(pipeline.latest(cpu, start - 3_599_900), { timestamp: start - 3_599_900, value: 3 });
    assert.equal(pipeline.since(), start - 3_600_000);
  });

  it('does not call an old value the latest', () => {
    const { pipeline, cpu, put } = fresh();
    put(start, 1);
    assert.equal(pipeline.latest(cpu, start + 2900)?.value, 1);
    assert.equal(pipeline.latest(cpu, start + 3100), undefined);
  });

  it('keeps the history of a source that stops, and starts again at another rate', () => {
    const { pipeline, cpu, put } = fresh();
    put(start, 1);
    const again = pipeline.group('system', 1);
    again.setLayout([cpu]);
    again.values[0] = 2;
    pipeline.commit(again, start + 1000);
    const values: number[] = [];
    pipeline.scan(cpu, 0, Infinity, (_, value) => values.push(value));
    assert.deepEqual(values, [1, 2]);
  });

  it('forgets series that nothing holds, and keeps those that wait for their first value', () => {
    const { pipeline, cpu, put, group } = fresh();
    const waiting = pipeline.series('model.tokens_per_second', { runtime: 'ollama', model: 'm' });
    put(start, 1);
    const other = pipeline.series('system.swap_percent');
    group.setLayout([other]);
    for (let t = start + 1000; t < start + 2 * 3_600_000; t += 1000) put(t, 1);
    pipeline.sweep();
    const known = [...pipeline.series()];
    assert.ok(!known.includes(cpu));
    assert.ok(known.includes(waiting) && known.includes(other));
  });
});
