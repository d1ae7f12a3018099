import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '../../../../src/engine/clock';
import { EnergyAccount } from '../../../../src/engine/energy/energyAccount';
import { EnergyLedger } from '../../../../src/engine/energy/energyLedger';
import { Ticker } from '../../../../src/engine/ticker';
import { EnergyShares } from '../../../../webview/energy/readings/energyShares';
import { gpuFacts, packageFacts } from '../../energy/domains';
import { SimulatedWork } from '../../energy/simulatedWork';

const start = 1_780_000_000_000;
const joulesOf = (...models: readonly [string, number][]): ReadonlyMap<string, number> => new Map(models);

describe('The share that a model has of the energy', () => {
  let shares: EnergyShares;
  beforeEach(() => {
    shares = new EnergyShares();
  });
  const take = (ms: number, total: number, model: number, isWorking = true): void => {
    shares.take(start + ms, total, joulesOf(['m', model]), isWorking);
  };

  it('is the same whenever readings come and however much they bring', () => {
    const steps = fc.array(
      fc.record({ ms: fc.integer({ min: 50, max: 3000 }), joules: fc.integer({ min: 0, max: 99 }) }),
      {
        minLength: 30,
      },
    );
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), steps, (part, all) => {
        const model = new EnergyShares();
        let [at, total] = [start, 5000];
        for (const { ms, joules } of all) {
          at += ms;
          total += joules;
          model.take(at, total, joulesOf(['m', part * total]), true);
          const share = model.of('m');
          assert.ok(Number.isNaN(share) || Math.abs(share - part) < 1e-9, `${share} of ${part}`);
        }
      }),
    );
  });

  it('does not grow by a step that comes late, nor by two at once', () => {
    for (const [ms, total] of [
      [0, 0],
      [500, 14],
      [1000, 28],
      [1500, 28],
      [2000, 56],
      [2100, 56],
      [2500, 70],
      [3000, 98],
    ] as const) {
      take(ms, total, total * 0.75);
      if (ms >= 1000) assert.equal(shares.of('m'), 0.75, `after ${ms} ms`);
    }
  });

  it('waits while the whole has counted what is not shared yet', () => {
    for (let ms = 0; ms <= 2000; ms += 500) take(ms, ms, ms / 2);
    take(2500, 3000, 1000);
    take(3000, 3300, 1000);
    assert.equal(shares.of('m'), 0.5);
    take(3500, 3500, 1750);
    assert.equal(shares.of('m'), 0.5);
  });

  it('is not known before about a second, and falls to 0 in two when the model rests', () => {
    take(0, 100, 10);
    take(500, 150, 40);
    assert.ok(Number.isNaN(shares.of('m')));
    take(1000, 200, 70);
    assert.equal(shares.of('m'), 0.6);
    for (let ms = 1500; ms <= 5000; ms += 500) take(ms, 200 + (ms - 1000) / 10, 70, false);
    assert.equal(shares.of('m'), 0);
    assert.ok(Number.isNaN(shares.of('another')));
  });

  it('begins anew after a pause, a clock that was set back and a counter that began anew', () => {
    for (const [ms, total, model] of [
      [60_000, 9000, 5000],
      [-1000, 900, 300],
      [1500, 1, 300],
      [1500, 900, 1],
      [1500, NaN, 300],
    ] as const) {
      shares.forget();
      for (const at of [0, 500, 1000]) take(at, 100 + at / 10, 10 + at / 20);
      assert.equal(shares.of('m'), 0.5);
      take(ms, total, model);
      assert.ok(Number.isNaN(shares.of('m')), `after ${ms} ms with ${total} J and ${model} J`);
    }
  });
});

/** Readings of one part, each so long after the one before: late ones, missing ones, and several at once. */
const gaps = fc.array(fc.oneof(fc.integer({ min: 400, max: 600 }), fc.integer({ min: 20, max: 2500 })), {
  minLength: 60,
  maxLength: 60,
});
const clock: Clock = { now: () => start + Date.now(), monotonic: () => Date.now() };
const idleEndsAt = 6000;
const stepMs = 20;

describe('The shares of what the engine counts', () => {
  afterEach(() => {
    mock.timers.reset();
  });

  /** A machine with two parts and two models, of which one stops; told after each step of time. */
  const run = (
    gapsOf: readonly (readonly number[])[],
    watts: readonly number[],
    told: (at: number, total: number, models: ReadonlyMap<string, number>, idle: number) => void,
  ): void => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    const ticker = new Ticker(clock, (error) => {
      assert.ifError(error);
    });
    const source = new EnergyAccount({ ticker, clock });
    const work = new SimulatedWork();
    work.add('a', idleEndsAt, Infinity);
    work.add('b', idleEndsAt + 3000, idleEndsAt + 7000);
    const ledger = new EnergyLedger({ ticker, clock, source, work, enabled: true });
    const readers = [packageFacts, gpuFacts].map((facts, at) => {
      const domain = source.open(facts);
      const due = [...gapsOf[at]!];
      return { domain, due, at: 0, joules: 0, watts: watts[at]! };
    });
    ledger.start();
    for (let now = 0; now < 25_000; now += stepMs) {
      for (const reader of readers) {
        reader.joules += ((now < idleEndsAt ? 5 : reader.watts) * stepMs) / 1000;
        if (now < reader.at) continue;
        reader.at = now + (now < idleEndsAt ? 200 : (reader.due.shift() ?? 500));
        reader.domain.counter(now, reader.joules);
      }
      mock.timers.tick(stepMs);
      const models = joulesOf(['a', work.sum('aboveIdle', 'a')], ['b', work.sum('aboveIdle', 'b')]);
      told(now, source.measuredJoules, models, ledger.idleJoules);
    }
    ledger.stop();
    ticker.stop();
    mock.timers.reset();
  };
  const powers = fc.tuple(fc.integer({ min: 5, max: 90 }), fc.integer({ min: 5, max: 400 }));

  it('and what nobody is charged with make the whole, whatever comes late, not at all or at once', () => {
    fc.assert(
      fc.property(gaps, gaps, powers, (ofPackage, ofGpu, watts) => {
        const shares = new EnergyShares();
        let known = 0;
        run([ofPackage, ofGpu], watts, (at, total, models, idle) => {
          shares.take(at, total, new Map([...models, ['idle', idle]]), at >= idleEndsAt);
          const sum = shares.of('a') + shares.of('b') + shares.of('idle');
          if (Number.isNaN(sum)) return;
          known++;
          assert.ok(Math.abs(sum - 1) < 1e-9, `${sum} after ${at} ms`);
        });
        assert.ok(known > 500);
      }),
      { numRuns: 25 },
    );
  });

  it('are never more than the whole, however seldom and unevenly one looks', () => {
    fc.assert(
      fc.property(gaps, gaps, powers, gaps, (ofPackage, ofGpu, watts, looks) => {
        const shares = new EnergyShares();
        const due = [...looks];
        let [lookAt, known] = [0, 0];
        run([ofPackage, ofGpu], watts, (at, total, models) => {
          if (at < lookAt) return;
          lookAt = at + (due.shift() ?? 500);
          shares.take(at, total, models, at >= idleEndsAt);
          const [a, b] = [shares.of('a'), shares.of('b')];
          if (Number.isNaN(a + b)) return;
          known++;
          assert.ok(a >= 0 && b >= 0 && a + b <= 1 + 1e-9, `${a} and ${b} after ${at} ms`);
        });
        assert.ok(known > 5);
      }),
      { numRuns: 25 },
    );
  });
});
