import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemSettingsOf } from '../../../../src/engine/collect/system/systemSettings';
import { settingKeys, settings, type Config } from '../../../../src/protocol/settings';

const defaults = Object.fromEntries(settingKeys.map((key) => [key, settings[key].default])) as Config;

describe('settings of the system collector', () => {
  it('follow the configuration', () => {
    assert.deepEqual(systemSettingsOf(defaults), {
      systemHz: 10,
      networkHz: 1,
      groups: new Set(['cpu', 'memory', 'disk', 'network', 'connections', 'processes', 'gpu', 'power']),
    });
  });

  it('switch network interfaces apart from the rest', () => {
    assert.deepEqual([...systemSettingsOf({ ...defaults, 'collectors.system.enabled': false }).groups], ['network']);
    assert.ok(!systemSettingsOf({ ...defaults, 'collectors.network.enabled': false }).groups.has('network'));
  });
});
