import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pathPoints, pointNumbers } from '../../../../webview/energy/flow/path';
import { ribbonAt } from '../../../../webview/energy/flow/ribbonAt';
import { densityScale, speedScale, widthScales } from '../../../../webview/energy/flow/scaleText';
import {
  outlineWidth,
  sceneOf,
  type ModelReading,
  type Readings,
  type Scene,
} from '../../../../webview/energy/flow/scene';

const size = { width: 640, height: 400 };
const model = (key: string, more: Partial<ModelReading> = {}): ModelReading => ({
  key,
  name: key.toUpperCase(),
  tokensPerSecond: 40,
  entropyBits: 1.5,
  watts: 60,
  quality: 'measured',
  colour: 'blue',
  ...more,
});
const readings = (more: Partial<Readings> = {}): Readings => ({
  domains: [
    { domain: 'package', watts: 50, quality: 'measured' },
    { domain: 'gpu0', watts: 150, quality: 'measured' },
  ],
  models: [model('a', { watts: 120 }), model('b')],
  bytesPerSecond: NaN,
  ...more,
});
const ribbon = (scene: Scene, key: string): Scene['ribbons'][number] => {
  const found = scene.ribbons.find((one) => one.key === key);
  assert.ok(found, `there is no ribbon ${key}`);
  return found;
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const quality = fc.constantFrom('measured', 'estimated', 'unavailable');
const figure = fc.oneof(
  fc.double({ min: 0, max: 5000, noNaN: true }),
  fc.constantFrom(0, NaN, -1, Infinity, -Infinity, 1e300, 1e-300),
);
const anyReadings: fc.Arbitrary<Readings> = fc.record({
  domains: fc.array(
    fc.record({ domain: fc.constantFrom('package', 'gpu0', 'total', 'battery'), watts: figure, quality }),
    {
      maxLength: 5,
    },
  ),
  models: fc.uniqueArray(
    fc.record({
      key: fc.string({ maxLength: 4 }),
      name: fc.string(),
      tokensPerSecond: figure,
      entropyBits: figure,
      watts: figure,
      quality,
      colour: fc.constantFrom('blue', 'red'),
    }),
    { maxLength: 12, selector: ({ key }) => key },
  ),
  bytesPerSecond: figure,
});
const anySize = fc.record({ width: fc.integer({ min: 1, max: 2560 }), height: fc.integer({ min: 1, max: 1400 }) });

describe('A scene of energy', () => {
  it('is as wide as its watts demand, in all its parts', () => {
    const scene = sceneOf(readings(), size);
    const { pxPerWatt } = scene.scale;
    const demanded = { 'domain package': 50, 'domain gpu0': 150, 'model a': 120, 'model b': 60, rest: 20 };
    assert.deepEqual(Object.fromEntries(scene.ribbons.map(({ key, value }) => [key, value])), demanded);
    for (const { value, width } of scene.ribbons) assert.equal(width, value * pxPerWatt);
    assert.deepEqual(widthScales(scene), ['1 px = 2\u00a0W']);
  });

  it('charges models with no more than is known: what is left over has an end of its own', () => {
    const scene = sceneOf(readings({ models: [model('a', { watts: NaN })] }), size);
    assert.equal(ribbon(scene, 'rest').value, 200);
    const { quality: how, width, value } = ribbon(scene, 'model a');
    assert.deepEqual({ how, width, value }, { how: 'unavailable', width: outlineWidth, value: NaN });
  });

  it('says that the rest is an estimate when one of its parts is', () => {
    const models = [model('a', { watts: 30, quality: 'estimated' })];
    assert.equal(ribbon(sceneOf(readings({ models }), size), 'rest').quality, 'estimated');
    assert.equal(ribbon(sceneOf(readings({ models: [] }), size), 'rest').quality, 'measured');
  });

  it('shows tokens and bytes where there is no power, each by a scale that it tells', () => {
    const bare = readings({
      domains: [{ domain: 'package', watts: NaN, quality: 'unavailable' }],
      bytesPerSecond: 2 ** 21,
    });
    const scene = sceneOf(bare, size);
    assert.equal(scene.isByPower, false);
    assert.equal(ribbon(scene, 'model a').width, 40 * scene.scale.pxPerTokenRate);
    assert.equal(ribbon(scene, 'machine').width, 2 * scene.scale.pxPerMebibyteRate);
    assert.deepEqual(widthScales(scene), ['1 px = 1\u00a0tok/s', '1 px = 0.05\u00a0MiB/s']);
    assert.ok(!scene.ribbons.some(({ unit }) => unit === 'watts'));
  });

  it('lets particles go as fast as tokens come, and stand as densely as they have entropy', () => {
    const scene = sceneOf(
      readings({
        models: [
          model('a', { tokensPerSecond: 30, entropyBits: 2 }),
          model('b', { tokensPerSecond: 60, entropyBits: 3 }),
        ],
      }),
      size,
    );
    const [a, b] = scene.streams;
    assert.equal(a!.speed, 30 * scene.scale.pxPerToken);
    assert.equal(b!.speed, 2 * a!.speed);
    assert.equal(a!.density, 2 * scene.scale.particlesPerBit);
    assert.equal(b!.density, 1.5 * a!.density);
    assert.equal(a!.count, (a!.density * a!.path.length) / 100);
    assert.deepEqual([speedScale(scene), densityScale(scene)], ['1 tok/s = 2 px/s', '1 bit = 10 particles per 100 px']);
  });

  it('moves nothing whose speed is not known, and shows no entropy that is not', () => {
    const streamOf = (more: Partial<ModelReading>): unknown => {
      const [stream] = sceneOf(readings({ models: [model('a', more)] }), size).streams;
      return stream && { isMoving: stream.speed > 0, isEntropyUnknown: stream.isEntropyUnknown };
    };
    assert.deepEqual(streamOf({ tokensPerSecond: NaN }), { isMoving: false, isEntropyUnknown: false });
    assert.deepEqual(streamOf({ tokensPerSecond: 0 }), { isMoving: false, isEntropyUnknown: false });
    assert.deepEqual(streamOf({ entropyBits: NaN }), { isMoving: true, isEntropyUnknown: true });
    assert.equal(streamOf({ tokensPerSecond: NaN, entropyBits: NaN }), undefined);
    assert.equal(streamOf({ tokensPerSecond: 0, entropyBits: NaN }), undefined);
    assert.equal(streamOf({ quality: 'unavailable' }), undefined);
  });

  it('gives models beyond the most one end together, and loses none of their power', () => {
    const models = Array.from({ length: 11 }, (_, at) => model(`m${at}`, { watts: 10 }));
    const scene = sceneOf(readings({ models }), size);
    assert.equal(scene.ribbons.filter(({ role }) => role === 'model').length, 8);
    assert.equal(ribbon(scene, 'others').value, 30);
    assert.equal(ribbon(scene, 'rest').value, 90);
  });

  it('draws rather those that generate on their own, in their order', () => {
    const idle = { tokensPerSecond: 0, watts: 0 };
    const models = [model('a', idle), model('b', idle), model('c'), model('d', idle), model('e')];
    const drawn = (most: number): string[] =>
      sceneOf(readings({ models }), size, { models: most })
        .ribbons.filter(({ role }) => role === 'model')
        .map(({ name }) => name);
    assert.deepEqual(drawn(3), ['A', 'C', 'E']);
    assert.deepEqual(drawn(1), ['C']);
    assert.deepEqual(
      sceneOf(readings({ models }), size, { models: 2 }).streams.map(({ key }) => key),
      ['c', 'e'],
    );
  });

  it('gives no power to what is no model while the power of one at work is not known', () => {
    const restOf = (more: Partial<ModelReading>): unknown =>
      ribbon(sceneOf(readings({ models: [model('a', { watts: NaN, ...more })] }), size), 'rest').role;
    assert.equal(restOf({}), 'unattributed');
    assert.equal(restOf({ tokensPerSecond: 0 }), 'rest', 'one that rests is charged with nothing');
    assert.equal(restOf({ watts: 20 }), 'rest');
  });

  it('tells that models together have more than is known of them', () => {
    const othersOf = (others: readonly Partial<ModelReading>[], more: Partial<Readings> = {}): unknown => {
      const models = [model('a'), ...others.map((one, at) => model(`other${at}`, one))];
      const scene = sceneOf(readings({ ...more, models }), size, { models: 1 });
      const { value, quality: how, isAtLeast } = ribbon(scene, 'others');
      return { value, how, isAtLeast };
    };
    const measured = (value: number, isAtLeast: boolean): unknown => ({ value, how: 'measured', isAtLeast });
    assert.deepEqual(othersOf([{ watts: 30 }, { watts: 20 }]), measured(50, false));
    assert.deepEqual(othersOf([{ watts: 30 }, { watts: NaN }]), measured(30, true));
    assert.deepEqual(othersOf([{ watts: 30 }, { watts: NaN, tokensPerSecond: 0 }]), measured(30, false));
    const unknown = { value: NaN, how: 'unavailable', isAtLeast: false };
    assert.deepEqual(othersOf([{ watts: 0 }, { watts: NaN }]), unknown);
    const bare = { domains: [] };
    assert.deepEqual(othersOf([{ tokensPerSecond: 9 }, { tokensPerSecond: NaN }], bare), measured(9, true));
    assert.deepEqual(othersOf([{ tokensPerSecond: NaN }], bare), unknown);
  });

  it('has its ribbons inside, and none over another, however much or little there is', () => {
    fc.assert(
      fc.property(anyReadings, anySize, (some, wanted) => {
        const scene = sceneOf(some, wanted);
        for (const { path, width, value, quality: how } of scene.ribbons) {
          assert.equal(how === 'unavailable', Number.isNaN(value));
          assert.ok(width >= 0 && Number.isFinite(path.length));
          assert.ok(path.points.every(Number.isFinite));
        }
        const isDrawn = scene.ribbons.filter(({ quality: how }) => how !== 'unavailable');
        const wide = sum(
          isDrawn
            .filter(({ role }) => ['model', 'others', 'rest', 'unattributed'].includes(role))
            .map(({ width }) => width),
        );
        assert.ok(wide <= 0.45 * wanted.height + 1e-6, `${wide} of ${wanted.height}`);
        for (const { speed, density, count } of scene.streams) {
          assert.ok(speed >= 0 && speed <= 200 + 1e-6);
          assert.ok(density >= 0 && density <= 40 + 1e-6);
          assert.ok(Number.isFinite(count));
        }
        assert.ok(sum(scene.streams.map(({ count }) => count)) <= 10_000);
      }),
    );
  });

  it('keeps its scales while readings only tremble', () => {
    let before: Scene | undefined;
    const seen = new Set<string>();
    for (let step = 0; step < 200; step++) {
      const tremble = 1 + 0.04 * Math.sin(step);
      const now = readings({
        domains: [{ domain: 'package', watts: 180 * tremble, quality: 'measured' }],
        models: [model('a', { tokensPerSecond: 100 * tremble, entropyBits: 4 * tremble })],
      });
      before = sceneOf(now, size, before ? { before: before.scale } : {});
      if (step > 5) seen.add(JSON.stringify(before.scale));
    }
    assert.equal(seen.size, 1);
  });

  it('has paths whose points are equally far apart', () => {
    for (const { path } of sceneOf(readings(), size).ribbons) {
      const piece = path.length / (pathPoints - 1);
      for (let point = 1; point < pathPoints; point++) {
        const at = point * pointNumbers;
        const step = Math.hypot(path.points[at]! - path.points[at - 4]!, path.points[at + 1]! - path.points[at - 3]!);
        assert.ok(Math.abs(step / piece - 1) < 0.002, `${step} for ${piece}`);
      }
    }
  });

  it('tells the ribbon at a place, thin ones too', () => {
    const scene = sceneOf(readings({ models: [model('a', { watts: 199.9 })] }), size);
    for (const { key, path } of scene.ribbons.filter(({ width }) => width > 0)) {
      const middle = Math.floor(pathPoints * (key.startsWith('domain') ? 0.1 : 0.9)) * pointNumbers;
      assert.equal(ribbonAt(scene, path.points[middle]!, path.points[middle + 1]!)?.key, key);
    }
    assert.equal(ribbonAt(scene, 320, 5), undefined);
  });

  it('is empty where nothing is known', () => {
    const { ribbons, bars, streams } = sceneOf({ domains: [], models: [], bytesPerSecond: NaN }, size);
    assert.deepEqual({ ribbons, bars, streams }, { ribbons: [], bars: [], streams: [] });
  });
});
