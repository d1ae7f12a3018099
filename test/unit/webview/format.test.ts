import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Unit } from '../../../src/protocol/metric';
import { clockTime, formatTick, formatValue } from '../../../webview/shared/format';
import { scaleTop } from '../../../webview/shared/scaleTop';
import { timeStep } from '../../../webview/shared/timeTicks';

const space = '\u00a0';

describe('formatValue', () => {
  const cases: readonly [number, Unit, string][] = [
    [23.44, 'percent', '23.4%'],
    [0, 'percent', '0.0%'],
    [0, 'bytes', '0 B'],
    [1023, 'bytes', '1023 B'],
    [1023.7, 'bytes', '1.00 KiB'],
    [1024 ** 2 - 1, 'bytes', '1.00 MiB'],
    [7.14 * 1024 ** 3, 'bytes', '7.14 GiB'],
    [41.3 * 1024 ** 2, 'bytes_per_second', '41.3 MiB/s'],
    [412 * 1024, 'bytes_per_second', '412 KiB/s'],
    [3 * 1024 ** 6, 'bytes', '3072 PiB'],
    [0.118, 'milliseconds', '0.12 ms'],
    [42.25, 'milliseconds', '42.3 ms'],
    [812.4, 'milliseconds', '812 ms'],
    [12_340, 'milliseconds', '12.3 s'],
    [58.31, 'tokens_per_second', '58.3 tok/s'],
    [0.42, 'tokens_per_second', '0.42 tok/s'],
    [0, 'tokens_per_second', '0 tok/s'],
    [1432.2, 'tokens_per_second', '1,432 tok/s'],
    [184_000, 'tokens', '184,000 tok'],
    [12_345_678, 'tokens', '12.35M tok'],
    [17, 'connections', '17'],
    [0.4, 'requests', '0.4'],
    [2 / 3, 'tasks', '0.67'],
    [-0.5, 'errors', '-0.5'],
    [2.999, 'requests', '3'],
    [99.99, 'connections', '99.99'],
    [99.999, 'connections', '100'],
    [100.4, 'connections', '100'],
    [1234.5, 'connections', '1,235'],
    [12_345_678, 'messages', '12.35M'],
    [37.25, 'tokens', '37 tok'],
    [0, 'flag', 'no'],
    [1, 'flag', 'yes'],
    [0.305, 'flag', '30.5%'],
    [1.236, 'load', '1.24'],
  ];
  for (const [value, unit, text] of cases)
    it(`writes ${value} ${unit} as ${text}`, () => {
      assert.equal(formatValue(value, unit), text.replace(' ', space));
    });
});

describe('An axis', () => {
  it('ends at a round number at or above the greatest value, with a round half', () => {
    assert.equal(scaleTop(3, 'percent'), 100);
    assert.equal(scaleTop(0, 'bytes'), 1024);
    assert.equal(scaleTop(1500, 'bytes'), 2048);
    assert.equal(scaleTop(2048, 'bytes'), 2048);
    assert.equal(scaleTop(0, 'decimal'), 10);
    assert.equal(scaleTop(58, 'decimal'), 60);
    assert.equal(scaleTop(61, 'decimal'), 80);
    assert.equal(scaleTop(1001, 'decimal'), 2000);
  });

  it('is finite whatever comes', () => {
    for (const value of [NaN, Infinity, -Infinity, -5]) assert.ok(Number.isFinite(scaleTop(value, 'bytes')));
  });

  it('has labels with a unit', () => {
    assert.equal(formatTick(50, 'percent'), '50%');
    assert.equal(formatTick(0, 'bytes_per_second'), '0');
    assert.equal(formatTick(512 * 1024, 'bytes_per_second'), `512${space}KiB/s`);
    assert.equal(formatTick(2000, 'tokens_per_second'), '2,000');
    assert.equal(formatTick(400, 'milliseconds'), `400${space}ms`);
    assert.equal(formatTick(0, 'milliseconds'), '0');
  });

  it('has times far enough apart to be read', () => {
    assert.equal(timeStep(60_000, 320), 15_000);
    assert.equal(timeStep(60_000, 200), 30_000);
    assert.equal(timeStep(300_000, 320), 60_000);
    assert.equal(timeStep(300_000, 10), 60 * 60_000);
    assert.equal(timeStep(86_400_000, 280), 6 * 3_600_000);
    assert.equal(timeStep(30 * 86_400_000, 280), 7 * 86_400_000);
  });
});

describe('clockTime', () => {
  it('is the local time of day', () => {
    const time = new Date(2026, 4, 3, 9, 5, 7, 250).getTime();
    assert.equal(clockTime(time), '09:05:07');
    assert.equal(clockTime(time, true), '09:05:07.2');
  });
});
