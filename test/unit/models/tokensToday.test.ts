import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { DayTokens } from '../../../src/engine/models/dayTokens';
import { TokensToday } from '../../../src/engine/models/tokensToday';
import { Pipeline } from '../../../src/engine/pipeline';

const now = new Date(2026, 10, 21, 12).getTime();
const midnight = new Date(2026, 10, 21).getTime();

describe('The tokens of today', () => {
  it('are those of all models, prompts and answers together', () => {
    const pipeline = new Pipeline(1 << 20);
    const one = new DayTokens(now);
    const other = new DayTokens(now);
    one.add(now, 100, 20);
    other.add(now, 3, 4);
    new TokensToday(pipeline, 1).write(now, [one, other]);
    const series = pipeline.series('model.tokens_today');
    assert.equal(pipeline.latest(series, now)?.value, 127);
    assert.equal(series.quality, 'measured');
  });

  it('say when a part of them is an estimate', () => {
    const pipeline = new Pipeline(1 << 20);
    const one = new DayTokens(now);
    one.goOnFrom({ from: midnight, input: 10, output: 5, isEstimated: true }, now);
    const today = new TokensToday(pipeline, 1);
    today.write(now, [one]);
    const series = pipeline.series('model.tokens_today');
    assert.equal(pipeline.latest(series, now)?.value, 15);
    assert.equal(series.quality, 'estimated');
  });
});
