import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { HostLag } from '../../../src/host/hostLag';
import { Observable } from '../../../src/host/observable';
import { configWith } from '../../support/fakeEngine';

const block = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('The lag of the extension host', () => {
  const config = new Observable(configWith());
  const told: number[] = [];
  let lag: HostLag | undefined;

  afterEach(() => {
    lag?.dispose();
    told.length = 0;
    config.set(configWith());
  });

  /** Ends with the next report. */
  const report = async (): Promise<number> => {
    const before = told.length;
    while (told.length === before) await wait(20);
    return told.at(-1)!;
  };

  it('tells a block of 400 ms as nearly that long, wherever in the second it lies', async () => {
    lag = new HostLag(config, (ms) => told.push(ms));
    await report();
    for (const at of [130, 480]) {
      await wait(at);
      block(400);
      const seen = await report();
      assert.ok(seen >= 349, `${seen} ms`);
    }
  });

  it('is not measured while it is turned off, and is again once it is turned on', async () => {
    config.set(configWith({ 'collectors.ux.enabled': false }));
    lag = new HostLag(config, (ms) => told.push(ms));
    await wait(1300);
    assert.deepEqual(told, []);
    config.set(configWith());
    assert.ok((await report()) >= 0);
    config.set(configWith({ enabled: false }));
    const before = told.length;
    await wait(1300);
    assert.equal(told.length, before);
  });

  it('ends with its window', async () => {
    lag = new HostLag(config, (ms) => told.push(ms));
    await report();
    lag.dispose();
    const before = told.length;
    config.set(configWith({ 'alerts.sound': true }));
    await wait(1300);
    assert.equal(told.length, before);
  });
});
