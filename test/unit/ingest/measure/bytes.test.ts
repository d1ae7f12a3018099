import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SentEvents } from '../../../../src/engine/ingest/measure/bytes/eventReader';
import { placesOf } from '../../../../src/engine/ingest/measure/bytes/jsonPaths';
import { JsonPicker } from '../../../../src/engine/ingest/measure/bytes/jsonPicker';
import { LineReader } from '../../../../src/engine/ingest/measure/bytes/lineReader';

/** Cuts text into pieces at any bytes, even inside of characters. */
function cut(text: string, lengths: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const end = at + (lengths[i % lengths.length] ?? 1);
    pieces.push(Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
  return pieces;
}

const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });

function picked(
  paths: readonly string[],
  pieces: readonly Buffer[],
): { picker: JsonPicker; values: [path: string, value: unknown][] } {
  const values: [string, unknown][] = [];
  const picker = new JsonPicker(placesOf(paths), (path, value) => values.push([path, value]));
  for (const piece of pieces) {
    picker.read(piece);
    piece.fill(0x22);
  }
  return { picker, values };
}

describe('values picked out of JSON', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'ä"\\', '__proto__', '');
  const document = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
    object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true, false, '}', ']', '"', '\\', ','),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
  })).object;
  const own = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

  it('are those that reading all of it gives, whatever surrounds them and however it is cut', () => {
    fc.assert(
      fc.property(document, cuts, fc.constantFrom(undefined, 1, '\t'), (value, lengths, indent) => {
        const text = JSON.stringify(value, null, indent);
        const whole = JSON.parse(text) as unknown;
        const { picker, values } = picked(['a', 'b.a', 'b.c[].a', 'c[]'], cut(text, lengths));
        const expected = new Map<string, unknown[]>([
          ['a', [own(whole, 'a')]],
          ['b.a', [own(own(whole, 'b'), 'a')]],
          ['b.c[].a', items(own(own(whole, 'b'), 'c')).map((item) => own(item, 'a'))],
          ['c[]', [...items(own(whole, 'c'))]],
        ]);
        for (const [path, all] of expected)
          assert.deepEqual(
            values.filter(([of]) => of === path).map(([, each]) => each),
            all.filter((each) => each !== undefined),
          );
        assert.equal(picker.documents, 1);
        assert.equal(picker.isAmid, false);
        assert.equal(picker.isBroken, false);
      }),
      { numRuns: 1500 },
    );
  });

  it('may come from documents that follow one another', () => {
    const { picker, values } = picked(['a'], cut('{"a":1}\n {"b":{}}{"a":[2]} {"a"', [3]));
    assert.deepEqual(values, [
      ['a', 1],
      ['a', [2]],
    ]);
    assert.equal(picker.documents, 3);
    assert.equal(picker.isAmid, true);
  });

  it('are left out when they are longer than 256 KiB, and those after them are not', () => {
    const text = `{"a":"${'x'.repeat(300_000)}","b":{"a":7}}`;
    assert.deepEqual(picked(['a', 'b.a'], cut(text, [5000])).values, [['b.a', 7]]);
  });

  it('are not looked for in what is no JSON', () => {
    for (const text of ['x', '7', '"a"', '{a:1}', ']', '{"a":1}}']) {
      const { picker } = picked(['b'], [Buffer.from(text)]);
      assert.equal(picker.isBroken, true, text);
    }
  });

  it('never make it fail, whatever the bytes', () => {
    const byte = fc.constantFrom(...Buffer.from('{}[]",:\\a1 \n'));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), cuts, (bytes, lengths) => {
        const text = Buffer.from(bytes).toString();
        const { values } = picked(['a', 'b[].a', '[]'], cut(text, lengths));
        assert.ok(values.every(([, value]) => value !== undefined));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('lines', () => {
  const text = fc
    .array(fc.constantFrom('\n', '\r', '\r\n', 'a', 'bcd', 'ä', ''), { maxLength: 30 })
    .map((all) => all.join(''));

  it('are the same however they are cut and ended', () => {
    fc.assert(
      fc.property(text, cuts, (whole, lengths) => {
        const found: string[] = [];
        const reader = new LineReader(100, {
          line: (bytes, from, to) => found.push(bytes.toString('utf8', from, to)),
          tooLong: () => assert.fail('no line is that long'),
        });
        for (const piece of cut(whole, lengths)) {
          reader.take(piece);
          piece.fill(0x0a);
        }
        reader.end();
        const expected = whole.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        assert.deepEqual(found, expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('that are too long are told of, and those around them are read', () => {
    for (const length of [1, 7, 1000]) {
      const found: string[] = [];
      const reader = new LineReader(10, {
        line: (bytes, from, to) => found.push(bytes.toString('utf8', from, to)),
        tooLong: () => found.push('too long'),
      });
      for (const piece of cut('0123456789\n0123456789a\nb\n01234567890123456789', [length])) reader.take(piece);
      reader.end();
      assert.deepEqual(found, ['0123456789', 'too long', 'b', 'too long']);
    }
  });
});

describe('server-sent events', () => {
  const read = (text: string, lengths: readonly number[] = [1000]): string[] => {
    const found: string[] = [];
    const reader = new SentEvents({
      event: (data, isError) => found.push(isError ? `error ${data}` : data),
      tooLong: () => found.push('too long'),
    });
    for (const piece of cut(text, lengths)) reader.take(piece);
    reader.end();
    return found;
  };

  it('are made of their fields as the standard has it', () => {
    assert.deepEqual(read('data: a\n\ndata:b\n\ndata:  c\n\ndata\n\ndata:\n\n'), ['a', 'b', ' c', '', '']);
    assert.deepEqual(read('data: a\ndata: b\n\n'), ['a\nb']);
    assert.deepEqual(read(': comment\nid: 7\nretry: 10\ndatax: no\n dat: no\ndata: a\n\n'), ['a']);
    assert.deepEqual(read('event: error\ndata: a\n\nevent: errors\ndata: b\n\nerror: c\n\n'), [
      'error a',
      'b',
      'error c',
    ]);
    assert.deepEqual(read('event: error\n\ndata: a\n\n'), ['a']);
    assert.deepEqual(read('\n\n\n: only this\n\n'), []);
    assert.deepEqual(read('data: the last one'), ['the last one']);
    assert.deepEqual(read('\ufeffdata: a\n\n\ufeffdata: b\n\n'), ['a']);
  });

  it('are the same however they are cut', () => {
    const field = fc.constantFrom(
      'data: a',
      'data:ö',
      'data',
      'event: error',
      'event: x',
      ': c',
      '',
      '',
      'error: e',
      'x',
    );
    fc.assert(
      fc.property(fc.array(field), fc.constantFrom('\n', '\r', '\r\n'), cuts, (all, lineEnd, lengths) => {
        assert.deepEqual(read(all.join(lineEnd), lengths), read(all.join('\n')));
      }),
      { numRuns: 1000 },
    );
  });
});
