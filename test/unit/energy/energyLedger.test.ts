import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '../../../src/engine/clock';
import { EnergyAccount } from '../../../src/engine/energy/energyAccount';
import type { EnergyDomain } from '../../../src/engine/energy/energyDomain';
import { EnergyLedger } from '../../../src/engine/energy/energyLedger';
import { Ticker, type Stoppable } from '../../../src/engine/ticker';
import { estimateFacts, gpuFacts, isSame, packageFacts } from './domains';
import { SimulatedWork } from './simulatedWork';

const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
const intelRange = 262_143.32885;

/** A machine with readers, requests and a ledger, in a time that passes when told. It starts at 0 ms. */
class Bench {
  readonly ticker: Ticker;
  readonly account: EnergyAccount;
  readonly ledger: EnergyLedger;
  readonly work = new SimulatedWork();
  readonly errors: unknown[] = [];

  constructor(enabled = true) {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
    this.ticker = new Ticker(mocked, (error) => this.errors.push(error));
    this.account = new EnergyAccount({ ticker: this.ticker, clock: mocked });
    const { ticker, account, work } = this;
    this.ledger = new EnergyLedger({ ticker, clock: mocked, source: account, work, enabled });
  }

  /** Reads a domain's counter every so often; its power is a function of time. */
  counter(domain: EnergyDomain, watts: (at: number) => number, everyMs = 500, range = intelRange): Stoppable {
    let joules = range - 700;
    let readAt = mocked.monotonic();
    const read = (): void => {
      const now = mocked.monotonic();
      for (let at = readAt; at < now; at += 100) joules = (joules + watts(at) / 10) % range;
      readAt = now;
      domain.counter(now, joules, range);
    };
    read();
    return this.ticker.every(everyMs, read);
  }

  sensor(domain: EnergyDomain, watts: (at: number) => number): Stoppable {
    return this.ticker.every(500, () => {
      domain.power(mocked.monotonic(), watts(mocked.monotonic()));
    });
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 100) mock.timers.tick(100);
  }

  /** NaN while it is unknown. */
  idleWatts(): number {
    return this.ledger.idleWatts ?? NaN;
  }

  /** Every joule of the account is in exactly one place. */
  assertConserved(): void {
    const { ledger, account, work } = this;
    const total = account.measuredJoules + account.estimatedJoules;
    assert.ok(isSame(ledger.totalJoules, total), `${ledger.totalJoules} J shared of ${total} J`);
    assert.ok(isSame(work.sum('aboveIdle'), ledger.attributedJoules));
    assert.ok(isSame(work.sum('aboveIdle') + ledger.idleJoules, total), 'workers and idle make the total');
    assert.ok(work.sum('gross') <= total * (1 + 1e-9));
    for (const { aboveIdle, gross } of work.requests) assert.ok(aboveIdle >= 0 && gross >= aboveIdle);
  }

  dispose(): void {
    this.ledger.stop();
    this.ticker.stop();
    mock.timers.reset();
    assert.deepEqual(this.errors, []);
  }
}

