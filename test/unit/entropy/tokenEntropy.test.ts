import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assumedVocabulary, TokenEntropy, type Candidate } from '../../../src/engine/entropy/tokenEntropy';

interface Bounds {
  readonly lower: number;
  readonly upper: number;
  readonly isVocabularyAssumed: boolean;
}

function boundsOf(listed: readonly Candidate[], chosen?: Candidate, vocabulary?: number): Bounds | undefined {
  const entropy = new TokenEntropy();
  entropy.begin();
  for (const candidate of listed) entropy.listed(candidate);
  if (chosen) entropy.chosen(chosen);
  if (!entropy.finish(vocabulary)) return undefined;
  const { lower, upper, isVocabularyAssumed } = entropy;
  return { lower, upper, isVocabularyAssumed };
}

const candidates = (chances: readonly number[]): Candidate[] =>
  chances.map((p, id) => ({ id, token: `t${id}`, bytes: [116, id], logprob: Math.log(p) }));
const near = (value: number | undefined, expected: number, within = 1e-6): void => {
  assert.ok(value !== undefined && Math.abs(value - expected) <= within, `${value} instead of ${expected}`);
};
const bits = (chances: readonly number[]): number =>
  chances.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);

describe('bounds of the entropy of a token', () => {
  const rows: readonly (readonly [
    listed: readonly number[],
    outside: number | undefined,
    vocabulary: number,
    lower: number,
    upper: number,
  ])[] = [
    [[0.7, 0.2, 0.05], undefined, 1000, 1.25678, 1.754852],
    [[0.7, 0.2, 0.05], undefined, 151_936, 1.25678, 2.117433],
    [[0.4, 0.3, 0.1, 0.05, 0.05], undefined, 32_000, 2.246439, 3.642995],
    [[0.25, 0.25, 0.25, 0.25], undefined, 4, 2, 2],
    [[0.2, 0.2], undefined, 10, 2.321928, 3.170951],
    [[0.99], undefined, 50_000, 0.080793, 0.236889],
    [[0.6, 0.1], 0.02, 1000, 1.843143, 4.190676],
  ];
  for (const [listed, outside, vocabulary, lower, upper] of rows)
    it(`of ${listed.join(', ')}${outside === undefined ? '' : ` and ${outside} beside`} among ${vocabulary}`, () => {
      const chosen = outside === undefined ? candidates(listed)[0] : { id: 99, logprob: Math.log(outside) };
      const bounds = boundsOf(candidates(listed), chosen, vocabulary);
      near(bounds?.lower, lower);
      near(bounds?.upper, upper);
      assert.equal(bounds?.isVocabularyAssumed, false);
    });

  it('assume a large vocabulary where nobody tells its size, and say so', () => {
    for (const unknown of [undefined, NaN, 0, -5, Infinity]) {
      const bounds = boundsOf(candidates([0.7, 0.2, 0.05]), undefined, unknown);
      assert.equal(bounds?.isVocabularyAssumed, true);
      assert.deepEqual(
        { ...boundsOf(candidates([0.7, 0.2, 0.05]), undefined, assumedVocabulary) },
        { ...bounds, isVocabularyAssumed: false },
      );
    }
  });

  it('leave impossible tokens out, however they are written', () => {
    const plain = boundsOf(candidates([0.7, 0.2, 0.05]), undefined, 1000);
    for (const logprob of [-9999, '-9999.0', -3.4e38, -100.5, null, undefined, NaN, 'x', '', {}, -Infinity])
      assert.deepEqual(boundsOf([...candidates([0.7, 0.2, 0.05]), { id: 50, logprob }], undefined, 1000), plain);
  });

  it('take numeric text for numbers', () => {
    const text = candidates([0.7, 0.2, 0.05]).map((each) => ({ ...each, logprob: String(each.logprob) }));
    assert.deepEqual(boundsOf(text, undefined, 1000), boundsOf(candidates([0.7, 0.2, 0.05]), undefined, 1000));
  });

  it('are unknown where no probability is', () => {
    assert.equal(boundsOf([], undefined, 1000), undefined);
    assert.equal(boundsOf([{ id: 1, logprob: -9999 }], { id: 1, logprob: null }, 1000), undefined);
  });

  it('know one token where only the chosen one is told', () => {
    const bounds = boundsOf([], { token: 'a', logprob: Math.log(0.9) }, 1000);
    near(bounds?.lower, bits([0.9, 0.1]));
    near(bounds?.upper, bits([0.9]) - 0.1 * Math.log2(0.1 / 999));
  });

  it('do not let a chosen token that was put first into the list bound the unseen ones', () => {
    // Its list is 0.02, 0.6, 0.1: the last of the likeliest is 0.1, however unlikely the chosen one was.
    const [first, second, chosen] = candidates([0.6, 0.1, 0.02]);
    assert.ok(first && second && chosen);
    near(boundsOf([chosen, first, second], chosen, 1000)?.lower, 1.843143);
  });

  it('bound a long list by what was left out of it', () => {
    const chances = Array.from({ length: 300 }, (_, i) => (300 - i) / 60_000);
    const bounds = boundsOf(candidates(chances), undefined, 1000);
    const rest = 1 - chances.reduce((a, b) => a + b);
    const whole = [...chances, ...Array.from({ length: 700 }, () => rest / 700)];
    assert.ok(bounds && bounds.lower <= bits(whole) && bits(whole) <= bounds.upper);
  });
});

