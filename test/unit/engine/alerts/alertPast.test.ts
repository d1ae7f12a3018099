import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AlertPast } from '../../../../src/engine/alertPast';
import type { Series } from '../../../../src/engine/metrics/series';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { PastWish } from '../../../../src/engine/windows/rolling/rollingFigures';
import type { StoredBucket } from '../../../../src/engine/windows/rolling/storedBucket';
import type { HistoryAnswer, HistoryRequest, HistorySeries } from '../../../../src/protocol/history';

const minute = 60_000;
const start = 1_700_000_040_000;

/** Figures that wish for a past, on a store that answers when it is told to. */
class PastRig {
  readonly registry = new SeriesRegistry();
  readonly filled = new Map<Series, StoredBucket[]>();
  readonly asked: HistoryRequest[] = [];
  readonly warnings: string[] = [];
  wishes: PastWish[] = [];
  answer: () => Promise<HistoryAnswer> = () => Promise.reject(new Error('The disk is gone.'));
  readonly past = new AlertPast(
    {
      wantsPast: () => this.wishes,
      fill: (series, buckets) => {
        this.filled.set(series, [...buckets]);
      },
    },
    (request) => {
      this.asked.push(request);
      return this.answer();
    },
    (_, message) => this.warnings.push(message),
  );
}

/** Minutes that count up from 1, in the columns that were asked for. */
function minutesOf(metric: string, labels: Record<string, string>, columns: number, minutes = 10): HistorySeries {
  const times = Float64Array.from({ length: minutes }, (_, i) => start + i * minute);
  const values = Array.from({ length: columns }, (_, column) => times.map((__, i) => (column + 1) * 100 + i));
  return { metric, labels, unit: 'percent', quality: 'measured', times, values };
}

const answerOf = (...series: HistorySeries[]): HistoryAnswer => ({
  from: start,
  to: start + 10 * minute,
  stepMs: minute,
  series,
});

describe('the past of rules', () => {
  it('is filled in from what was recorded, each series within its own wish, whatever the order of its labels', async () => {
    const rig = new PastRig();
    const cpu = rig.registry.open('system.cpu_percent', {});
    const model = rig.registry.open('model.tokens_per_second', { runtime: 'r', model: 'm' });
    const other = rig.registry.open('model.tokens_per_second', { runtime: 'r', model: 'other' });
    rig.wishes = [
      { series: cpu, from: start + 2 * minute, to: start + 5.5 * minute },
      { series: model, from: start, to: start + 2 * minute },
      { series: other, from: start, to: start + minute },
    ];
    rig.answer = () =>
      Promise.resolve(
        answerOf(
          minutesOf('system.cpu_percent', {}, 7),
          minutesOf('model.tokens_per_second', { model: 'm', runtime: 'r' }, 7),
        ),
      );
    await rig.past.fill(start + 10 * minute);
    assert.deepEqual(rig.asked[0]?.metrics, ['system.cpu_percent', 'model.tokens_per_second']);
    assert.equal(rig.asked[0].from, start);
    assert.equal(rig.asked[0].to, start + 5.5 * minute);
    assert.deepEqual(
      rig.filled.get(cpu)?.map(({ at }) => (at - start) / minute),
      [2, 3, 4],
      'a minute that is only partly wished for is not counted twice',
    );
    assert.deepEqual(rig.filled.get(model)?.[1], {
      at: start + minute,
      widthMs: minute,
      count: 101,
      sum: 201,
      min: 301,
      max: 401,
      first: 501,
      last: 601,
      stddev: 701,
    });
    assert.equal(rig.filled.has(other), false);
  });

  it('is not asked for while nobody wishes for it, nor twice at the same time', async () => {
    const rig = new PastRig();
    await rig.past.fill(start);
    assert.equal(rig.asked.length, 0);
    rig.wishes = [{ series: rig.registry.open('system.cpu_percent', {}), from: start, to: start + minute }];
    let answered: (answer: HistoryAnswer) => void = () => undefined;
    rig.answer = () =>
      new Promise((resolve) => {
        answered = resolve;
      });
    const first = rig.past.fill(start);
    await rig.past.fill(start);
    assert.equal(rig.asked.length, 1);
    answered(answerOf());
    await first;
    const next = rig.past.fill(start);
    assert.equal(rig.asked.length, 2);
    answered(answerOf());
    await next;
  });

  it('that cannot be read is told once, and asked for again until it can be', async () => {
    const rig = new PastRig();
    rig.wishes = [{ series: rig.registry.open('system.cpu_percent', {}), from: start, to: start + minute }];
    for (let i = 0; i < 5; i++) await rig.past.fill(start + i * 10_000);
    assert.equal(rig.asked.length, 5);
    assert.equal(rig.warnings.length, 1);
    assert.match(rig.warnings[0] ?? '', /The disk is gone/);
    rig.answer = () => Promise.resolve(answerOf());
    await rig.past.fill(start);
    rig.answer = () => Promise.reject(new Error('It is gone again.'));
    await rig.past.fill(start);
    assert.equal(rig.warnings.length, 2);
  });

  it('with fewer columns than were asked for is left out', async () => {
    const rig = new PastRig();
    const cpu = rig.registry.open('system.cpu_percent', {});
    rig.wishes = [{ series: cpu, from: start, to: start + 10 * minute }];
    rig.answer = () => Promise.resolve(answerOf(minutesOf('system.cpu_percent', {}, 3)));
    await rig.past.fill(start);
    assert.deepEqual(rig.filled.get(cpu), []);
    assert.deepEqual(rig.warnings, []);
  });
});
