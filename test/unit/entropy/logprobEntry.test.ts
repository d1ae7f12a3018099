import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entriesOfColumns, readEntry } from '../../../src/engine/entropy/logprobEntry';
import { TokenEntropy } from '../../../src/engine/entropy/tokenEntropy';

const top = [
  { id: 9, token: 'Hi', bytes: [72, 105], logprob: -0.356675 },
  { id: 7, token: 'Yo', bytes: [89, 111], logprob: -1.609438 },
  { id: 3, token: 'Oh', bytes: [79, 104], logprob: -2.995732 },
];

describe('the entry of a token', () => {
  it('is read in its usual form', () => {
    const entropy = new TokenEntropy();
    assert.ok(readEntry(entropy, { ...top[0], top_logprobs: top }, 1000));
    assert.ok(Math.abs(entropy.lower - 1.25678) < 1e-5 && Math.abs(entropy.upper - 1.754852) < 1e-5);
  });

  it('says nothing of the model where it tells what the samplers left', () => {
    const entry = { id: 9, token: 'Hi', prob: 1, top_probs: [{ id: 9, token: 'Hi', prob: 1 }] };
    assert.equal(readEntry(new TokenEntropy(), entry, 1000), false);
  });

  it('may be anything', () => {
    const entropy = new TokenEntropy();
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (entry, list) => {
        readEntry(entropy, entry, 1000);
        readEntry(entropy, { logprob: entry, top_logprobs: list }, 1000);
        readEntry(entropy, { logprob: -1, top_logprobs: [entry, list] }, 1000);
        assert.ok(entropy.lower >= 0 && entropy.lower <= entropy.upper);
      }),
    );
  });

  it('leaves nothing of the one before in the next', () => {
    const entropy = new TokenEntropy();
    readEntry(entropy, { ...top[0], top_logprobs: top }, 1000);
    assert.ok(readEntry(entropy, { token: 'a', logprob: 0 }, 1000));
    assert.equal(entropy.upper, 0);
    assert.equal(readEntry(entropy, {}, 1000), false);
    assert.doesNotMatch(JSON.stringify(entropy), /Hi|Yo/);
  });
});

describe('log-probabilities in columns', () => {
  it('are the same entries', () => {
    const columns = {
      tokens: ['a', 'd'],
      token_logprobs: [Math.log(0.7), Math.log(0.02)],
      top_logprobs: [
        { c: Math.log(0.05), a: Math.log(0.7), b: Math.log(0.2) },
        // The chosen token is here too, whatever its rank.
        { d: Math.log(0.02), a: Math.log(0.6), b: Math.log(0.1) },
      ],
    };
    const entropy = new TokenEntropy();
    const bounds = entriesOfColumns(columns)?.map((entry) => {
      assert.ok(readEntry(entropy, entry, 1000));
      return [entropy.lower.toFixed(5), entropy.upper.toFixed(5)];
    });
    assert.deepEqual(bounds, [
      ['1.25678', '1.75485'],
      ['1.84314', '4.19068'],
    ]);
  });

  it('may lack candidates', () => {
    const entries = entriesOfColumns({ tokens: ['a'], token_logprobs: [-1], top_logprobs: null });
    assert.deepEqual(entries, [{ token: 'a', logprob: -1, top_logprobs: [] }]);
    assert.equal(entriesOfColumns({ content: [] }), undefined);
  });
});
