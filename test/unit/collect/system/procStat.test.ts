import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { cpuFields } from '../../../../src/engine/collect/system/cpuHistory';
import { ProcFile } from '../../../../src/engine/collect/system/linux/procFile';
import { ProcStat } from '../../../../src/engine/collect/system/linux/procStat';
import { FakeMachine } from './fakeMachine';

describe('CPU times of /proc/stat', () => {
  let machine: FakeMachine;
  let stat: ProcStat;
  beforeEach(() => {
    machine = new FakeMachine();
    stat = new ProcStat(new ProcFile(`${machine.proc}/stat`));
  });
  afterEach(() => {
    stat.close();
    machine.dispose();
  });
  const malformed = (text: string): void => {
    machine.write('proc/stat', text);
    assert.throws(() => {
      stat.refresh();
    }, /stat does not hold what was expected/);
  };

  it('reads the total and each core', () => {
    machine.stat([20643, 7, 8199, 804020, 568, 3, 152, 28], {
      0: [1, 2, 3, 4, 5, 6, 7, 8],
      2: [9, 8, 7, 6, 5, 4, 3, 2],
    });
    stat.refresh();
    assert.deepEqual([...stat.total], [20643, 7, 8199, 804020, 568, 3, 152, 28]);
    assert.equal(stat.count, 2);
    assert.deepEqual([...stat.ids.subarray(0, 2)], [0, 2]);
    assert.deepEqual([...stat.cores.subarray(0, 2 * cpuFields)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, 2]);
  });

  it('reads 128 cores, whose lines do not fit the first buffer', () => {
    const times = Object.fromEntries(
      Array.from({ length: 128 }, (_, core) => [core, [20643 + core, 0, 8199, 804020, 568, 0, 152, 28]]),
    );
    machine.stat([1, 2, 3, 4, 5, 6, 7, 8], times);
    const bytes = readFileSync(path.join(machine.proc, 'stat')).length;
    assert.ok(bytes > 4096, 'the fixture is larger than the first buffer');
    stat.refresh();
    assert.equal(stat.count, 128);
    assert.equal(stat.ids[127], 127);
    assert.equal(stat.cores[127 * cpuFields], 20643 + 127);
  });

  it('reads counters up to the limit of whole numbers', () => {
    machine.stat([Number.MAX_SAFE_INTEGER, 0, 0, 0, 0, 0, 0, 0]);
    stat.refresh();
    assert.equal(stat.total[0], Number.MAX_SAFE_INTEGER);
  });

  it('does not mind what follows being cut off', () => {
    machine.write('proc/stat', `cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\nintr ${'1 '.repeat(5000)}`);
    stat.refresh();
    assert.equal(stat.count, 1);
  });

  it('refuses an empty file, other words, negative and missing counters, and lines that are cut off', () => {
    malformed('');
    malformed('Linux version 6.18\n');
    malformed('cpu  1 2 3 4 5 6 7 -8 0 0\nintr 1\n');
    malformed('cpu  1 2 3 4\nintr 1\n');
    malformed('cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6');
    malformed('cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0');
    malformed('cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\ncp');
    malformed('cpu  1 2 3 4 5 6 7 8 0 0\ncpuX 1 2 3 4 5 6 7 8 0 0\nintr 1\n');
  });

  it('gives up on a file that never ends', () => {
    machine.write('proc/stat', `cpu  1 2 3 4 5 6 7 8 0 0\n${'cpu0 1 2 3 4 5 6 7 8 0 0\n'.repeat(400_000)}`);
    assert.throws(() => {
      stat.refresh();
    }, /larger than 8 MiB/);
  });
});
