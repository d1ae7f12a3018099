import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DomainAccount } from '../../../src/engine/energy/domainAccount';
import { batteryFacts, gpuFacts, isSame, packageFacts } from './domains';

const intelRange = 262_143.32885;
const amdRange = 65_532.610987;

/** Reads a counter every half second that grows by so many watts and wraps at its range. */
function readCounter(account: DomainAccount, range: number, watts: number, start: number, readings: number): void {
  for (let i = 0; i < readings; i++) account.counter(i * 500, (start + (watts * i) / 2) % range, range);
}

describe('a domain with an energy counter', () => {
  for (const [maker, range] of [
    ['Intel', intelRange],
    ['AMD', amdRange],
  ] as const)
    it(`counts on over the wrap of an ${maker} counter, as often as it wraps`, () => {
      const account = new DomainAccount(packageFacts);
      const seconds = (2.5 * range) / 200;
      readCounter(account, range, 200, range - 1000, Math.ceil(seconds * 2) + 1);
      assert.ok(isSame(account.joules, 200 * (account.accountedMs / 1000), 1e-6), `${account.joules} J`);
      assert.ok(account.accountedMs >= seconds * 1000);
      assert.equal(account.dropped, 0);
      assert.ok(isSame(account.wattsAtTime(seconds * 1000), 200, 1e-6));
    });

  it('takes a fall that no wrap explains for a reset, and leaves the interval out', () => {
    const account = new DomainAccount(packageFacts);
    account.counter(0, 5000, intelRange);
    account.counter(500, 5010, intelRange);
    account.counter(1000, 3, intelRange);
    account.counter(1500, 13, intelRange);
    assert.equal(account.joules, 20);
    assert.equal(account.accountedMs, 1000);
    assert.equal(account.dropped, 1);
    assert.ok(isSame(account.wattsAtTime(1500), 20), 'power does not reach over the reset');
  });

  it('takes every fall of a counter that never wraps for a reset', () => {
    const account = new DomainAccount(gpuFacts);
    for (const [index, joules] of [100, 110, 0, 10].entries()) account.counter(index * 500, joules);
    assert.equal(account.joules, 20);
    assert.equal(account.dropped, 1);
  });

  it('leaves out a jump that is more than the part can take', () => {
    const account = new DomainAccount(packageFacts);
    for (const [index, joules] of [0, 10, 100_000, 100_010].entries()) account.counter(index * 500, joules, intelRange);
    assert.equal(account.joules, 20);
    assert.equal(account.accountedMs, 1000);
  });

  it('believes twice the rated power where that is more than usual', () => {
    const usual = new DomainAccount(packageFacts);
    const large = new DomainAccount(packageFacts, 900);
    for (const account of [usual, large]) for (const i of [0, 1, 2]) account.counter(i * 1000, i * 1500, intelRange);
    assert.equal(usual.joules, 0);
    assert.equal(large.joules, 3000);
  });

  it('leaves out what passes while nobody reads for more than a minute, such as a night asleep', () => {
    const account = new DomainAccount(packageFacts);
    account.counter(0, 0, intelRange);
    account.counter(20_000, 200, intelRange);
    account.counter(8 * 3_600_000, 2000, intelRange);
    account.counter(8 * 3_600_000 + 500, 2005, intelRange);
    assert.equal(account.joules, 205);
    assert.equal(account.accountedMs, 20_500);
  });

  it('leaves out a suspension that the clock did not see, when the counter ran on', () => {
    const account = new DomainAccount(packageFacts);
    for (const [index, joules] of [0, 10, 20_000, 20_010].entries()) account.counter(index * 500, joules, intelRange);
    assert.equal(account.joules, 20);
  });

  it('gives the energy of a sensor that moves every two seconds when it moves, and its power in between', () => {
    const account = new DomainAccount(packageFacts);
    for (let i = 0; i <= 40; i++) account.counter(i * 500, Math.floor(i / 4) * 100, intelRange);
    assert.equal(account.joules, 1000);
    assert.equal(account.accountedMs, 20_000);
    for (const at of [20_000, 20_500, 21_000, 21_500]) assert.equal(account.wattsAtTime(at), 50);
  });

  it('is unavailable while its counter stands still for half a minute, never at 0 W', () => {
    const account = new DomainAccount(packageFacts);
    for (let at = 0; at <= 30_000; at += 500) account.counter(at, 0, intelRange);
    assert.match(account.reason ?? '', /stood still/);
    assert.ok(!account.isKnown);
    assert.ok(Number.isNaN(account.wattsAtTime(30_000)));
  });

  it('leaves out what passes in a gap, and while it is unavailable, and keeps what it had', () => {
    const account = new DomainAccount(packageFacts);
    account.counter(0, 0, intelRange);
    account.counter(500, 5, intelRange);
    account.gap();
    assert.ok(Number.isNaN(account.wattsAtTime(500)));
    account.counter(1000, 500, intelRange);
    account.counter(1500, 505, intelRange);
    account.unavailable('Somebody took the permission away.');
    assert.equal(account.reason, 'Somebody took the permission away.');
    assert.ok(!account.isKnown);
    account.counter(2000, 900, intelRange);
    assert.ok(!account.isKnown, 'one reading tells no energy');
    account.counter(2500, 905, intelRange);
    assert.ok(account.isKnown);
    assert.equal(account.joules, 15);
    assert.equal(account.accountedMs, 1500);
  });

  it('takes power from the sensor and energy from the counter where there are both', () => {
    const account = new DomainAccount(gpuFacts);
    for (const i of [0, 1, 2]) {
      account.counter(i * 500, i * 100);
      account.power(i * 500, 250);
    }
    assert.equal(account.joules, 200);
    assert.equal(account.wattsAtTime(1000), 250);
    assert.equal(account.refused, 0);
  });

  it('gives power over about a second, however readings jitter', () => {
    const account = new DomainAccount(packageFacts);
    let joules = 0;
    for (let i = 0; i < 100; i++) {
      joules += i === 99 ? 100 : 10;
      account.counter(i * 100 + (i % 3), joules);
    }
    const watts = account.wattsAtTime(10_000);
    assert.ok(Math.abs(watts - (100 + 9 * 10)) < 15, `${watts} W`);
  });
});

