import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import * as v from 'valibot';
import { historyRequest } from '../../../../src/protocol/shapes/pastRequests';
import type { HistoryRequest } from '../../../../src/protocol/history';
import { ChartData, type ShownData } from '../../../../webview/performance/data/chartData';
import { Choice } from '../../../../webview/performance/state/choice';
import { usualState } from '../../../../webview/performance/state/savedState';
import { Questions } from '../../../../webview/shared/questions';
import { SeriesStore } from '../../../../webview/shared/seriesStore';
import { FakePageTime } from '../fakePageTime';

const metric = 'system.cpu_percent';
const second = 1000;
const minute = 60 * second;
/** When the engine was started again, or the monitor was used for the first time. */
const begun = 1_780_000_015_300;

interface Asked {
  readonly question: number;
  readonly request: HistoryRequest;
}

describe('A live chart of five minutes', () => {
  let time: FakePageTime;
  let asked: Asked[];
  let questions: Questions;
  let store: SeriesStore;
  let data: ChartData;
  let choice: Choice;
  let marksAsked: number;
  beforeEach(() => {
    time = new FakePageTime();
    asked = [];
    marksAsked = 0;
    questions = new Questions((message) => {
      if (message.type === 'marks') marksAsked++;
      if (message.type !== 'history') return;
      assert.ok(v.is(historyRequest, message.request), `the host refuses ${JSON.stringify(message.request)}`);
      asked.push(message);
    }, time);
    store = new SeriesStore({ drawn: [metric], summed: [] });
    choice = new Choice(usualState({ metrics: [{ metric }], timeWindowMs: 5 * minute }), () => undefined);
    data = new ChartData(time, store, questions, choice, () => undefined);
  });

  const begin = (): void => {
    store.reset();
    store.define([{ id: 1, metric, labels: {}, unit: 'percent', quality: 'measured' }]);
  };
  /** Five samples a second of 1, from one time on and before another. */
  const stream = (from: number, to: number): void => {
    const count = Math.ceil((to - from) / 200);
    const timestamps = Float64Array.from({ length: count }, (_, row) => from + row * 200);
    store.append([{ group: 0, timestamps, series: Int32Array.of(1), values: new Float64Array(count).fill(1) }]);
  };
  const pictures = (): Asked[] => asked.filter(({ request }) => request.isWhole !== true);
  /** Answers with five samples of 3 in each second of the question before which something was recorded. */
  const answer = ({ question, request }: Asked, until = Infinity): void => {
    const { from, to, stepMs } = request;
    const times: number[] = [];
    for (let at = Math.ceil(from / stepMs) * stepMs; at <= Math.min(to, until); at += stepMs) times.push(at);
    const column = (value: number): Float64Array => new Float64Array(times.length).fill(value);
    const one = { metric, labels: {}, unit: 'percent', quality: 'measured', times: Float64Array.from(times) } as const;
    const series = times.length === 0 ? [] : [{ ...one, values: [column(3), column(3), column(3), column(5)] }];
    questions.heard({ type: 'history', question, answer: { from, to, stepMs, series } });
  };
  const look = (): ShownData => data.look(1000);
  /** Beginning and number of samples of each step that is shown. */
  const steps = ({ lines }: ShownData): (readonly [number, number])[] => {
    const view = lines[0]!.trace.steps!;
    return Array.from({ length: view.length }, (_, row) => [view.timeAt(row), view.countAt(row)] as const);
  };

  it('asks nothing of the store where every sample has been streamed', () => {
    begin();
    stream(begun - 5 * minute, begun + second);
    data.begin();
    const shown = look();
    assert.deepEqual([shown.stepMs, shown.isComplete, pictures().length], [0, true, 0]);
  });

  it('asks ahead for a longer stretch once it is likely, and for nothing where the stream is enough', () => {
    begin();
    stream(begun - 5 * minute, begun + second);
    data.begin();
    look();
    data.foresee({ kind: 'live', lengthMs: minute });
    assert.deepEqual(pictures(), []);
    const week = { kind: 'live', lengthMs: 7 * 24 * 60 * minute } as const;
    data.foresee(week);
    look();
    assert.equal(pictures().length, 1);
    const [foreseen] = pictures() as [Asked];
    answer(foreseen);
    choice.show(week);
    stream(begun + second, begun + 2 * second);
    const shown = look();
    assert.deepEqual([shown.stepMs, shown.isComplete], [foreseen.request.stepMs, true]);
    assert.equal(pictures().length, 1);
  });

  it('asks nothing before all that the host has in memory was sent', () => {
    begin();
    stream(begun, begun + second);
    look();
    assert.deepEqual(asked, []);
  });

  it('asks the store once for what was before the memory reaches back, and shows the stream meanwhile', () => {
    begin();
    stream(begun, begun + 20 * second);
    data.begin();
    const before = look();
    assert.deepEqual([before.lines.length, before.stepMs, before.isComplete], [1, 0, false]);
    assert.equal(pictures().length, 1);
    const [{ request }] = pictures() as [Asked];
    assert.ok(request.from <= before.range.from && request.from > before.range.from - 3 * second);
    assert.equal(request.to, begun - 1, 'what has been streamed is not asked for');
    answer(pictures()[0]!);
    for (let later = 20 * second; later < 4 * minute; later += second) {
      stream(begun + later, begun + later + second);
      time.advance(second);
      assert.equal(look().isComplete, true);
    }
    assert.equal(pictures().length, 1);
  });

  it('joins what was recorded and what is streamed without a gap or a sample that counts twice', () => {
    begin();
    stream(begun, begun + 20 * second);
    data.begin();
    look();
    answer(pictures()[0]!);
    const shown = look();
    const seam = Math.floor(begun / second) * second;
    const known = steps(shown);
    known.forEach(([at], row) => {
      assert.equal(at, known[0]![0] + row * second, 'a step is missing');
    });
    assert.ok(known[0]![0] <= shown.range.from);
    // Of the step at the seam the store had 5 samples up to it, and 4 of 5 a second came since.
    assert.deepEqual(
      known.filter(([at]) => Math.abs(at - seam) <= second),
      [
        [seam - second, 5],
        [seam, 9],
        [seam + second, 5],
      ],
    );
    assert.equal(
      known.reduce((sum, [at, count]) => (at > seam ? sum + count : sum), 4),
      100,
    );
  });

  it('shows every sample again once the memory reaches back far enough', () => {
    begin();
    stream(begun, begun + 20 * second);
    data.begin();
    look();
    answer(pictures()[0]!);
    stream(begun + 20 * second, begun + 5 * minute + second);
    const shown = look();
    assert.deepEqual([shown.stepMs, shown.isComplete, pictures().length], [0, true, 1]);
  });

  it('shows every sample where nothing was recorded before, as when the monitor is used for the first time', () => {
    begin();
    stream(begun, begun + 20 * second);
    data.begin();
    look();
    answer(pictures()[0]!, 0);
    const shown = look();
    assert.deepEqual([shown.lines.length, shown.stepMs, shown.isComplete], [1, 0, true]);
    assert.equal(asked.length, 1, 'quantiles of samples need no question');
    const [line] = data.overview(shown.range, 1000);
    assert.equal(line?.trace.isEmpty, false, 'the strip below the chart shows them too');
  });

  it('asks for what is missing after another restart only', () => {
    begin();
    stream(begun, begun + minute);
    data.begin();
    look();
    answer(pictures()[0]!);
    look();
    data.reset();
    begin();
    const again = begun + 90 * second;
    stream(again, again + 20 * second);
    data.begin();
    look();
    assert.equal(pictures().length, 2);
    const { request } = pictures()[1]!;
    assert.ok(request.from <= begun && request.from > begun - 2 * second, 'the rest is known');
    assert.equal(request.to, again - 1);
    answer(pictures()[1]!, begun + minute - second);
    const times = steps(look()).map(([at]) => at);
    assert.equal(new Set(times).size, times.length);
    assert.ok(times.every((at, row) => row === 0 || at > times[row - 1]!));
    assert.ok(!times.some((at) => at > begun + minute + second && at < again - second), 'nothing is made up');
  });

  it('shows the stream and what happened while the store does not answer, and says no more of it than it must', () => {
    begin();
    stream(begun, begun + 20 * second);
    data.begin();
    look();
    const [{ question }] = pictures() as [Asked];
    questions.heard({ type: 'noHistory', question, reason: 'Recording is switched off.' });
    const shown = look();
    assert.deepEqual([shown.lines.length, shown.stepMs], [1, 0]);
    assert.equal(marksAsked, 1);
    assert.equal(data.problem, 'Recording is switched off.');
    stream(begun + 20 * second, begun + 5 * minute + second);
    assert.equal(look().isComplete, true);
    assert.equal(data.problem, undefined, 'what is not missed any more is no problem');
  });
});
