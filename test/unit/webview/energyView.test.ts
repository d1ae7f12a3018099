import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { MetricId } from '../../../src/protocol/catalogue';
import { qualities, type Origin } from '../../../src/protocol/metric';
import type { EngineStatus } from '../../../src/protocol/status';
import { energyNotes } from '../../../webview/energy/figures/energyNotes';
import { MotionLoop } from '../../../webview/energy/motionLoop';
import { EnergyReadings, type EnergyNow } from '../../../webview/energy/readings/energyReadings';
import { energyReading } from '../../../webview/energy/readings/energyText';
import type { PageNow } from '../../../webview/shared/livePage';
import { textOf } from '../../../webview/shared/reading';
import { statusWith } from '../../support/fakeEngine';
import { FakePageTime } from './fakePageTime';
import { now, storeOf, tell, type Fed } from './energyViewStore';

const origin = (scope: string): Origin => ({ method: 'energy counter', scope, source: 'a sensor' });
const power = (domain: string, value: number, more: Partial<Fed> = {}): Fed => ({
  metric: 'system.power_watts',
  labels: { domain },
  value,
  origin: origin(domain === 'total' ? 'CPU package + GPU board' : domain === 'package' ? 'CPU package' : 'GPU board'),
  ...more,
});
const ofModel = (metric: MetricId, value: number, more: Partial<Fed> = {}): Fed => ({
  metric,
  labels: { runtime: 'local', model: 'qwen', ...more.labels },
  value,
  ...more,
});
const read = (series: readonly Fed[], isHeard = true): EnergyNow =>
  new EnergyReadings(storeOf(series)).read({ status: undefined, activity: undefined }, isHeard);

