import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fileName } from '../../../../src/host/views/fileName';

describe('The name of a file that a view made', () => {
  it('is what the view proposes, with one ending', () => {
    assert.equal(fileName('performance 2025-11-24 14-05', 'csv'), 'performance 2025-11-24 14-05.csv');
    assert.equal(fileName('chart.PNG', 'png'), 'chart.png');
    assert.equal(fileName('chart.csv', 'png'), 'chart.csv.png');
  });

  it('stays in its folder and is one that Windows takes', () => {
    assert.equal(fileName('../../etc/passwd', 'csv'), 'etc-passwd.csv');
    assert.equal(fileName('C:\\x', 'csv'), 'C-x.csv');
    assert.equal(fileName('con', 'csv'), 'wirthforge-con.csv');
    assert.equal(fileName('NUL.txt', 'csv'), 'wirthforge-NUL.txt.csv');
    assert.equal(fileName('  . ', 'png'), 'wirthforge.png');
    assert.equal(fileName('a\u202egnp.exe', 'png'), 'a-gnp.exe.png', 'no mark turns the direction of writing');
  });

  it('is cut between characters, at what a file system takes', () => {
    for (const start of ['', 'a', 'ab', 'abc']) {
      const name = fileName(start + '😀'.repeat(120), 'csv');
      assert.ok(name.isWellFormed(), 'VS Code makes no address of half a character');
      assert.ok(Buffer.byteLength(name) <= 255);
      assert.ok(name.startsWith(`${start}😀`));
    }
    assert.ok(Buffer.byteLength(fileName('日'.repeat(100), 'png')) <= 255);
  });

  it('is short and harmless whatever is proposed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (proposed) => {
        const name = fileName(proposed, 'csv');
        assert.ok(Buffer.byteLength(name) <= 255, 'which is what file systems take');
        assert.match(name, /^[^.\s-].*\.csv$/su);
        assert.doesNotMatch(name, /[\\/:*?"<>|\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u);
        assert.ok(name.isWellFormed());
      }),
    );
  });
});