describe('the energy ledger', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => {
    bench.dispose();
  });

  it('gives a request what lies above idle, and idle power to nobody', () => {
    const request = bench.work.add('m', 20_000, 30_000);
    bench.counter(bench.account.open(packageFacts), (at) => (at >= 20_000 && at < 30_000 ? 110 : 10));
    bench.ledger.start();
    bench.pass(40_000);
    assert.ok(isSame(bench.idleWatts(), 10, 1e-6));
    assert.ok(isSame(request.aboveIdle, 1000, 1e-6), `${request.aboveIdle} J`);
    assert.ok(isSame(request.gross, 1100, 1e-6));
    assert.deepEqual([...bench.work.qualities], ['measured']);
    assert.deepEqual(bench.work.reasons.at(-1), undefined);
    bench.assertConserved();
  });

  it('says after each interval that it has shared, and of the last one too', () => {
    const request = bench.work.add('m', 5000, 10_000);
    bench.counter(bench.account.open(packageFacts), (at) => (at >= 5000 ? 60 : 10), 2000);
    bench.ledger.start();
    let [shared, told] = [0, 0];
    bench.work.energyShared = () => {
      shared++;
      told = request.aboveIdle;
    };
    bench.pass(9500);
    assert.equal(shared, 19);
    assert.equal(told, request.aboveIdle);
    bench.ledger.stop();
    assert.equal(shared, 20);
    assert.equal(told, request.aboveIdle);
  });

  it('gives requests at the same time equal parts, and each its part of the time', () => {
    const whole = bench.work.add('a', 10_000, 20_000);
    const half = bench.work.add('b', 15_000, 20_000);
    bench.counter(bench.account.open(packageFacts), (at) => (at >= 10_000 && at < 20_000 ? 50 : 10));
    bench.ledger.start();
    bench.pass(25_000);
    assert.ok(isSame(whole.aboveIdle, 200 + 100, 1e-6));
    assert.ok(isSame(half.aboveIdle, 100, 1e-6));
    assert.ok(isSame(whole.gross, 250 + 125, 1e-6));
    bench.assertConserved();
  });

  it('shares within an interval by the time in it', () => {
    const long = bench.work.add('a', 9500, 10_000);
    const short = bench.work.add('b', 9900, 10_000);
    bench.counter(bench.account.open(packageFacts), (at) => (at >= 9500 && at < 10_000 ? 70 : 10));
    bench.ledger.start();
    bench.pass(12_000);
    assert.ok(isSame(long.aboveIdle / short.aboveIdle, 5, 1e-6));
    assert.ok(isSame(long.aboveIdle + short.aboveIdle, 30, 1e-6));
  });

  it('gives everything to the models, as an estimate, while idle power is unknown', () => {
    const request = bench.work.add('m', 0, 5000);
    bench.counter(bench.account.open(packageFacts), () => 40);
    bench.ledger.start();
    bench.pass(5000);
    assert.ok(Number.isNaN(bench.idleWatts()));
    assert.ok(isSame(request.aboveIdle, 200, 1e-6));
    assert.equal(request.aboveIdle, request.gross);
    assert.deepEqual([...bench.work.qualities], ['estimated']);
    bench.assertConserved();
  });

  it('never gives more to idle than there was', () => {
    const request = bench.work.add('m', 20_000, 25_000);
    bench.counter(bench.account.open(packageFacts), (at) => (at < 20_000 ? 30 : 20));
    bench.ledger.start();
    bench.pass(25_000);
    assert.equal(request.aboveIdle, 0);
    assert.ok(isSame(request.gross, 100, 1e-6));
    bench.assertConserved();
  });

  it('takes a median for idle power, so that other programs which run for a while do not count', () => {
    bench.counter(bench.account.open(packageFacts), (at) => (at % 10_000 < 4000 ? 90 : 12));
    bench.ledger.start();
    bench.pass(120_000);
    assert.ok(isSame(bench.idleWatts(), 12, 1e-6));
  });

  it('forgets idle power that is older than ten minutes once there is newer', () => {
    bench.counter(bench.account.open(packageFacts), (at) => (at < 300_000 ? 80 : 20));
    bench.ledger.start();
    bench.pass(1_000_000);
    assert.ok(isSame(bench.idleWatts(), 20, 1e-6));
  });

  it('learns idle power anew when another part of the machine begins to count', () => {
    bench.counter(bench.account.open(packageFacts), () => 20);
    bench.ledger.start();
    bench.pass(10_000);
    assert.ok(isSame(bench.idleWatts(), 20, 1e-6));
    bench.sensor(bench.account.open(gpuFacts), () => 60);
    bench.pass(1500);
    assert.ok(Number.isNaN(bench.idleWatts()));
    bench.pass(10_000);
    assert.ok(isSame(bench.idleWatts(), 80, 1e-6));
    bench.assertConserved();
  });

  it('waits for readings that come every 20 s, and does not charge their time to a request that just began', () => {
    const request = bench.work.add('m', 59_000, 60_000);
    bench.counter(bench.account.open(packageFacts), () => 25, 20_000);
    bench.ledger.start();
    bench.pass(61_000);
    // The reader is slow, so a twentieth of the time stands for a twentieth of the energy.
    assert.ok(isSame(request.gross, 25, 0.05), `${request.gross} J`);
    bench.assertConserved();
  });

  it('says why energy is unknown, once, and goes on when it comes back', () => {
    const domain = bench.account.open(packageFacts);
    domain.unavailable('The counter may be read by root only.');
    const request = bench.work.add('m', 0, 60_000);
    bench.ledger.start();
    bench.pass(5000);
    assert.deepEqual(bench.work.reasons, ['The counter may be read by root only.']);
    assert.equal(bench.ledger.unknown, 'The counter may be read by root only.');
    assert.equal(bench.ledger.totalJoules, 0);
    assert.equal(bench.work.sum('gross'), 0);
    const reading = bench.counter(domain, () => 30);
    bench.pass(5000);
    reading.stop();
    domain.unavailable('It was taken away.');
    bench.pass(5000);
    assert.deepEqual(bench.work.reasons.slice(1), [undefined, 'It was taken away.']);
    assert.ok(request.gross > 100);
    bench.assertConserved();
  });

  it('marks what comes from an estimate', () => {
    bench.work.add('m', 10_000, 12_000);
    bench.sensor(bench.account.open(estimateFacts), (at) => (at < 10_000 ? 10 : 50));
    bench.ledger.start();
    bench.pass(15_000);
    assert.deepEqual([...bench.work.qualities], ['estimated']);
    bench.assertConserved();
  });

  it('shares nothing while it is switched off, and nothing of that time afterwards', () => {
    const request = bench.work.add('m', 0, 100_000);
    bench.counter(bench.account.open(packageFacts), () => 30);
    bench.ledger.setEnabled(false);
    bench.ledger.start();
    bench.pass(10_000);
    assert.match(bench.ledger.unknown ?? '', /energyCalculation is off; turn it on/);
    assert.equal(bench.work.sum('gross'), 0);
    assert.deepEqual(bench.work.intervals, []);
    bench.ledger.setEnabled(true);
    bench.pass(5000);
    assert.ok(isSame(request.gross, 150, 0.11), `${request.gross} J`);
    assert.equal(bench.ledger.unknown, undefined);
    const shared = bench.ledger.totalJoules;
    bench.ledger.setEnabled(false);
    bench.pass(10_000);
    assert.equal(bench.ledger.totalJoules, shared);
  });

  it('asks for intervals that follow each other without a hole or an overlap', () => {
    bench.counter(bench.account.open(packageFacts), () => 30);
    bench.ledger.start();
    bench.pass(20_000);
    const { intervals } = bench.work;
    assert.ok(intervals.length >= 38);
    intervals.slice(1).forEach(([from], index) => {
      assert.equal(from, intervals[index]![1]);
    });
  });

  it('splits what a machine slept through like any other time, and invents nothing for it', () => {
    bench.counter(bench.account.open(packageFacts), () => 20);
    bench.ledger.start();
    bench.pass(10_000);
    const before = bench.account.measuredJoules;
    mock.timers.setTime(mocked.now() + 8 * 3_600_000);
    bench.pass(5000);
    assert.ok(bench.account.measuredJoules - before <= 20 * 6);
    bench.assertConserved();
  });
});

