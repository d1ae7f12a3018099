import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lastScheduled } from '../../../../src/engine/store/tools/backup/scheduledBackup';

const at = (time: string): number => Date.parse(`${time}Z`);

describe('When the last backup of the monitor’s own accord was made', () => {
  const now = at('2026-11-21T12:00:00');
  const cases: readonly (readonly [what: string, names: readonly string[], expected: string | undefined])[] = [
    ['none was', [], undefined],
    ['the newest counts', ['auto-20261120T120000Z.zip', 'auto-20261119T120000Z.zip'], '2026-11-20T12:00:00'],
    ['one of this moment counts', ['auto-20261121T120000Z.zip'], '2026-11-21T12:00:00'],
    ['one that is yet to come does not', ['auto-20361121T120000Z.zip'], undefined],
    [
      'the newest that is not yet to come counts',
      ['auto-20361121T120000Z.zip', 'auto-20261101T000000Z.zip'],
      '2026-11-01T00:00:00',
    ],
    ['those that people made do not', ['mine.zip', 'auto-20261120T120000Z.zip.part', 'auto-2026.zip'], undefined],
    ['what is no date does not', ['auto-20269999T999999Z.zip'], undefined],
  ];
  for (const [what, names, expected] of cases)
    it(what, () => {
      assert.equal(lastScheduled(names, now), expected === undefined ? undefined : at(expected));
    });
});