describe('a domain with a power sensor', () => {
  it('integrates what changes evenly without an error', () => {
    const account = new DomainAccount(gpuFacts);
    const at = (seconds: number): number => 50 + 3 * seconds;
    for (let i = 0; i <= 200; i++) account.power(i * 500, at(i / 2));
    assert.ok(isSame(account.joules, 50 * 100 + (3 * 100 ** 2) / 2));
    assert.equal(account.accountedMs, 100_000);
  });

  it('integrates a wave within one part in a thousand of its closed form', () => {
    const account = new DomainAccount(gpuFacts);
    const period = 20;
    for (let i = 0; i <= 250; i++) account.power(i * 500, 100 + 80 * Math.sin((2 * Math.PI * i) / 2 / period));
    const closed = 100 * 125 + ((80 * period) / (2 * Math.PI)) * (1 - Math.cos((2 * Math.PI * 125) / period));
    assert.ok(isSame(account.joules, closed, 1e-3), `${account.joules} J instead of ${closed} J`);
  });

  it('does not integrate over a hole, and learns slower readings', () => {
    const account = new DomainAccount(batteryFacts);
    for (const at of [0, 500, 1000, 6001]) account.power(at, 10);
    assert.equal(account.accountedMs, 1000);
    // Its period is 5 s now, so 10 s more are no hole.
    account.power(16_001, 10);
    assert.equal(account.accountedMs, 11_000);
    account.power(4_000_000, 10);
    account.power(8_000_000, 10);
    assert.equal(account.accountedMs, 11_000, 'hours are never a period');
  });

  it('tells no power any more once readings stay away', () => {
    const account = new DomainAccount(gpuFacts);
    account.power(0, 70);
    account.power(500, 70);
    assert.equal(account.wattsAtTime(5500), 70);
    assert.ok(Number.isNaN(account.wattsAtTime(5501)));
  });

  it('refuses and counts what is no power, and what does not come later', () => {
    const account = new DomainAccount(gpuFacts);
    account.power(0, 100);
    for (const watts of [NaN, -1, Infinity, -Infinity, 1e9]) account.power(250, watts);
    account.power(0, 100);
    account.counter(300, NaN);
    account.counter(300, -5);
    account.power(500, 100);
    assert.equal(account.refused, 8);
    assert.equal(account.joules, 50);
  });
});

it('no order of readings, gaps and nonsense makes energy fall or exceed what the part can take', () => {
  const reading = fc.record({
    after: fc.oneof(fc.constant(500), fc.integer({ min: -100, max: 100_000 })),
    value: fc.oneof(fc.double(), fc.integer({ min: 0, max: 70_000 })),
    kind: fc.constantFrom('counter', 'wrapping', 'power', 'gap', 'unavailable'),
  });
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 60 }), (readings) => {
      const account = new DomainAccount(packageFacts);
      let now = 0;
      let latest = 0;
      let before = 0;
      for (const { after, value, kind } of readings) {
        now += after;
        latest = Math.max(latest, now);
        if (kind === 'counter') account.counter(now, value);
        else if (kind === 'wrapping') account.counter(now, value, amdRange);
        else if (kind === 'power') account.power(now, value);
        else if (kind === 'gap') account.gap();
        else account.unavailable('Not now.');
        assert.ok(account.joules >= before, 'energy only grows');
        before = account.joules;
        const watts = account.wattsAtTime(now);
        assert.ok(Number.isNaN(watts) || watts >= 0, `${watts} W`);
      }
      // A counter moves in steps: each may hold a tenth of a second more than its interval.
      assert.ok(account.joules <= account.accountedMs + 100 * readings.length + 1e-6);
    }),
    { numRuns: 500 },
  );
});