it('loses and invents no joule with two models, hundreds of requests, wraps, resets, gaps and slow readers', () => {
  const event = fc.record({
    after: fc.integer({ min: 100, max: 30_000 }),
    what: fc.constantFrom('reset', 'gap', 'unavailable', 'stall', 'sleep'),
    who: fc.constantFrom(0, 1),
  });
  const request = fc.record({
    model: fc.constantFrom('a', 'b'),
    from: fc.integer({ min: 0, max: 150_000 }),
    ms: fc.integer({ min: 1, max: 20_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(request, { minLength: 200, maxLength: 400 }),
      fc.array(event, { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 10, maxLength: 10 }),
      (requests, events, levels) => {
        const bench = new Bench();
        try {
          for (const { model, from, ms } of requests) bench.work.add(model, from, from + ms);
          const cpu = bench.account.open(packageFacts);
          const gpu = bench.account.open(gpuFacts);
          const level = (at: number): number => levels[Math.floor(at / 7000) % levels.length]!;
          // The range is small, so that it wraps many times.
          let reading = bench.counter(cpu, level, 500, 1000);
          bench.sensor(gpu, (at) => level(at * 3));
          bench.ledger.start();
          for (const { after, what, who } of events) {
            bench.pass(after);
            const domain = who === 0 ? cpu : gpu;
            if (what === 'gap') domain.gap();
            else if (what === 'unavailable') domain.unavailable('Not now.');
            else if (what === 'sleep') mock.timers.setTime(mocked.now() + 3_600_000);
            else if (what === 'stall') reading.stop();
            else {
              reading.stop();
              reading = bench.counter(cpu, level, 1000, 1000);
            }
          }
          // Time enough that nothing waits for a reader any more.
          bench.pass(35_000);
          bench.ledger.setEnabled(false);
          bench.assertConserved();
          const all = bench.work.sum('aboveIdle');
          assert.ok(isSame(bench.work.sum('aboveIdle', 'a') + bench.work.sum('aboveIdle', 'b'), all));
        } finally {
          bench.dispose();
        }
      },
    ),
    { numRuns: 20 },
  );
});
