import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { EngineClient, type EngineState } from '../../../src/host/engineClient';
import { HostLog } from '../../../src/host/log';
import { Observable } from '../../../src/host/observable';
import { RestartDelay } from '../../../src/host/restartDelay';
import type { Config } from '../../../src/protocol/settings';
import { FakeThreads, configWith, statusWith } from '../../support/fakeEngine';
import { fake } from '../../support/fakeVscode';

const request = { metrics: ['system.*'], maxHz: 10, historyMs: 1000 };

describe('EngineClient', () => {
  let threads: FakeThreads;
  let config: Observable<Config>;
  let client: EngineClient;
  let states: EngineState['state'][];

  beforeEach(() => {
    fake.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    threads = new FakeThreads();
    config = new Observable(configWith());
    client = new EngineClient({ spawn: threads.spawn, dataDir: '/data', version: '1', config, log: new HostLog() });
    states = [];
    client.state.onChange(({ state }) => states.push(state));
  });

  afterEach(() => {
    mock.timers.reset();
  });

  const reader = (told: string[]) => ({
    reset: () => void told.push('reset'),
    renewed: () => void told.push('renewed'),
    series: () => void told.push('series'),
    rows: () => void told.push('rows'),
    live: () => void told.push('live'),
  });

  it('is running with the first status', () => {
    client.start();
    threads.newest.says({ type: 'status', status: statusWith() });
    assert.deepEqual(states, ['starting', 'running']);
    assert.equal(client.status.value?.machine.cores, 8);
  });

  it('tells how the window feels, but not while that is turned off', () => {
    const report = { kind: 'host', window: '7', lagMs: 3 } as const;
    client.ux(report);
    client.start();
    client.ux(report);
    config.set(configWith({ 'collectors.ux.enabled': false }));
    client.ux(report);
    assert.deepEqual(threads.newest.toldOf('ux'), [{ type: 'ux', report }]);
  });

  it('starts again 1, 2, 4 s after failures, with one line in the log for each and no notification', () => {
    client.start();
    for (const [index, delayMs] of [1000, 2000, 4000].entries()) {
      threads.newest.crashes('boom');
      assert.equal(client.state.value.state, 'failed');
      mock.timers.tick(delayMs - 1);
      assert.equal(threads.workers.length, index + 1, 'not before its time');
      mock.timers.tick(1);
      assert.equal(threads.workers.length, index + 2);
    }
    assert.equal(fake.logged.filter((line) => line.startsWith('error')).length, 3);
    assert.deepEqual(fake.warnings, []);
  });

  it('shows a failure as a degraded engine, and drops what no longer holds', () => {
    client.start();
    threads.newest.says({
      type: 'status',
      status: statusWith({ http: 'http://127.0.0.1:1', probes: [{ url: 'u', outcome: 'o' }] }),
    });
    threads.newest.crashes('out of memory');
    const status = client.status.value!;
    assert.equal(status.http, undefined);
    assert.deepEqual(status.probes, []);
    assert.equal(status.machine.cores, 8);
    const [engine, system] = status.components;
    assert.ok(engine?.state === 'degraded' && engine.reason.includes('out of memory'));
    assert.equal(system?.state, 'stopped');
  });

  it('treats a thread that cannot be started as any other failure', () => {
    const failing = new EngineClient({
      spawn: () => {
        throw new Error('no such file');
      },
      dataDir: '/data',
      version: '1',
      config,
      log: new HostLog(),
    });
    failing.start();
    assert.ok(failing.state.value.state === 'failed' && failing.state.value.reason.includes('no such file'));
    assert.ok(failing.status.value!.machine.cores > 0);
    failing.dispose();
  });

  it('opens streams again after a restart, and lets their readers keep what they have', () => {
    const told: string[] = [];
    client.start();
    client.openStream(request, reader(told));
    const [opened] = threads.newest.toldOf('open');
    threads.newest.says({ type: 'live', stream: opened!.stream });
    threads.newest.crashes('boom');
    mock.timers.tick(1000);
    assert.deepEqual(threads.newest.toldOf('open'), [opened]);
    assert.deepEqual(told, ['reset', 'live', 'renewed']);
  });

  it('opens a stream that was asked for before the engine started', () => {
    client.openStream(request, reader([]));
    client.start();
    assert.deepEqual(
      threads.newest.toldOf('open').map((message) => message.request),
      [request],
    );
  });

  it('hands rows on as they are, and drops those of a closed stream', () => {
    const seen: unknown[] = [];
    client.start();
    const stream = client.openStream(request, { ...reader([]), rows: (rows) => seen.push(rows) });
    const id = threads.newest.toldOf('open')[0]!.stream;
    const rows = [{ group: 1, timestamps: Float64Array.of(1), series: Int32Array.of(1), values: Float64Array.of(NaN) }];
    threads.newest.says({ type: 'rows', stream: id, rows });
    assert.equal(seen[0], rows);
    stream.dispose();
    stream.dispose();
    threads.newest.says({ type: 'rows', stream: id, rows });
    assert.equal(seen.length, 1);
    assert.equal(threads.newest.toldOf('close').length, 1);
  });

  it('hands activity only to those who read it', () => {
    const told: unknown[] = [];
    client.start();
    client.openStream(request, reader([]));
    client.openStream({ ...request, activity: true }, { ...reader([]), activity: (activity) => told.push(activity) });
    const [plain, asking] = threads.newest.toldOf('open');
    assert.equal(plain!.request.activity, undefined);
    assert.equal(asking!.request.activity, true);
    const activity = { models: [], requests: [] };
    for (const { stream } of [plain!, asking!]) threads.newest.says({ type: 'activity', stream, activity });
    assert.deepEqual(told, [activity]);
  });

  it('ignores the last words of a thread that was replaced', () => {
    client.start();
    const old = threads.newest;
    old.crashes('boom');
    mock.timers.tick(1000);
    old.says({ type: 'status', status: statusWith() });
    assert.equal(client.state.value.state, 'starting');
  });

  it('stays paused across a restart', () => {
    client.start();
    client.pause();
    threads.newest.crashes('boom');
    mock.timers.tick(1000);
    assert.equal(threads.begun.at(-1)?.paused, true);
    client.resume();
    threads.newest.crashes('boom');
    mock.timers.tick(2000);
    assert.equal(threads.begun.at(-1)?.paused, false);
    threads.newest.says({ type: 'status', status: statusWith({ paused: true }) });
    threads.newest.crashes('boom');
    mock.timers.tick(4000);
    assert.equal(threads.begun.at(-1)?.paused, true, 'as another window wanted it');
  });

  it('passes a changed configuration down', () => {
    client.start();
    config.set(configWith({ 'server.port': 0 }));
    assert.equal(threads.newest.toldOf('configure')[0]!.config['server.port'], 0);
  });

  it('stops when the engine says that it has, and does not start it again', async () => {
    client.start();
    const stopped = client.stop();
    assert.equal(threads.newest.toldOf('stop').length, 1);
    threads.newest.says({ type: 'stopped' });
    threads.newest.emit('exit', 0);
    await stopped;
    assert.equal(threads.newest.terminated, true);
    mock.timers.tick(60_000);
    assert.equal(threads.workers.length, 1);
    assert.equal(client.state.value.state, 'stopped');
  });

  it('ends a thread that does not stop within 2 s, and says so', async () => {
    client.start();
    const stopped = client.stop();
    mock.timers.tick(2000);
    await stopped;
    assert.equal(threads.newest.terminated, true);
    assert.match(fake.logged.join('\n'), /warn .*did not stop within 2 s/);
  });

  it('does not start again when it is stopped between a failure and the restart', async () => {
    client.start();
    threads.newest.crashes('boom');
    await client.stop();
    mock.timers.tick(60_000);
    assert.equal(threads.workers.length, 1);
  });
});

describe('RestartDelay', () => {
  it('doubles up to 30 s, and begins anew once the engine ran for a minute', () => {
    const delay = new RestartDelay();
    assert.deepEqual(
      Array.from({ length: 7 }, () => delay.after(0)),
      [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000],
    );
    assert.equal(delay.after(60_000), 1000);
  });
});
