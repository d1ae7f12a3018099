import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPrometheusText } from '../../../../src/engine/collect/runtimes/parse/prometheusText';

const wanted = new Set(['llamacpp:a_total', 'plain']);
const values = (text: string): number[] => readPrometheusText(text, wanted).samples.map((sample) => sample.value);

describe('Prometheus text', () => {
  it('reads names with colons, and only those asked for', () => {
    const page =
      '# HELP llamacpp:a_total text\n# TYPE llamacpp:a_total counter\nllamacpp:a_total 12\nllamacpp:b_total 7\n';
    assert.deepEqual(readPrometheusText(page, wanted).samples, [{ name: 'llamacpp:a_total', labels: {}, value: 12 }]);
  });

  it('does not take a name for one that it only begins with', () => {
    assert.deepEqual(values('llamacpp:a_total_more 3\nllamacpp:a 4\nplain_ 5'), []);
  });

  it('reads labels with escapes, braces and commas in them', () => {
    const { samples } = readPrometheusText('plain{a="x\\"},\\\\ y\\n",b="",} 1.5e3 1700000000000', wanted);
    assert.deepEqual(samples, [{ name: 'plain', labels: { a: 'x"},\\ y\n', b: '' }, value: 1500 }]);
  });

  it('reads every spelling of no number and of infinity', () => {
    assert.deepEqual(values('plain NaN\nplain nan\nplain -nan\nplain +Inf\nplain inf\nplain -Inf'), [
      NaN,
      NaN,
      NaN,
      Infinity,
      Infinity,
      -Infinity,
    ]);
  });

  it('reads lines that end in CRLF, and a last one without an end', () => {
    assert.deepEqual(values('plain 1\r\n\r\nplain 2\r\nplain 3'), [1, 2, 3]);
  });

  for (const line of ['plain', 'plain x', 'plain 0x10', 'plain{a=b} 1', 'plain{a="b} 1', 'plain 1 2 3', 'plain 1,5'])
    it(`counts as bad: ${line}`, () => {
      assert.deepEqual(readPrometheusText(line, wanted), { samples: [], badLines: 1, isCut: false });
    });

  it('looks at 20,000 lines and says that there are more', () => {
    const { samples, isCut } = readPrometheusText('plain 1\n'.repeat(20_001), wanted);
    assert.equal(samples.length, 20_000);
    assert.equal(isCut, true);
    assert.equal(readPrometheusText('plain 1\n'.repeat(20_000), wanted).isCut, false);
  });

  it('does not look into a line of more than 4,096 characters', () => {
    const { samples, badLines } = readPrometheusText(`plain{a="${'x'.repeat(5000)}"} 1\nplain 2`, wanted);
    assert.deepEqual([samples.map((sample) => sample.value), badLines], [[2], 1]);
  });

  it('is not slowed down by lines made to be slow', () => {
    const hostile = `plain{${'a="\\\\'.repeat(600)}`.slice(0, 4096);
    const from = performance.now();
    assert.equal(readPrometheusText(`${hostile}\n`.repeat(100), wanted).badLines, 100);
    assert.ok(performance.now() - from < 5000);
  });
});
