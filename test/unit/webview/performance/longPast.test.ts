import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { historyRequest } from '../../../../src/protocol/shapes/pastRequests';
import type { HistoryRequest } from '../../../../src/protocol/history';
import { OldestRecorded } from '../../../../webview/performance/data/oldestRecorded';
import { PictureLoader } from '../../../../webview/performance/data/pictureLoader';
import { Questions } from '../../../../webview/shared/questions';
import * as v from 'valibot';
import { FakePageTime } from '../fakePageTime';

const dayMs = 86_400_000;
const now = 20_500 * dayMs + 5 * 3_600_000;

interface Asked {
  readonly question: number;
  readonly request: HistoryRequest;
}

describe('What charts ask of a long past', () => {
  let time: FakePageTime;
  let asked: Asked[];
  let questions: Questions;
  beforeEach(() => {
    time = new FakePageTime();
    asked = [];
    questions = new Questions((message) => {
      if (message.type === 'history') asked.push(message);
    }, time);
  });

  const newest = (): Asked => {
    const found = asked.at(-1)!;
    assert.ok(v.is(historyRequest, found.request), `the host refuses ${JSON.stringify(found.request)}`);
    return found;
  };
  /** Answers the newest question with so many series that have these values. */
  const answer = (times: readonly number[], counts: readonly number[], many = 1): void => {
    const { question, request } = newest();
    const one = { metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' } as const;
    const series = Array.from({ length: times.length === 0 ? 0 : many }, (_, at) => ({
      ...{ ...one, labels: { core: String(at) } },
      ...{ times: Float64Array.from(times), values: [Float64Array.from(counts)] },
    }));
    const { from, to, stepMs } = request;
    questions.heard({ type: 'history', question, answer: { from, to, stepMs, series } });
  };
  const refuse = (): void => {
    questions.heard({ type: 'noHistory', question: newest().question, reason: 'Too many points.' });
  };

  it('is made coarser when it was refused, up to the longest step that there is', () => {
    const loader = new PictureLoader(time, questions, () => undefined);
    const wish = {
      metrics: ['system.cpu_percent'] as const,
      from: now - 30 * dayMs,
      to: now,
      stepMs: 6 * 3_600_000,
      isLive: false,
    };
    const steps: number[] = [];
    for (let refusals = 0; refusals < 6; refusals++) {
      loader.look(wish);
      const { stepMs, from } = newest().request;
      assert.equal(from % stepMs, 0);
      assert.ok(from <= wish.from && wish.from - from <= 2 * stepMs, 'no more is asked for than is shown');
      steps.push(stepMs / 3_600_000);
      refuse();
      time.advance(60_000);
    }
    assert.deepEqual(steps, [6, 12, 24, 24, 24, 24]);
  });

  describe('ahead of a press', () => {
    const month = {
      metrics: ['system.cpu_percent'] as const,
      from: now - 30 * dayMs,
      to: now,
      stepMs: 7_200_000,
      isLive: true,
    };
    const week = { ...month, from: now - 7 * dayMs, stepMs: 1_800_000 };
    const column = 4;
    const steps = [now - 2 * dayMs, now - dayMs];
    let loader: PictureLoader;
    beforeEach(() => {
      loader = new PictureLoader(time, questions, () => undefined);
    });
    const answerWith = ({ question, request }: Asked): void => {
      const values = Array.from({ length: column }, () => Float64Array.from(steps, () => 1));
      const one = { metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' } as const;
      const { from, to, stepMs } = request;
      const series = [{ ...one, times: Float64Array.from(steps), values }];
      questions.heard({ type: 'history', question, answer: { from, to, stepMs, series } });
    };

    it('is what the press would ask, and the press asks it no second time', () => {
      loader.foresee(month);
      loader.foresee(month);
      assert.equal(asked.length, 1);
      assert.equal(loader.look({ ...month, from: month.from + 50, to: month.to + 50 }), undefined);
      assert.equal(loader.isLoaded, false);
      assert.equal(asked.length, 1);
      const other = new PictureLoader(time, questions, () => undefined);
      other.look(month);
      assert.deepEqual(asked[1]!.request, asked[0]!.request);
      answerWith(asked[0]!);
      assert.equal(loader.look(month)?.stepMs, month.stepMs);
      assert.equal(loader.isLoaded, true);
    });

    it('shows the picture at once when the answer came before the press, and asks for it no more', () => {
      loader.foresee(month);
      answerWith(asked[0]!);
      loader.foresee(month);
      assert.ok(loader.look(month));
      assert.equal(loader.isLoaded, true);
      assert.equal(asked.length, 1);
    });

    it('leaves what is shown alone, and is not lost when that is asked for', () => {
      loader.foresee(month);
      loader.look(week);
      assert.equal(asked.length, 2);
      answerWith(asked[1]!);
      assert.equal(loader.look(week)?.stepMs, week.stepMs);
      loader.rest();
      answerWith(asked[0]!);
      assert.equal(loader.look(month)?.stepMs, month.stepMs);
      assert.equal(asked.length, 2);
    });

    it('gives way to another wish that becomes likely', () => {
      loader.foresee(month);
      loader.foresee(week);
      assert.equal(asked.length, 2);
      answerWith(asked[0]!);
      assert.equal(loader.find(month), undefined, 'nobody is about to look at it');
      answerWith(asked[1]!);
      assert.ok(loader.look(week));
    });

    it('says of a refusal as much as if the press had asked', () => {
      loader.foresee(month);
      loader.look(month);
      refuse();
      assert.equal(loader.problem, 'Too many points.');
      loader.look(month);
      assert.equal(asked.length, 1, 'what was refused is not asked again at once');
      time.advance(5001);
      loader.look(month);
      assert.equal(asked[1]!.request.stepMs, 2 * month.stepMs);
    });

    it('says nothing of a refusal that nobody waits for', () => {
      loader.foresee(month);
      refuse();
      assert.equal(loader.problem, undefined);
      loader.look(month);
      assert.equal(asked.length, 2);
    });

    it('is nothing while the page is hidden, and nothing is left over then', () => {
      time.visible = false;
      loader.foresee(month);
      assert.equal(asked.length, 0);
      time.visible = true;
      loader.foresee(month);
      loader.stop();
      answerWith(asked[0]!);
      assert.deepEqual([loader.find(month), time.pending], [undefined, 0]);
    });
  });

  describe('to know how far back it reaches', () => {
    let oldest: OldestRecorded;
    const look = (metrics: readonly string[] = ['system.cpu_percent']): void => {
      oldest.look(metrics, now);
    };
    beforeEach(() => {
      oldest = new OldestRecorded(time, questions, () => undefined);
    });

    it('is its day, and then its minute', () => {
      look();
      const { request } = newest();
      assert.deepEqual([request.from, request.to, request.stepMs], [now - 3650 * dayMs, now, dayMs]);
      const day = 20_480 * dayMs;
      answer([day - dayMs, day, day + dayMs], [0, 7, 9]);
      assert.equal(oldest.from, undefined);
      assert.deepEqual([newest().request.from, newest().request.to], [day, day + dayMs]);
      answer([day + 7_260_000, day + 7_320_000], [4, 3]);
      assert.equal(oldest.from, day + 7_260_000);
      look();
      assert.equal(asked.length, 2, 'what is known is not asked again');
      look(['model.tokens_per_second']);
      assert.equal(oldest.from, undefined, 'what is known of other metrics says nothing of these');
      assert.equal(asked.length, 3);
    });

    it('is that day where minutes are kept no more, and today up to now', () => {
      look();
      const today = 20_500 * dayMs;
      answer([today], [7]);
      assert.deepEqual([newest().request.from, newest().request.to], [today, now]);
      answer([], []);
      assert.equal(oldest.from, today);
    });

    it('is asked of many series by as many minutes as one answer has room for', () => {
      const day = 20_480 * dayMs;
      for (const series of [1, 14, 64, 400]) {
        look([`metric.of_${series}`]);
        answer([day], [7], series);
        const { stepMs, mostPoints } = newest().request;
        assert.ok((dayMs / stepMs + 1) * series <= mostPoints, `${series} series by ${stepMs} ms`);
        assert.equal(stepMs % 60_000, 0);
        answer([day + stepMs], [1], series);
        assert.equal(oldest.from, day + stepMs);
      }
    });

    it('is that day where its minutes are refused', () => {
      look();
      const day = 20_480 * dayMs;
      answer([day], [7]);
      refuse();
      assert.equal(oldest.from, day);
      time.advance(60_000);
      look();
      assert.equal(asked.length, 2);
    });

    it('is not known where nothing was recorded, or while nobody answers', () => {
      look();
      answer([], []);
      assert.equal(oldest.from, undefined);
      look();
      assert.equal(asked.length, 1);
      look(['agent.tasks']);
      refuse();
      assert.equal(oldest.from, undefined);
      look(['agent.tasks']);
      assert.equal(asked.length, 2, 'what was refused is not asked again at once');
      time.advance(5001);
      look(['agent.tasks']);
      assert.equal(asked.length, 3);
    });

    it('is not heard once the view is hidden', () => {
      look();
      answer([20_480 * dayMs], [1]);
      const { question, request } = newest();
      oldest.stop();
      questions.heard({ type: 'history', question, answer: { ...request, series: [] } });
      assert.equal(oldest.from, undefined);
    });
  });
});
