import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { diversity } from '../../../src/engine/producers/diversity';
import { EnergyEvents } from '../../../src/engine/producers/energyEvents';
import { recorder } from './recorder';

const frame = { frameId: 12, fps: 60, frameMs: 0.4 };

describe('events of energy', () => {
  it('tell what each model used since its last one', () => {
    const { record, events } = recorder();
    const energy = new EnergyEvents(record);
    energy.observe([{ id: 'r/a', joules: 3, tokens: 20 }], frame);
    energy.observe([{ id: 'r/a', joules: 5, tokens: 50 }], { ...frame, fps: null, frameMs: null });
    assert.deepEqual(
      events.map(({ type, data, marks }) => ({ type, ...data, marks })),
      [
        {
          type: 'energy.update',
          energy: 3,
          accumulator: 3,
          model_id: 'r/a',
          fps: 60,
          frame_budget_used: 0.4,
          diversity_index: null,
          token_count: 20,
          marks: { frameId: 12, energyDelta: 3 },
        },
        {
          type: 'energy.update',
          energy: 2,
          accumulator: 5,
          model_id: 'r/a',
          fps: null,
          frame_budget_used: null,
          diversity_index: null,
          token_count: 30,
          marks: { frameId: 12, energyDelta: 2 },
        },
      ],
    );
  });

  it('are none of models that use none, nor while energy is not known', () => {
    const { record, events } = recorder();
    const energy = new EnergyEvents(record);
    energy.observe([{ id: 'r/a', joules: 0, tokens: 20 }], frame);
    energy.observe([{ id: 'r/a', joules: 0, tokens: 40 }], frame);
    assert.equal(events.length, 0);
    energy.observe([{ id: 'r/a', joules: 1, tokens: 45 }], frame);
    assert.equal(events[0]?.data['token_count'], 45, 'energy that comes late comes with its tokens');
  });

  it('tell nothing of what models did before the session', () => {
    const { record, events } = recorder();
    const energy = new EnergyEvents(record, [{ id: 'r/a', joules: 100, tokens: 900 }]);
    energy.observe([{ id: 'r/a', joules: 100, tokens: 900 }], frame);
    energy.observe([{ id: 'r/a', joules: 102, tokens: 905 }], frame);
    assert.deepEqual(
      events.map(({ data }) => [data['energy'], data['accumulator'], data['token_count']]),
      [[2, 2, 5]],
    );
  });

  it('follow energy that turns out to be another model’s', () => {
    const { record, events } = recorder();
    const energy = new EnergyEvents(record);
    energy.observe([{ id: 'r/a', joules: 4, tokens: 9 }], frame);
    energy.observe([{ id: 'r/b', joules: 5, tokens: 10 }], frame);
    energy.observe([{ id: 'r/b', joules: 5, tokens: 10 }], frame);
    assert.deepEqual(
      events.map(({ data }) => [data['model_id'], data['energy'], data['accumulator']]),
      [
        ['r/a', 4, 4],
        ['r/b', 5, 9],
        ['r/a', -4, 5],
      ],
    );
  });

  it('add up to what all models used, whatever happens', () => {
    const totals = fc.array(fc.tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.nat(9999)), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(totals), (moments) => {
        const { record, events } = recorder();
        const energy = new EnergyEvents(record);
        for (const models of moments)
          energy.observe(
            models.map(([joules, tokens], index) => ({ id: `r/${index}`, joules, tokens })),
            frame,
          );
        const last = (moments.at(-1) ?? []).reduce((sum, [joules]) => sum + joules, 0);
        const told = events.reduce((sum, { data }) => sum + Number(data['energy']), 0);
        assert.ok(Math.abs(told - last) < 1e-3);
      }),
    );
  });
});

describe('how evenly tokens are spread over models', () => {
  for (const [tokens, expected] of [
    [[], null],
    [[5], null],
    [[5, 0, -3], null],
    [[5, 5], 1],
    [[7, 7, 7], 1],
    [[3, 1], 0.8113],
  ] as const)
    it(`of ${JSON.stringify(tokens)} is ${expected}`, () => {
      const index = diversity(tokens);
      if (expected === null || index === null) assert.equal(index, expected);
      else assert.ok(Math.abs(index - expected) < 1e-4);
    });

  it('lies between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })), (tokens) => {
        const index = diversity(tokens);
        assert.ok(index === null || (index >= 0 && index <= 1));
      }),
    );
  });
});
