import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PrometheusSample } from '../../../../src/engine/collect/runtimes/parse/prometheusText';
import { CounterSet } from '../../../../src/engine/collect/runtimes/tokens/counterSet';

const series = (...values: readonly (number | undefined)[]): PrometheusSample[] =>
  values.flatMap((value, i) => (value === undefined ? [] : [{ name: 'c', labels: { engine: String(i) }, value }]));

describe('a counter in several series', () => {
  it('counts since the first look, over all of them', () => {
    const set = new CounterSet();
    assert.equal(set.hasStarted, false);
    set.take(series(100, 50), 0, false);
    assert.equal(set.take(series(110, 70), 0, true), 30);
    assert.equal(set.total, 30);
  });

  it('counts all of a series that began since', () => {
    const set = new CounterSet();
    set.take(series(100), 0, false);
    set.take(series(100, 7), 0, true);
    assert.equal(set.total, 7);
  });

  it('takes an engine that leaves for nothing, and one that restarts for its own', () => {
    const set = new CounterSet();
    set.take(series(100, 50), 0, false);
    set.take(series(100, undefined), 0, true);
    set.take(series(110, 5), 0, true);
    assert.equal(set.total, 15);
  });

  it('knows a restart by the process, where its counts are higher already', () => {
    const set = new CounterSet();
    set.take(series(10), 0, false);
    set.restarted();
    set.take(series(40), 0, true);
    assert.equal(set.total, 40);
  });

  it('does not count again what another name tells too', () => {
    const set = new CounterSet();
    set.take(series(100), 1, false);
    set.take([{ name: 'newer', labels: {}, value: 130 }], 0, true);
    set.take([{ name: 'newer', labels: {}, value: 135 }], 0, true);
    assert.equal(set.total, 5);
  });

  it('leaves out what no counter can be, and counts how often', () => {
    const set = new CounterSet();
    for (const value of [NaN, -1, Infinity, 2 ** 60]) set.take(series(value), 0, true);
    assert.deepEqual([set.total, set.badInputs], [0, 4]);
  });

  it('follows no more series than any runtime has', () => {
    const set = new CounterSet();
    set.take(series(...Array.from({ length: 300 }, () => 1)), 0, true);
    assert.deepEqual([set.total, set.badInputs], [256, 44]);
  });

  it('equals the truth over any growth and absence', () => {
    const step = fc.record({ engine: fc.nat(2), grows: fc.nat(1000), hides: fc.option(fc.nat(2)) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const set = new CounterSet();
        const engines = [500, 0, 9];
        set.take(series(...engines), 0, false);
        let truth = 0;
        for (const { engine, grows, hides } of steps) {
          engines[engine]! += grows;
          truth += grows;
          set.take(series(...engines.map((value, i) => (i === hides ? undefined : value))), 0, true);
        }
        set.take(series(...engines), 0, true);
        assert.equal(set.total, truth);
      }),
    );
  });
});