describe('The readings of the energy view', () => {
  const labelled = fc.constantFrom('package', 'gpu0', 'dram', 'battery', 'total').chain((domain) =>
    fc.record({
      domain: fc.constant(domain),
      value: fc.oneof(fc.double({ min: 0, max: 500, noNaN: true }), fc.constant(NaN)),
      ageMs: fc.constantFrom(0, 500, 2500, 4000, 60_000),
      quality: fc.constantFrom(...qualities),
    }),
  );
  const domains = fc.uniqueArray(labelled, { selector: ({ domain }) => domain, maxLength: 5 });
  const speeds = fc.array(
    fc.record({
      value: fc.oneof(fc.double({ min: 0, max: 200, noNaN: true }), fc.constant(NaN)),
      ageMs: fc.constantFrom(0, 2500, 4000, 60_000),
      quality: fc.constantFrom(...qualities),
    }),
    { maxLength: 15 },
  );

  it('are the very numbers that were told lately, or unknown', () => {
    fc.assert(
      fc.property(domains, speeds, fc.boolean(), (fedDomains, fedSpeeds, isHeard) => {
        const series = [
          ...fedDomains.map(({ domain, ...rest }) => power(domain, rest.value, rest)),
          ...fedSpeeds.map((rest, at) =>
            ofModel('model.tokens_per_second', rest.value, { ...rest, labels: { runtime: 'local', model: `m${at}` } }),
          ),
        ];
        const { readings } = read(series, isHeard);
        const told = (fed: { value: number; ageMs: number; quality: string }): number =>
          isHeard && fed.quality !== 'unavailable' && fed.ageMs <= 3000 ? fed.value : NaN;
        for (const { domain, watts, quality } of readings.domains) {
          const fed = fedDomains.find((one) => one.domain === domain)!;
          assert.equal(watts, told(fed));
          assert.equal(quality, Number.isNaN(watts) ? 'unavailable' : fed.quality);
        }
        assert.ok(readings.models.length <= 12);
        for (const { key, tokensPerSecond, entropyBits, watts, quality } of readings.models) {
          const fed = fedSpeeds[Number(/m(\d+)$/.exec(key)![1])]!;
          assert.equal(tokensPerSecond, told(fed));
          assert.equal(quality, Number.isNaN(tokensPerSecond) ? 'unavailable' : fed.quality);
          assert.ok(Number.isNaN(entropyBits) && Number.isNaN(watts), 'of what nothing was told nothing is known');
        }
        const generating = fedSpeeds.filter((fed) => told(fed) > 0).length;
        const shown = readings.models.filter(({ tokensPerSecond }) => tokensPerSecond > 0).length;
        assert.equal(shown, Math.min(12, generating), 'those that generate are rather shown than those that do not');
      }),
    );
  });

  it('leave out what lies inside another part, and put estimates beside a measured total', () => {
    const both = [power('package', 30), power('gpu0', 90), power('total', 120)];
    const pictured = (series: readonly Fed[]): string[] => read(series).readings.domains.map(({ domain }) => domain);
    assert.deepEqual(pictured(both), ['package', 'gpu0', 'total']);
    assert.deepEqual(pictured([...both, power('gpu1', 8, { origin: origin('SoC') })]), ['package', 'gpu0', 'total']);
    assert.deepEqual(
      pictured([...both, power('battery', 140, { origin: origin('whole system, on battery') })]),
      ['package', 'gpu0', 'total'],
      'a battery feeds all the others',
    );
    const estimated = power('package', 30, { quality: 'estimated' });
    const onlyGpu = power('total', 90, { origin: origin('GPU board') });
    assert.deepEqual(pictured([estimated, power('gpu0', 90), onlyGpu]), ['package', 'gpu0']);
    const onMains = power('battery', NaN, { quality: 'unavailable', reason: 'On mains.' });
    assert.deepEqual(pictured([...both, onMains]), ['package', 'gpu0', 'total']);
  });

  it('take the lower bound of entropy while a model generates, and none while it does not', () => {
    const bits = [
      ofModel('model.entropy_bits', 1.25, { labels: { runtime: 'local', model: 'qwen', bound: 'lower' } }),
      ofModel('model.entropy_bits', 1.6, { labels: { runtime: 'local', model: 'qwen', bound: 'upper' } }),
    ];
    assert.equal(read([ofModel('model.tokens_per_second', 40), ...bits]).readings.models[0]!.entropyBits, 1.25);
    assert.ok(Number.isNaN(read([ofModel('model.tokens_per_second', 0), ...bits]).readings.models[0]!.entropyBits));
  });

  it('share all that is measured between models and the rest', () => {
    const energy = (domain: string, value: number): Fed => ({
      metric: 'system.energy_joules',
      labels: { domain },
      value,
    });
    const fed = [
      power('total', 120),
      energy('total', 7200),
      ofModel('model.tokens_per_second', 42),
      ofModel('model.energy_joules', 3000),
    ];
    const store = storeOf(fed);
    const readings = new EnergyReadings(store);
    const nothing = { status: undefined, activity: undefined };
    readings.read(nothing, true);
    for (let at = 500; at <= 2000; at += 500) {
      tell(store, 0, now + at, 120);
      tell(store, 1, now + at, 7200 + (120 * at) / 1000);
      tell(store, 2, now + at, 42);
      tell(store, 3, now + at, 3000 + (61 * at) / 1000);
      readings.read(nothing, true);
    }
    const { account } = readings.read(nothing, true);
    const texts = ({ power: watts, energy: joules }: typeof account.total): string[] => [textOf(watts), textOf(joules)];
    assert.deepEqual(texts(account.total), ['120.0\u00a0W', '7,440\u00a0J']);
    assert.deepEqual(texts(account.models), ['61.0\u00a0W', '3,122\u00a0J']);
    assert.deepEqual(texts(account.rest), ['59.0\u00a0W', '4,318\u00a0J']);
  });

  it('say n/a with the reason, never 0, where the whole is not known', () => {
    const reason = 'The energy counter may be read by root only.';
    const { account } = read([
      power('total', NaN, { quality: 'unavailable', reason }),
      ofModel('model.tokens_per_second', 0),
    ]);
    for (const { power: watts, energy } of [account.total, account.models, account.rest])
      for (const reading of [watts, energy]) {
        assert.equal(textOf(reading), 'n/a');
        assert.match(reading.hint!, /root only/);
      }
  });

  it('write energy in J, then in thousands of them, with watt-hours beside it', () => {
    assert.equal(textOf(energyReading(812.44, 'measured')), '812.4\u00a0J');
    assert.equal(textOf(energyReading(99_999, 'measured')), '99,999\u00a0J');
    assert.equal(textOf(energyReading(1_204_000, 'measured')), '1,204\u00a0kJ');
    assert.equal(textOf(energyReading(250_000_000, 'estimated')), '≈\u00a0250.0\u00a0MJ');
    assert.match(energyReading(36_000, 'measured').hint!, /10\.0\sWh/);
    assert.equal(textOf(energyReading(NaN, 'measured')), '–');
  });
});

