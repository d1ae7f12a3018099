import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PageQuestions } from '../../../../src/protocol/feed/pageQuestions';
import type { Marks } from '../../../../src/protocol/marks';
import type { ToView } from '../../../../src/protocol/viewLink';

const turn = (): Promise<void> => new Promise(setImmediate);

describe('the questions of a page about the past', () => {
  it('that is loaded anew again and again never run in any number, and run again once some have ended', async () => {
    const running: ((marks: Marks) => void)[] = [];
    const posted: ToView[] = [];
    const source = {
      history: () => Promise.reject(new Error('not asked here')),
      marks: () => new Promise<Marks>((resolve) => running.push(resolve)),
    };
    const questions = new PageQuestions(
      source,
      (message) => posted.push(message),
      () => 'Too many.',
    );
    const ask = (question: number): void =>
      void questions.ask({ type: 'marks', question, request: { from: 0, to: 1 } });
    for (let load = 0; load < 100; load++) {
      questions.forget();
      for (let question = 0; question < 8; question++) ask(question);
    }
    await turn();
    assert.equal(running.length, 16);
    assert.equal(posted.length, 800 - 16);
    assert.ok(posted.every(({ type }) => type === 'noMarks'));
    for (const end of running) end({} as Marks);
    await turn();
    questions.forget();
    ask(1);
    assert.equal(running.length, 17);
    running[16]!({} as Marks);
    await turn();
    assert.deepEqual(posted.at(-1), { type: 'marks', question: 1, marks: {} });
  });
});
