import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RightOfWay } from '../../../../src/engine/store/upkeep/rightOfWay';

interface Open {
  readonly promise: Promise<undefined>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function openPromise(): Open {
  let resolve: Open['resolve'] = () => undefined;
  let reject: Open['reject'] = () => undefined;
  const promise = new Promise<undefined>((done, failed) => {
    resolve = () => {
      done(undefined);
    };
    reject = failed;
  });
  return { promise, resolve, reject };
}

const never = new AbortController().signal;

describe('The right of way', () => {
  it('lets work go on where nobody asks', async () => {
    await new RightOfWay().give(never);
  });

  it('has work wait until all questions are answered, also those that failed', async () => {
    const way = new RightOfWay();
    const done: string[] = [];
    const [first, second] = [openPromise(), openPromise()];
    const questions = [way.first(() => first.promise), way.first(() => second.promise)];
    const work = way.give(never).then(() => done.push('work'));
    second.reject(new Error('damaged'));
    await assert.rejects(Promise.resolve(questions[1]), /damaged/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(done, []);
    first.resolve();
    await Promise.all([questions[0], work]);
    assert.deepEqual(done, ['work']);
  });

  it('lets work go on at last where questions never end', { timeout: 60_000 }, async () => {
    const way = new RightOfWay();
    const open = openPromise();
    const question = way.first(() => open.promise);
    await way.give(never);
    open.resolve();
    await question;
  });

  it('ends work that waits when it is cancelled', async () => {
    const way = new RightOfWay();
    const open = openPromise();
    const question = way.first(() => open.promise);
    const cancel = new AbortController();
    const work = way.give(cancel.signal);
    cancel.abort(new Error('enough'));
    open.resolve();
    await assert.rejects(work, /enough/);
    await question;
  });
});