describe('a token that is named twice', () => {
  const a = Math.log(0.5);
  const b = Math.log(0.3);
  const once = boundsOf(
    [
      { id: 1, logprob: a },
      { id: 2, logprob: b },
    ],
    undefined,
    100,
  );

  it('is the same by its id, whatever else', () => {
    const twice = [
      { id: 1, token: 'x', logprob: a },
      { id: 2, token: 'x', logprob: b },
      { id: 1, token: 'y', logprob: b },
    ];
    assert.deepEqual(boundsOf(twice, { id: 2, logprob: b }, 100), once);
  });

  it('is the same by its bytes where there is no id', () => {
    const twice = [
      { token: '\ufffd', bytes: [226], logprob: a },
      { token: '\ufffd', bytes: [227], logprob: b },
      { token: 'other', bytes: [226], logprob: b },
    ];
    assert.deepEqual(boundsOf(twice, undefined, 100), once);
  });

  it('is the same by its text where there are no bytes', () => {
    const twice = [
      { token: 'x', bytes: null, logprob: a },
      { token: 'y', bytes: null, logprob: b },
      { token: 'x', logprob: b },
    ];
    assert.deepEqual(boundsOf(twice, undefined, 100), once);
  });

  it('is not the same as another of those that stand for no text', () => {
    const ends = [
      { token: '<end>', bytes: [], logprob: a },
      { token: '<eot>', bytes: [], logprob: b },
    ];
    assert.deepEqual(boundsOf(ends, undefined, 100), once);
  });
});

describe('whatever candidates arrive, the bounds', () => {
  const weights = fc.array(fc.double({ min: 1e-12, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

  it('are in order, not negative, and at most the logarithm of the vocabulary', () => {
    const logprob = fc.oneof(
      fc.double(),
      fc.double({ min: -30, max: 1, noNaN: true }),
      fc.constantFrom(null, '-1', 'x'),
    );
    const any = fc.record({ id: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(undefined)), logprob });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 90 }),
        any,
        fc.integer({ min: 1, max: 1e6 }),
        (listed, chosen, vocabulary) => {
          const bounds = boundsOf(listed, chosen, vocabulary);
          if (!bounds) return;
          const size = Math.max(vocabulary, Math.min(65, listed.length + 1));
          assert.ok(bounds.lower >= 0 && bounds.lower <= bounds.upper, `${bounds.lower} to ${bounds.upper}`);
          assert.ok(bounds.upper <= Math.log2(size) + 1e-12, `${bounds.upper} with ${vocabulary}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('hold the entropy of every distribution that its likeliest tokens could come from', () => {
    fc.assert(
      fc.property(weights, fc.nat(), fc.nat(), (raw, cutAt, pick) => {
        const sum = raw.reduce((a, b) => a + b);
        const all = raw.map((weight) => weight / sum).sort((a, b) => b - a);
        const k = 1 + (cutAt % all.length);
        const named = candidates(all);
        const bounds = boundsOf(named.slice(0, k), named[pick % all.length], all.length);
        const truth = bits(all);
        assert.ok(bounds && bounds.lower <= truth + 1e-9 && truth <= bounds.upper + 1e-9, `${truth} outside`);
      }),
      { numRuns: 2000 },
    );
  });

  it('are reached by the most even and the most uneven rest', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (raw, rest) => {
        const sum = raw.reduce((a, b) => a + b);
        const known = raw.map((weight) => (weight / sum) * (1 - rest)).sort((a, b) => b - a);
        const last = known.at(-1)!;
        const full = Math.floor(rest / last);
        fc.pre(full < 5000);
        const uneven = [...known, ...Array.from({ length: full }, () => last), Math.max(0, rest - full * last)];
        const vocabulary = uneven.length + 100;
        const unseen = vocabulary - known.length;
        const even = [...known, ...Array.from({ length: unseen }, () => rest / unseen)];
        const bounds = boundsOf(candidates(known), undefined, vocabulary);
        near(bounds?.lower, bits(uneven), 1e-7);
        near(bounds?.upper, bits(even), 1e-7);
      }),
    );
  });
});
