import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { exposition } from '../../../../src/engine/serve/prometheus/exposition';
import { openMetrics, plainText, type TextFormat } from '../../../../src/engine/serve/prometheus/textFormat';
import { FakeReader, now } from '../../../support/fakeSources';

const page = (format: TextFormat, reader: FakeReader): string =>
  [...exposition(format, { reader, times: [], version: '1.2.3', now })].join('');

function someSeries(): FakeReader {
  const reader = new FakeReader();
  reader.add('model.requests', { runtime: 'local', model: 'a "b"\\c\nd' }, [[now - 10, 7]]);
  reader.add('system.cpu_percent', {}, [[now - 10, 23.5]]);
  reader.add('system.power_watts', { domain: 'package' }, [[now - 10, 30.25]]);
  reader.add('system.power_watts', { domain: 'total' }, [[now - 10, 45]], 'estimated');
  reader.add('model.ttft_ms', { runtime: 'local', model: 'größe' }, [[now - 10, 125]]);
  reader.add('model.requests', { runtime: 'other', model: 'm' }, [[now - 10, 0]]);
  return reader;
}

const older = `# HELP wirthforge_build_info The version of the monitor that answers.
# TYPE wirthforge_build_info gauge
wirthforge_build_info{version="1.2.3"} 1
# HELP wirthforge_system_cpu_ratio Share of all cores that was not idle.
# TYPE wirthforge_system_cpu_ratio gauge
wirthforge_system_cpu_ratio 0.235
# HELP wirthforge_system_power_watts Electrical power of one part of the machine; the total adds up those that were measured and do not contain each other.
# TYPE wirthforge_system_power_watts gauge
wirthforge_system_power_watts{domain="package"} 30.25
wirthforge_system_power_watts{domain="total",quality="estimated"} 45
# HELP wirthforge_model_ttft_seconds Time from a request to the first content that a model generated for it, waiting and loading included.
# TYPE wirthforge_model_ttft_seconds gauge
wirthforge_model_ttft_seconds{runtime="local",model="größe"} 0.125
# HELP wirthforge_model_requests_total Requests that a model finished since the monitor first saw it.
# TYPE wirthforge_model_requests_total counter
wirthforge_model_requests_total{runtime="local",model="a \\"b\\"\\\\c\\nd"} 7
wirthforge_model_requests_total{runtime="other",model="m"} 0
`;

const newer = `# HELP wirthforge_build The version of the monitor that answers.
# TYPE wirthforge_build info
wirthforge_build_info{version="1.2.3"} 1
# HELP wirthforge_system_cpu_ratio Share of all cores that was not idle.
# TYPE wirthforge_system_cpu_ratio gauge
# UNIT wirthforge_system_cpu_ratio ratio
wirthforge_system_cpu_ratio 0.235
# HELP wirthforge_system_power_watts Electrical power of one part of the machine; the total adds up those that were measured and do not contain each other.
# TYPE wirthforge_system_power_watts gauge
# UNIT wirthforge_system_power_watts watts
wirthforge_system_power_watts{domain="package"} 30.25
wirthforge_system_power_watts{domain="total",quality="estimated"} 45
# HELP wirthforge_model_ttft_seconds Time from a request to the first content that a model generated for it, waiting and loading included.
# TYPE wirthforge_model_ttft_seconds gauge
# UNIT wirthforge_model_ttft_seconds seconds
wirthforge_model_ttft_seconds{runtime="local",model="größe"} 0.125
# HELP wirthforge_model_requests Requests that a model finished since the monitor first saw it.
# TYPE wirthforge_model_requests counter
wirthforge_model_requests_total{runtime="local",model="a \\"b\\"\\\\c\\nd"} 7
wirthforge_model_requests_total{runtime="other",model="m"} 0
# EOF
`;

describe('a page for Prometheus', () => {
  it('has every value in base units, by metric, escaped, estimates marked', () => {
    assert.equal(page(plainText, someSeries()), older);
  });

  it('names families, units and its end the other way in OpenMetrics', () => {
    assert.equal(page(openMetrics, someSeries()), newer);
  });

  it('leaves out what is unavailable, stale or not finite, its heading too', () => {
    const reader = new FakeReader();
    reader.add('system.cpu_percent', {}, [[now - 10, 5]], 'unavailable');
    reader.add('system.load_1m', {}, [[now - 60_000, 3]]);
    reader.add('system.swap_percent', {}, [[now - 10, Infinity]]);
    reader.add('system.memory_percent', {}, []);
    assert.equal(page(plainText, reader), page(plainText, new FakeReader()));
    assert.doesNotMatch(page(plainText, reader), /system/);
  });

  it('gives a heading once, however many series a metric has and whichever of them have values', () => {
    const reader = new FakeReader();
    for (let i = 0; i < 100; i++)
      reader.add('system.connections', { state: `s${i}` }, [[now, i]], i < 40 ? 'unavailable' : 'measured');
    const lines = page(plainText, reader).split('\n').slice(3);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('#')).map((line) => line.split(' ', 3).join(' ')),
      ['# HELP wirthforge_system_connections', '# TYPE wirthforge_system_connections'],
    );
    assert.equal(lines.filter((line) => line.startsWith('wirthforge_system_connections{')).length, 60);
  });

  it('comes in pieces that are each small, beginning with the first', () => {
    const reader = new FakeReader();
    for (let i = 0; i < 1000; i++) reader.add('system.connections', { state: `state ${i}` }, [[now, i]]);
    const pieces = [...exposition(openMetrics, { reader, times: [], version: '1.2.3', now })];
    assert.ok(Math.max(...pieces.map((piece) => piece.length)) < 2000);
    assert.ok(pieces[0]!.startsWith('# HELP'));
  });

  it('gives each series one line and its label back, whatever the label holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (state) => {
        const reader = new FakeReader();
        reader.add('system.connections', { state }, [[now, 1]]);
        const lines = page(plainText, reader).split('\n');
        assert.equal(lines.length, 7);
        const [, quoted = ''] = /^wirthforge_system_connections\{state="([^]*)"\} 1$/u.exec(lines[5]!) ?? [];
        const read = quoted.replace(/\\(.)/gsu, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
        assert.equal(read, state);
        assert.doesNotMatch(quoted.replace(/\\[n"\\]/g, ''), /["\\\n]/);
      }),
    );
  });
});
