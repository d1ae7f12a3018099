import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { EngineClient } from '../../../src/host/engineClient';
import { JobCancelled } from '../../../src/host/engineJobs';
import { HostLog } from '../../../src/host/log';
import { Observable } from '../../../src/host/observable';
import type { HistoryRequest } from '../../../src/protocol/history';
import type { JobProgress } from '../../../src/protocol/storeJobs';
import { FakeThreads, configWith } from '../../support/fakeEngine';
import { EventEmitter, fake } from '../../support/fakeVscode';

const request: HistoryRequest = {
  metrics: ['system.cpu_percent'],
  from: 0,
  to: 60_000,
  stepMs: 1000,
  aggregates: ['avg'],
  mostPoints: 100,
};

class FakeToken {
  readonly cancelled = new EventEmitter<void>();
  readonly onCancellationRequested = this.cancelled.event as never;

  constructor(readonly isCancellationRequested = false) {}
}

describe('Jobs and questions of the engine', () => {
  let threads: FakeThreads;
  let client: EngineClient;
  const validate = (token = new FakeToken(), told: JobProgress[] = []) =>
    client.runJob({ kind: 'validate' }, (progress) => told.push(progress), token);
  const jobOf = (index = 0): number => threads.newest.toldOf('job')[index]!.job;

  beforeEach(() => {
    fake.reset();
    threads = new FakeThreads();
    const config = new Observable(configWith());
    client = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log: new HostLog() });
    client.start();
  });

  it('give each result to the one who asked, in whatever order they come', async () => {
    const [first, second] = [
      validate(),
      client.runJob({ kind: 'backup', file: '/b' }, () => undefined, new FakeToken()),
    ];
    const backup = { file: '/b', bytes: 1, files: 2 };
    const report = { files: 0, bytes: 0, samples: 0, events: 0, problems: [] };
    threads.newest.says({ type: 'jobDone', job: jobOf(1), result: backup });
    threads.newest.says({ type: 'jobDone', job: jobOf(0), result: report });
    assert.equal(await second, backup);
    assert.equal(await first, report);
  });

  it('tell how far a job is, until it is done', async () => {
    const told: JobProgress[] = [];
    const done = validate(new FakeToken(), told);
    threads.newest.says({ type: 'jobProgress', job: jobOf(), progress: { step: 'a', share: 0.5 } });
    threads.newest.says({ type: 'jobProgress', job: jobOf() + 7, progress: { step: 'not ours' } });
    threads.newest.says({ type: 'jobFailed', job: jobOf(), reason: 'The disk is full.', isCancelled: false });
    threads.newest.says({ type: 'jobProgress', job: jobOf(), progress: { step: 'late' } });
    await assert.rejects(done, { message: 'The disk is full.' });
    assert.deepEqual(told, [{ step: 'a', share: 0.5 }]);
  });

  it('pass a wish to cancel on, and say that the engine has ended the job', async () => {
    const token = new FakeToken();
    const done = validate(token);
    token.cancelled.fire();
    assert.deepEqual(threads.newest.toldOf('cancelJob'), [{ type: 'cancelJob', job: jobOf() }]);
    threads.newest.says({ type: 'jobFailed', job: jobOf(), reason: 'Cancelled.', isCancelled: true });
    await assert.rejects(done, JobCancelled);
    assert.ok(!fake.alive.has(token), 'nobody listens any more');
    token.cancelled.fire();
    assert.equal(threads.newest.toldOf('cancelJob').length, 1);
  });

  it('do not begin what was cancelled before', async () => {
    await assert.rejects(validate(new FakeToken(true)), JobCancelled);
    assert.deepEqual(threads.newest.toldOf('job'), []);
  });

  it('answer questions, or give the reason why there is no answer', async () => {
    const [first, second] = [client.history(request), client.history(request)];
    const [one, two] = threads.newest.toldOf('history');
    const answer = { from: 0, to: 1, stepMs: 1000, series: [] };
    threads.newest.says({ type: 'noHistory', question: two!.question, reason: 'Too many points. Take a longer step.' });
    threads.newest.says({ type: 'history', question: one!.question, answer });
    await assert.rejects(second, { message: 'Too many points. Take a longer step.' });
    assert.equal(await first, answer);
  });

  it('tell what happened in a stretch of time, and mix it with no other question', async () => {
    const range = { from: 0, to: 60_000 };
    const [past, first, second] = [client.history(request), client.marks(range), client.marks(range)];
    const [one, two] = threads.newest.toldOf('marks');
    assert.deepEqual(one!.request, range);
    const marks = { alerts: [], sessions: [{ id: 's', from: 1, to: null }], isComplete: true };
    threads.newest.says({ type: 'marks', question: threads.newest.toldOf('history')[0]!.question, marks });
    threads.newest.says({ type: 'noHistory', question: one!.question, reason: 'Not this one.' });
    threads.newest.says({ type: 'noMarks', question: two!.question, reason: 'The disk cannot be read.' });
    threads.newest.says({ type: 'marks', question: one!.question, marks });
    threads.newest.says({ type: 'marks', question: one!.question, marks });
    await assert.rejects(second, { message: 'The disk cannot be read.' });
    assert.equal(await first, marks);
    threads.newest.crashes('out of memory');
    await assert.rejects(past, /out of memory/);
  });

  it('all end with the reason when the engine is lost, and later ones reach the next engine', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const open = [validate(), client.history(request), client.marks({ from: 0, to: 1 })];
    threads.newest.crashes('out of memory');
    for (const one of open) await assert.rejects(one, /stopped unexpectedly \(out of memory\).*restarted in 1 s/);
    await assert.rejects(validate(), /engine does not run.*try again/);
    await assert.rejects(client.history(request), /engine does not run/);
    await assert.rejects(client.marks({ from: 0, to: 1 }), /engine does not run/);
    mock.timers.tick(1000);
    mock.timers.reset();
    const next = client.history(request);
    const answer = { from: 0, to: 1, stepMs: 1000, series: [] };
    threads.newest.says({ type: 'history', question: threads.newest.toldOf('history')[0]!.question, answer });
    assert.equal(await next, answer);
  });

  it('all end when the window closes', async () => {
    const open = validate();
    const stopped = client.stop();
    await assert.rejects(open, /stopping with this window/);
    threads.newest.says({ type: 'stopped' });
    await stopped;
  });
});
