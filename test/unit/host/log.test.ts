import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { HostLog } from '../../../src/host/log';
import { LogLevel, fake } from '../../support/fakeVscode';

describe('HostLog', () => {
  beforeEach(() => {
    fake.reset();
  });

  it('writes what is at least as severe as the setting', () => {
    const log = new HostLog();
    log.setLevel('warn');
    log.write('info', 'small talk');
    log.write('warn', 'look here');
    log.write('error', 'broken');
    assert.deepEqual(fake.logged, ['warn look here', 'error broken']);
  });

  it('lifts what the setting asks for but the channel would hide', () => {
    const log = new HostLog();
    log.setLevel('trace');
    log.write('debug', 'detail');
    fake.channelLevel = LogLevel.Trace;
    log.write('debug', 'detail');
    assert.deepEqual(fake.logged, ['info [debug] detail', 'debug detail']);
  });

  it('is silent after its channel is gone', () => {
    const log = new HostLog();
    log.dispose();
    log.write('error', 'too late');
    assert.deepEqual(fake.logged, []);
    assert.equal(fake.alive.size, 0);
  });
});
