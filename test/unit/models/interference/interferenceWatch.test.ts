import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InterferenceWatch, type Interference } from '../../../../src/engine/models/interference/interferenceWatch';
import { bursts, even, jittered, played, random, type Stream, type Stretch } from './tokenStreams';

const rateOf = { a: 50, b: 20 } as const;

function found(...stretches: readonly Stretch[]): Interference[] {
  const all: Interference[] = [];
  played(new InterferenceWatch((one) => all.push(one)), stretches);
  return all;
}

/** Both alone for ten seconds each, then together, each at a part of its own speed, then one of them alone. */
const course = (stream: Stream, a: number, b: number, togetherMs = 10_000): Stretch[] => [
  { ms: 10_000, streams: { 'r/a': stream(rateOf.a) } },
  { ms: 10_000, streams: { 'r/b': stream(rateOf.b) } },
  { ms: togetherMs, streams: { 'r/a': stream(rateOf.a * a), 'r/b': stream(rateOf.b * b) } },
  { ms: 2000, streams: { 'r/a': stream(rateOf.a) } },
];

describe('interference of two models', () => {
  it('is constructive where they do not touch each other', () => {
    const [one, ...more] = found(...course(even, 1, 1));
    assert.ok(one);
    assert.deepEqual(more, []);
    assert.deepEqual(one.models, ['r/a', 'r/b']);
    assert.equal(one.type, 'constructive');
    assert.ok(Math.abs(one.strength - 1) < 0.02);
    assert.ok(Math.abs(one.durationMs - 10_000) < 100);
  });

  it('is as strong as what they gain or lose together', () => {
    for (const [a, b, type, strength] of [
      [0.7, 0.6, 'constructive', 0.3],
      [0.4, 0.3, 'destructive', 0.3],
      [0.9, 0.02, 'destructive', 0.08],
      [0.6, 0.5, 'constructive', 0.1],
    ] as const) {
      const [one] = found(...course(even, a, b, 60_000));
      assert.ok(one, `${a} ${b}`);
      assert.equal(one.type, type);
      assert.ok(Math.abs(one.strength - strength) < 0.02, `${one.strength} for ${strength}`);
    }
  });

  it('is none where they take turns, each at half its speed', () => {
    assert.deepEqual(found(...course(even, 0.5, 0.5)), []);
    assert.deepEqual(found(...course(even, 0.8, 0.2)), []);
    assert.deepEqual(found(...course(bursts(700), 0.5, 0.5)), []);
  });

  it('is found in bursty streams too', () => {
    const [together] = found(...course(bursts(700), 1, 1, 20_000));
    assert.equal(together?.type, 'constructive');
    const [apart] = found(...course(bursts(700), 0.25, 0.25, 20_000));
    assert.equal(apart?.type, 'destructive');
    assert.ok(Math.abs(apart.strength - 0.5) < 0.1, `${apart.strength}`);
  });

  it('is told how often tokens alternate', () => {
    const [one] = found(...course(even, 1, 1));
    // 20 tokens a second of the slower model lie between those of the faster one: into it and out of it each time.
    assert.ok(one && Math.abs(one.frequency - 40) < 1, `${one?.frequency}`);
  });

  it('is none with one model alone, however its speed changes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.nat(8000)), { maxLength: 8 }), (parts) => {
        const all = found(...parts.map(([rate, ms]) => ({ ms, streams: { 'r/a': jittered(rate, random(rate)) } })));
        assert.deepEqual(all, []);
      }),
      { numRuns: 50 },
    );
  });

  it('is none while nothing is known of one of them alone', () => {
    const [, onlyB, together] = course(even, 1, 1);
    assert.ok(onlyB && together);
    assert.deepEqual(found(together), []);
    assert.deepEqual(found(onlyB, together), []);
    assert.deepEqual(found({ ...onlyB, ms: 1500, streams: { 'r/a': even(50) } }, onlyB, together), []);
  });

  it('is none in an overlap too short to tell', () => {
    assert.deepEqual(found(...course(even, 1, 1, 2500)), []);
  });

  it('hardly ever comes out of noise', () => {
    // Tokens at random times: what is together differs from what is alone by chance alone.
    let wrong = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const noisy: Stream = (rate) => jittered(rate, next);
      if (found(...course(noisy, 0.5, 0.5, 4000 + (seed % 10) * 3000)).length > 0) wrong++;
    }
    assert.ok(wrong <= 3, `${wrong} of 300`);
  });

  it('is still found in noise where it is there', () => {
    let right = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const next = random(seed);
      const all = found(...course((rate) => jittered(rate, next), 1, 1, 30_000));
      if (all.some(({ type }) => type === 'constructive')) right++;
      assert.ok(all.every(({ type }) => type === 'constructive'));
    }
    assert.ok(right >= 48, `${right} of 50`);
  });

  it('is told every minute of an overlap that goes on', () => {
    const all = found(...course(even, 1, 1, 150_000));
    assert.equal(all.length, 3);
    assert.ok(all.every(({ strength }) => Math.abs(strength - 1) < 0.02));
  });

  it('of three models at once is not told', () => {
    const three: Stretch = { ms: 20_000, streams: { 'r/a': even(50), 'r/b': even(20), 'r/c': even(30) } };
    const [aAlone, bAlone] = course(even, 1, 1);
    assert.ok(aAlone && bAlone);
    assert.deepEqual(found(aAlone, bAlone, three), []);
  });

  it('takes a model that falls silent as done, and what the other one does from then on as its own', () => {
    const all: Interference[] = [];
    const watch = new InterferenceWatch((one) => all.push(one));
    const [aAlone, bAlone, together] = course(even, 0.5, 0.5);
    assert.ok(aAlone && bAlone && together);
    played(watch, [aAlone, bAlone, { ...together, keepsOpen: true }, { ...aAlone, ms: 60_000, keepsOpen: true }]);
    assert.deepEqual(all, []);
    assert.ok(Number.isNaN(watch.ratioOf('r/a')));
  });

  it('does not take for common work what one does after the other fell silent', () => {
    const all: Interference[] = [];
    const watch = new InterferenceWatch((one) => all.push(one));
    const [aAlone, bAlone, together] = course(even, 0.7, 0.6, 40_000);
    assert.ok(aAlone && bAlone && together);
    played(watch, [aAlone, bAlone, { ...together, keepsOpen: true }, { ...aAlone, keepsOpen: true }]);
    const [one] = all;
    assert.ok(one && Math.abs(one.strength - 0.3) < 0.01, `${one?.strength}`);
    assert.ok(Math.abs(one.durationMs - 40_000) < 100, `${one.durationMs}`);
  });

  it('tells each model’s own ratio while it overlaps, and only then', () => {
    const watch = new InterferenceWatch(() => undefined);
    const [aAlone, bAlone, together] = course(even, 0.7, 0.6);
    assert.ok(aAlone && bAlone && together);
    played(watch, [aAlone, bAlone]);
    assert.ok(Number.isNaN(watch.ratioOf('r/a')));
    const at = played(watch, [{ ...together, keepsOpen: true }], 30_000);
    assert.ok(Math.abs(watch.ratioOf('r/a') - 0.7) < 0.02, `${watch.ratioOf('r/a')}`);
    assert.ok(Math.abs(watch.ratioOf('r/b') - 0.6) < 0.02);
    watch.ended('r/b', at);
    assert.ok(Number.isNaN(watch.ratioOf('r/a')) && Number.isNaN(watch.ratioOf('r/b')));
    assert.ok(Number.isNaN(watch.ratioOf('unknown')));
  });

  it('follows a bounded number of models, and lets go of those at rest', () => {
    const [aAlone, bAlone, together] = course(even, 1, 1);
    assert.ok(aAlone && bAlone && together);
    const others = (count: number): Stretch[] =>
      Array.from({ length: count }, (_, i) => ({ ms: 100, streams: { [`other/${i}`]: even(50) } }));
    assert.equal(found(aAlone, bAlone, ...others(200), together).length, 1);
    assert.deepEqual(found(aAlone, bAlone, ...others(300), together), []);
  });
});
