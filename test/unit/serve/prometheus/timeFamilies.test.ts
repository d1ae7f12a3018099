import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TimeHistogram } from '../../../../src/engine/models/timeHistogram';
import { openMetrics, plainText, type TextFormat } from '../../../../src/engine/serve/prometheus/textFormat';
import { timePieces } from '../../../../src/engine/serve/prometheus/timeFamilies';

function times(model: string, ...ms: readonly number[]) {
  const firstToken = new TimeHistogram([0.1, 1]);
  for (const each of ms) firstToken.add(each);
  return {
    labels: { runtime: 'r', model },
    firstToken,
    interToken: new TimeHistogram([1]),
    duration: new TimeHistogram([1]),
  };
}

const page = (format: TextFormat, ...all: ReturnType<typeof times>[]): string => [...timePieces(format, all)].join('');

const name = 'wirthforge_model_first_token_seconds';
const meaning = 'Times from a request to its first content, of all requests that passed through the measuring proxy.';

describe('histograms for Prometheus', () => {
  it('add up from bound to bound, with one heading for all models', () => {
    assert.equal(
      page(plainText, times('a', 50, 500, 5000), times('b "2"', 1)),
      `# HELP ${name} ${meaning}
# TYPE ${name} histogram
${name}_bucket{runtime="r",model="a",le="0.1"} 1
${name}_bucket{runtime="r",model="a",le="1.0"} 2
${name}_bucket{runtime="r",model="a",le="+Inf"} 3
${name}_sum{runtime="r",model="a"} 5.55
${name}_count{runtime="r",model="a"} 3
${name}_bucket{runtime="r",model="b \\"2\\"",le="0.1"} 1
${name}_bucket{runtime="r",model="b \\"2\\"",le="1.0"} 1
${name}_bucket{runtime="r",model="b \\"2\\"",le="+Inf"} 1
${name}_sum{runtime="r",model="b \\"2\\""} 0.001
${name}_count{runtime="r",model="b \\"2\\""} 1
`,
    );
  });

  it('name their unit in OpenMetrics', () => {
    assert.match(page(openMetrics, times('a', 1)), new RegExp(`# TYPE ${name} histogram\n# UNIT ${name} seconds\n`));
  });

  it('are left out where nothing was counted, with the heading', () => {
    assert.equal(page(plainText, times('a')), '');
    assert.doesNotMatch(page(plainText, times('a'), times('b', 1)), /model="a"/);
  });
});
