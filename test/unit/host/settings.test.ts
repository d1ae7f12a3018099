import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { HostLog } from '../../../src/host/log';
import { Settings } from '../../../src/host/settings';
import type { Config } from '../../../src/protocol/settings';
import { configWith } from '../../support/fakeEngine';
import { fake } from '../../support/fakeVscode';

describe('Settings', () => {
  beforeEach(() => {
    fake.reset();
  });

  const open = (): { settings: Settings; seen: Config[] } => {
    const settings = new Settings(new HostLog());
    const seen: Config[] = [];
    settings.config.onChange((config) => seen.push(config));
    return { settings, seen };
  };

  it('has the defaults where nothing is set', () => {
    assert.deepEqual(open().settings.config.value, configWith());
  });

  it('takes a valid change over and tells of it once', () => {
    const { settings, seen } = open();
    fake.configure('collectors.system.sampleRate', 2);
    fake.configure('collectors.system.sampleRate', 2);
    assert.equal(settings.config.value['collectors.system.sampleRate'], 2);
    assert.equal(seen.length, 1);
  });

  it('keeps the last good value and says so once, until it is mended', () => {
    const { settings, seen } = open();
    fake.configure('server.port', 9000);
    fake.configure('server.port', 70_000);
    fake.configure('server.port', 80_000);
    fake.configure('collectors.system.sampleRate', 2);
    assert.equal(settings.config.value['server.port'], 9000);
    assert.equal(seen.length, 2, 'a refused value changes nothing in force');
    assert.equal(fake.warnings.length, 1);
    assert.match(fake.warnings[0]!, /wirthforge\.server\.port.*not valid.*9000/);
    assert.equal(fake.logged.filter((line) => line.startsWith('warn')).length, 1);
    assert.deepEqual([...settings.problems.keys()], ['server.port']);

    fake.configure('server.port', 9001);
    assert.equal(settings.problems.size, 0);
    fake.configure('server.port', -1);
    assert.equal(fake.warnings.length, 2, 'a new mistake is a new warning');
  });

  it('starts with the default when the first value is invalid, and leaves the others alone', () => {
    fake.values.set('log.level', 'shouting');
    fake.values.set('memory.ringMegabytes', 48);
    const { settings } = open();
    assert.equal(settings.config.value['log.level'], 'info');
    assert.equal(settings.config.value['memory.ringMegabytes'], 48);
  });

  it('names the place inside a list', () => {
    const { settings } = open();
    fake.configure('runtimes', [{ name: 'a', kind: 'llamacpp', url: 'ftp://127.0.0.1' }]);
    assert.match(settings.problems.get('runtimes')!, /^entry 1, url: /);
  });

  it('says of each mistake in turn what is wrong, in words', () => {
    const { settings } = open();
    const url = 'http://127.0.0.1:8080';
    const faulty = [{ id: 'a' }, { name: 'a', type: 'llamacpp', url }, { name: 'a', kind: 'llamacpp', url, port: 1 }];
    const faults = faulty.map((runtime) => {
      fake.configure('runtimes', [runtime]);
      return settings.problems.get('runtimes');
    });
    assert.deepEqual(faults, [
      'entry 1: "name" is missing',
      'entry 1: "kind" is missing',
      'entry 1: "port" is not known there',
    ]);
    assert.equal(fake.warnings.length, 3);
  });

  it('hands out values that can be posted to a thread though VS Code gives proxies', () => {
    const { settings } = open();
    fake.configure('runtimes', [{ name: 'a', kind: 'llamacpp', url: 'http://127.0.0.1:8080' }]);
    fake.configure('statusBar.items', ['cpu']);
    assert.deepEqual(structuredClone(settings.config.value), settings.config.value);
  });

  it('opens the settings at the one that is wrong when asked to', async () => {
    open();
    fake.answer = 'Open Settings';
    fake.configure('server.port', -1);
    await new Promise(setImmediate);
    assert.deepEqual(fake.executed, [
      ['workbench.action.openSettings', '@ext:wirthforge.wirthforge-monitor wirthforge.server.port'],
    ]);
  });

  it('leaves nothing behind', () => {
    const log = new HostLog();
    const settings = new Settings(log);
    settings.dispose();
    log.dispose();
    assert.equal(fake.alive.size, 0);
  });
});
