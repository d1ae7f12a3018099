import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryAnswer, HistoryRequest } from '../../../../src/protocol/history';
import type { FromView } from '../../../../src/protocol/viewLink';
import { Asker } from '../../../../webview/performance/data/asker';
import { Questions } from '../../../../webview/shared/questions';
import type { PageTime } from '../../../../webview/shared/frameLoop';

const answer: HistoryAnswer = { from: 0, to: 1, stepMs: 1000, series: [] };
const request: HistoryRequest = { metrics: ['*'], from: 0, to: 1, stepMs: 1000, aggregates: ['avg'], mostPoints: 1 };

class FakeTime implements PageTime {
  ms = 0;
  isShown = true;
  readonly timers = new Map<number, { run: () => void; at: number }>();
  private last = 0;
  now = (): number => this.ms;
  isVisible = (): boolean => this.isShown;
  requestFrame = (): number => 0;
  cancelFrame = (): void => undefined;
  startTimer = (run: () => void, ms: number): number => {
    this.timers.set(++this.last, { run, at: this.ms + ms });
    return this.last;
  };
  stopTimer = (id: number): void => {
    this.timers.delete(id);
  };
  advance(ms: number): void {
    this.ms += ms;
    for (const [id, { run, at }] of this.timers) {
      if (at > this.ms || !this.timers.delete(id)) continue;
      run();
    }
  }
}

function rig(): { time: FakeTime; sent: number[]; questions: Questions } {
  const time = new FakeTime();
  const sent: number[] = [];
  const post = (message: FromView): void => {
    if (message.type === 'history' || message.type === 'marks') sent.push(message.question);
  };
  return { time, sent, questions: new Questions(post, time) };
}

describe('Questions', () => {
  it('hands each answer to who asked, once, and none to who withdrew', () => {
    const { questions, sent } = rig();
    const heard: string[] = [];
    const ask = (name: string): (() => void) =>
      questions.ask(
        request,
        () => heard.push(name),
        (reason) => heard.push(`${name} ${reason}`),
      );
    ask('a');
    const withdraw = ask('b');
    ask('c');
    withdraw();
    assert.equal(questions.heard({ type: 'history', question: sent[2]!, answer }), true);
    assert.equal(questions.heard({ type: 'history', question: sent[1]!, answer }), true);
    assert.equal(questions.heard({ type: 'noHistory', question: sent[0]!, reason: 'no' }), true);
    assert.equal(questions.heard({ type: 'history', question: sent[0]!, answer }), false);
    assert.deepEqual(heard, ['c', 'a no']);
    assert.ok(sent.every((id) => id >= 2 ** 20));
  });

  it('keeps four open at most, and asks what was withdrawn meanwhile never', () => {
    const { questions, sent } = rig();
    const withdraws = Array.from({ length: 10 }, () =>
      questions.ask(
        request,
        () => undefined,
        () => undefined,
      ),
    );
    assert.equal(sent.length, 4);
    for (const withdraw of withdraws.slice(4, 9)) withdraw();
    for (const id of [...sent]) questions.heard({ type: 'history', question: id, answer });
    assert.equal(sent.length, 5);
  });

  it('fails a question without an answer after a minute, and leaves no timer once forgotten', () => {
    const { questions, time } = rig();
    const reasons: string[] = [];
    questions.ask(
      request,
      () => undefined,
      (reason) => reasons.push(reason),
    );
    time.advance(60_000);
    assert.match(reasons[0]!, /No answer has come within 60 s/);
    questions.askMarks(
      { from: 0, to: 1 },
      () => undefined,
      () => undefined,
    );
    questions.forget();
    assert.equal(time.timers.size, 0);
  });
});

describe('An asker', () => {
  it('hears the newest wish only, and asks the same one once', () => {
    const { questions, sent, time } = rig();
    const asker = new Asker<HistoryAnswer>(time, () => undefined);
    const taken: string[] = [];
    const want = (key: string): void => {
      asker.want(
        key,
        (answered, failed) => questions.ask(request, answered, failed),
        () => taken.push(key),
      );
    };
    want('old');
    want('old');
    want('new');
    assert.equal(sent.length, 2);
    questions.heard({ type: 'history', question: sent[1]!, answer });
    questions.heard({ type: 'history', question: sent[0]!, answer });
    assert.deepEqual(taken, ['new']);
  });

  it('asks what failed again later and later, at once when told, and nothing while hidden', () => {
    const { questions, sent, time } = rig();
    const asker = new Asker<HistoryAnswer>(time, () => {
      want();
    });
    const want = (): void => {
      asker.want(
        'a',
        (answered, failed) => questions.ask(request, answered, failed),
        () => undefined,
      );
    };
    const fail = (): boolean => questions.heard({ type: 'noHistory', question: sent.at(-1)!, reason: 'busy' });
    want();
    fail();
    assert.equal(asker.problem, 'busy');
    time.advance(4999);
    assert.equal(sent.length, 1);
    time.advance(1);
    assert.equal(sent.length, 2);
    fail();
    time.advance(5000);
    assert.equal(sent.length, 2);
    asker.retry();
    assert.equal(sent.length, 3);
    asker.stop();
    time.isShown = false;
    want();
    assert.equal(sent.length, 3);
  });
});
