import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSmartBattery } from '../../../src/engine/collect/power/macos/smartBattery';
import { recorded } from './recorded';

describe('macOS: ioreg of the battery', () => {
  it('tells the power that the battery gives, from a current that is negative in 64 bits', () => {
    assert.deepEqual(parseSmartBattery(recorded('ioreg-battery.txt')), { isOnMains: false, watts: 1.25 * 12.1 });
  });

  it('tells that the machine is on mains', () => {
    assert.equal(parseSmartBattery(recorded('ioreg-battery-mains.txt'))?.isOnMains, true);
  });

  it('tells nothing of a Mac without a battery, or of other words', () => {
    for (const text of ['', '\n', 'ioreg: error', '"Voltage" = 12000']) assert.equal(parseSmartBattery(text), undefined);
  });

  it('takes currents in 16 bits, positive ones, and refuses what cannot be', () => {
    const watts = (amperage: string, voltage = '10000'): number | undefined =>
      parseSmartBattery(`+-o AppleSmartBattery  <class>\n    "Amperage" = ${amperage}\n  "Voltage" = ${voltage}\n`)?.watts;
    assert.equal(watts('64536'), 10);
    assert.equal(watts('-1000'), 10);
    assert.equal(watts('1000'), -10);
    assert.equal(watts('0'), -0);
    for (const bad of ['9999999', '9223372036854775808', 'Yes', '']) assert.ok(Number.isNaN(watts(bad)), bad);
    for (const bad of ['0', '99999999999', 'No', '']) assert.ok(Number.isNaN(watts('64536', bad)), bad);
  });
});
