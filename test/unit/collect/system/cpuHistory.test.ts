import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CpuHistory } from '../../../../src/engine/collect/system/cpuHistory';

const push = (history: CpuHistory, ...times: number[]): void => {
  history.push(Float64Array.from(times), 0);
};

describe('history of a CPU', () => {
  it('has no share before enough readings', () => {
    const history = new CpuHistory(2);
    push(history, 10, 0, 0, 90, 0, 0, 0, 0);
    push(history, 20, 0, 0, 180, 0, 0, 0, 0);
    assert.equal(history.percent(), NaN);
    push(history, 60, 0, 0, 240, 0, 0, 0, 0);
    assert.equal(history.percent(), 25);
  });

  it('slides over the last readings', () => {
    const history = new CpuHistory(2);
    for (const busy of [0, 10, 20, 20, 20]) push(history, busy, 0, 0, 100 - busy, 0, 0, 0, 0);
    assert.equal(history.percent(), NaN, 'idle went back while busy grew');
    push(history, 20, 0, 0, 100, 0, 0, 0, 0);
    assert.equal(history.percent(), 0);
  });

  it('counts waiting for disks as idle, and stolen time, interrupts and niced work as busy', () => {
    const history = new CpuHistory(1);
    push(history, 0, 0, 0, 0, 0, 0, 0, 0);
    push(history, 1, 2, 3, 40, 50, 1, 1, 2);
    assert.equal(history.percent(), 10);
  });

  it('has no share, and never a negative one, when a counter went back', () => {
    const history = new CpuHistory(1);
    push(history, 100, 0, 100, 1000, 50, 0, 0, 0);
    push(history, 110, 0, 100, 1010, 49, 0, 0, 0);
    assert.equal(history.percent(), NaN);
    push(history, 120, 0, 100, 1020, 49, 0, 0, 0);
    assert.equal(history.percent(), 50);
  });

  it('has no share when no time passed', () => {
    const history = new CpuHistory(1);
    push(history, 1, 1, 1, 1, 1, 1, 1, 1);
    push(history, 1, 1, 1, 1, 1, 1, 1, 1);
    assert.equal(history.percent(), NaN);
  });
});
