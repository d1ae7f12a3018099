import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { ExportJson } from '../../../../src/engine/store/tools/export/exportJson';
import type { ExportText, SeriesHead } from '../../../../src/engine/store/tools/export/exportText';
import { ExportYaml } from '../../../../src/engine/store/tools/export/exportYaml';
import { IsoTime } from '../../../../src/engine/store/tools/export/isoTime';
import { block } from '../../../../src/engine/store/tools/export/yamlText';

type Series = [SeriesHead, [number, number][][]][];

const head = { exportedAt: 0, from: 0, to: 1 };

const seriesHead: fc.Arbitrary<SeriesHead> = fc.record({
  metric: fc.constant('system.cpu_percent'),
  labels: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
  unit: fc.constant('percent' as const),
  quality: fc.constantFrom('measured' as const, 'estimated' as const),
});
const points: fc.Arbitrary<[number, number][]> = fc.array(
  fc.tuple(fc.integer(), fc.oneof(fc.double({ noNaN: true }), fc.constant(NaN))),
);
const series: fc.Arbitrary<Series> = fc.array(fc.tuple(seriesHead, fc.array(points, { maxLength: 3 })), {
  maxLength: 4,
});

function written(text: ExportText, all: Series): string {
  let out = text.begin();
  for (const [each, parts] of all) {
    out += text.openSeries(each);
    for (const part of parts)
      out += text.points(
        Float64Array.from(part, ([time]) => time),
        Float64Array.from(part, ([, value]) => value),
      );
    out += text.closeSeries();
  }
  return out + text.beginEvents() + text.end();
}

/** What a reader has to find, made the plain way. */
function expected(all: Series): unknown[] {
  return all.map(([each, parts]) => {
    let inGap = false;
    const told = parts.flat().filter(([, value]) => {
      const isRepeated = Number.isNaN(value) && inGap;
      inGap = Number.isNaN(value);
      return !isRepeated;
    });
    const values = told.map(([time, value]) => [
      time,
      Number.isFinite(value) ? value + 0 : Number.isNaN(value) ? null : String(value),
    ]);
    return { ...each, labels: { ...each.labels }, points: values };
  });
}

describe('an exported series', () => {
  it('reads the same from JSON and from YAML, whatever it holds and however it is cut', () => {
    fc.assert(
      fc.property(series, (all) => {
        const json = JSON.parse(written(new ExportJson(head), all)) as { series: unknown };
        const yaml = parseYaml(written(new ExportYaml(head), all), { uniqueKeys: false }) as { series: unknown };
        const wanted = JSON.stringify(expected(all));
        assert.equal(JSON.stringify(json.series), wanted);
        assert.equal(JSON.stringify(yaml.series), wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('lets any JSON stand in YAML', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(parseYaml(`key:${block(value, 0)}\n`), parseYaml(JSON.stringify({ key: value })));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a time in CSV', () => {
  it('is that of ISO 8601, with microseconds where there are any', () => {
    const time = new IsoTime();
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), (ms) => {
        assert.equal(time.text(ms), new Date(ms).toISOString());
      }),
    );
    assert.equal(time.text(1000.25), '1970-01-01T00:00:01.000250Z');
  });
});