describe('The notes of the energy view', () => {
  const runtime: EngineStatus['runtimes'][number] = { name: 'local', kind: 'llamacpp', url: '', models: [], notes: [] };
  const page = (status: EngineStatus | undefined, more: Partial<PageNow> = {}): PageNow => ({
    status,
    condition: { kind: 'live', label: 'Live' },
    activity: undefined,
    emptyNote: 'Waiting for the first data …',
    ...more,
  });
  const notes = (now: PageNow, series: readonly Fed[] = []): string[] => {
    const { parts, models } = read(series);
    return energyNotes(now, parts, models).map(({ text }) => text);
  };

  it('say what is missing, why, and what to do', () => {
    const reason = 'It may be read by root only. The setting wirthforge.energy.cpuTdpWatts gives an estimate.';
    const noPower = power('package', NaN, { quality: 'unavailable', reason });
    const [first, second] = notes(page({ ...statusWith({ runtimes: [] }), discovers: true }), [noPower]);
    assert.match(
      first!,
      /power of this machine is not known.*root only.*cpuTdpWatts.*tokens per second.*bytes per second/,
    );
    assert.match(second!, /No model server was found.*Start llama-server or Ollama.*wirthforge\.runtimes/);
    const unwatched = { ...statusWith({ runtimes: [] }), discovers: false };
    assert.match(notes(page(unwatched), [power('package', 9)])[0]!, /is watched.*wirthforge\.runtimeDiscovery/);
    assert.match(notes(page(statusWith({ runtimes: [runtime] })), [power('package', 9)])[0]!, /No model is loaded/);
    assert.match(
      notes(page(undefined), [power('package', 9), ofModel('model.tokens_per_second', 0)])[0]!,
      /nothing moves/,
    );
    assert.match(
      notes(page(undefined), [power('package', 9), ofModel('model.tokens_per_second', 40)])[0]!,
      /Uncertainty is not available of qwen.*measuring proxy/,
    );
  });

  it('say only that nothing is heard where that is so', () => {
    const detail = 'The monitor has sent nothing since 12:00:00.';
    const silent = page(undefined, { condition: { kind: 'silent', label: 'No data', detail } });
    assert.deepEqual(notes(silent, [power('package', 9)]), [detail]);
    assert.deepEqual(notes(page(undefined)), ['Waiting for the first data …']);
  });
});

describe('The loop of frames', () => {
  const loopOf = (moves: () => boolean): { time: FakePageTime; loop: MotionLoop; drawn: () => number } => {
    const time = new FakePageTime();
    let drawn = 0;
    const motion = {
      isVisible: () => time.isVisible(),
      requestFrame: (draw: (now: number) => void) =>
        time.requestFrame(() => {
          draw(time.now());
        }),
      cancelFrame: (id: number) => {
        time.cancelFrame(id);
      },
    };
    const loop = new MotionLoop(motion, () => {
      drawn++;
      return moves();
    });
    return { time, loop, drawn: () => drawn };
  };

  it('runs while something moves that can be seen, and stops with it', () => {
    let isMoving = true;
    const { time, loop, drawn } = loopOf(() => isMoving);
    loop.request();
    assert.equal(time.pending, 0, 'not on the screen yet');
    loop.scrolled(true);
    time.advance(160);
    assert.ok(drawn() >= 9);
    isMoving = false;
    time.advance(40);
    const after = drawn();
    time.advance(1000);
    assert.equal(drawn(), after);
    assert.equal(time.pending, 0);
    loop.request();
    time.advance(40);
    assert.equal(drawn(), after + 1);
  });

  it('asks for nothing while hidden, scrolled away or stopped, and goes on afterwards', () => {
    const { time, loop, drawn } = loopOf(() => true);
    loop.scrolled(true);
    loop.request();
    time.advance(40);
    time.visible = false;
    loop.visibilityChanged();
    assert.equal(time.pending, 0);
    loop.request();
    assert.equal(time.pending, 0);
    time.visible = true;
    loop.visibilityChanged();
    assert.equal(time.pending, 1);
    loop.scrolled(false);
    assert.equal(time.pending, 0);
    loop.scrolled(true);
    const before = drawn();
    time.advance(40);
    assert.ok(drawn() > before);
    loop.stop();
    loop.visibilityChanged();
    assert.equal(time.pending, 0);
  });
});
