import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProcessStat } from '../../../../src/engine/collect/system/linux/processStat';
import { processLabel, topProcesses } from '../../../../src/engine/collect/system/topProcesses';

const lineOf = (name: string): string =>
  `4242 (${name}) S 1 4242 4242 0 -1 4194560 1 2 3 4 700 55 0 0 20 0 1 0 123456 1000000 2048 18446744073709551615 1 1 0\n`;

describe('/proc/PID/stat', () => {
  const parse = (text: string): ProcessStat | undefined => {
    const stat = new ProcessStat();
    const bytes = Buffer.alloc(4096, ')');
    bytes.write(text);
    return stat.parse(bytes, Buffer.byteLength(text)) ? stat : undefined;
  };

  it('reads name, CPU time, start and memory', () => {
    const stat = parse(lineOf('node'));
    assert.deepEqual([stat?.name, stat?.ticks, stat?.startedAt, stat?.pages], ['node', 755, 123456, 2048]);
  });

  it('reads names with spaces, parentheses and letters of any alphabet', () => {
    for (const name of ['tmux: server', '(sd-pam)', 'a) R 1 (b', 'größe 測試', '']) {
      const stat = parse(lineOf(name));
      assert.deepEqual([stat?.name, stat?.ticks, stat?.pages], [name, 755, 2048]);
    }
  });

  it('refuses lines that are cut off, empty or something else', () => {
    for (const text of [
      '',
      '4242',
      '4242 (node',
      '4242 (node) S 1 2 3',
      'nonsense\n',
      '1 (a) x x x x x x x x x x x x x x x x x x x x x x x',
    ])
      assert.equal(parse(text), undefined, text);
  });
});

describe('top processes', () => {
  const use = (
    id: number,
    cpuPercent: number,
    memory = 0,
  ): { id: number; name: string; cpuPercent: number; memory: number } => ({
    id,
    name: `p${id}`,
    cpuPercent,
    memory,
  });

  it('are the ten that used most CPU, among equals the largest', () => {
    const all = [...Array.from({ length: 20 }, (_, id) => use(id, 0, id)), use(100, 3), use(101, 50)];
    assert.deepEqual(
      topProcesses(all).map(({ id }) => id),
      [101, 100, 19, 18, 17, 16, 15, 14, 13, 12],
    );
  });

  it('leave out those that were seen only once', () => {
    assert.deepEqual(topProcesses([use(1, NaN), use(2, 0)]), [use(2, 0)]);
  });

  it('have labels in which nothing can hide', () => {
    assert.equal(processLabel({ name: 'a\u001b[31mb\n', id: 7 }), 'a?[31mb? (7)');
    assert.equal(processLabel({ name: 'x'.repeat(500), id: 7 }), `${'x'.repeat(64)} (7)`);
  });
});
