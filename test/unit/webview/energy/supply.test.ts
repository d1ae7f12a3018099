import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DomainReading } from '../../../../webview/energy/flow/scene';
import { supplyOf } from '../../../../webview/energy/flow/supply';

const read = (domain: string, watts: number, quality: DomainReading['quality'] = 'measured'): DomainReading => ({
  domain,
  watts,
  quality,
});
const told = (domains: readonly DomainReading[]): unknown[] =>
  supplyOf(domains).map(({ key, watts, quality }) => [key, watts, quality]);

describe('The power that comes in', () => {
  it('is its parts where they make up the total', () => {
    assert.deepEqual(told([read('total', 100), read('package', 60), read('gpu0', 39.5)]), [
      ['package', 60, 'measured'],
      ['gpu0', 39.5, 'measured'],
    ]);
  });

  it('is its parts and what else the machine takes where the total is more, an estimate if one of them is', () => {
    assert.deepEqual(told([read('battery', 30), read('package', 12)]), [
      ['package', 12, 'measured'],
      ['other', 18, 'measured'],
    ]);
    assert.deepEqual(told([read('total', 30), read('package', 12, 'estimated')]), [
      ['package', 12, 'estimated'],
      ['other', 18, 'estimated'],
    ]);
  });

  it('is only the total where parts lie within each other, so that no watt is counted twice', () => {
    assert.deepEqual(told([read('total', 50), read('package', 50), read('gpu0', 20)]), [['total', 50, 'measured']]);
  });

  it('keeps unknown parts as unknown, whatever number they bring', () => {
    assert.deepEqual(told([read('package', 60), read('gpu0', 12, 'unavailable')]), [
      ['package', 60, 'measured'],
      ['gpu0', NaN, 'unavailable'],
    ]);
    for (const watts of [NaN, Infinity, -3])
      assert.deepEqual(told([read('package', watts)]), [['package', NaN, 'unavailable']]);
    assert.deepEqual(told([read('total', NaN, 'unavailable')]), [['total', NaN, 'unavailable']]);
    assert.deepEqual(told([]), []);
  });
});
