import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';
import { DamagedBytes } from '../../../../src/engine/store/codec/byteReader';
import { aesCipher } from '../../../../src/engine/store/encryption/aesCipher';
import { StoreLocked } from '../../../../src/engine/store/encryption/keyFile';
import type { RecordCipher } from '../../../../src/engine/store/encryption/cipher';
import { framesOf, frameTypes, FrameWriter, type FrameType } from '../../../../src/engine/store/journal/frames';
import { headerOf, readJournal } from '../../../../src/engine/store/journal/journalContent';
import { NewerJournal, writeHeader } from '../../../../src/engine/store/journal/journalHeader';
import { samplesOf, statesOf } from '../../../../src/engine/store/journal/journalSamples';
import type { RawChunk } from '../../../../src/engine/store/chunk';
import { JournalRig, rigSession, rigValue, startTime } from '../../../support/journalRig';
import { Random } from '../../../support/random';
import { SimulatedDisk } from '../../../support/simulatedDisk';

const file = '/data/journal/00000001-000001.journal';
const cipher = aesCipher(new Uint8Array(32).fill(3));

async function written(fill: (rig: JournalRig) => Promise<void> | void, key?: RecordCipher): Promise<Buffer> {
  const disk = new SimulatedDisk(new Random(1));
  const rig = new JournalRig(disk, key ? { cipher: key } : {});
  await fill(rig);
  await rig.writer.flush();
  return disk.files().get(file)!;
}

/** Rows, events and state changes in several flushes. */
const busy = async (rig: JournalRig): Promise<void> => {
  const fast = rig.group('fast', 10, 3);
  const slow = rig.group('slow', 1, 2);
  for (let flush = 0; flush < 4; flush++) {
    rig.rows(fast, 5);
    rig.rows(slow, 1);
    rig.event();
    if (flush === 2) fast.layout[1]!.quality = 'estimated';
    await rig.writer.flush();
    rig.clock.advance(1000);
  }
};

const onlyAnEvent = (rig: JournalRig): void => {
  rig.event();
};

/** Everything that can be believed, as text. */
function told(bytes: Uint8Array, upTo?: number, key?: RecordCipher): string[] {
  return [...readJournal(bytes, upTo, key).records].map((record) => {
    if (record.kind !== 'rows') return JSON.stringify(record);
    const columns = record.group.series.map((_, column) => [...record.column(column)]);
    return JSON.stringify([record.group.name, [...record.times], columns]);
  });
}

/** A journal of one frame after its header, whose content is chosen. */
function forged(type: FrameType, payload: Uint8Array, before: (writer: FrameWriter) => void = () => undefined): Buffer {
  const frames = new FrameWriter();
  frames.startJournal();
  writeHeader(frames.begin(frameTypes.header), {
    epoch: 1,
    sequence: 1,
    session: rigSession,
    startedAt: 0,
    previousBytes: 0,
  });
  frames.end();
  before(frames);
  frames.begin(type).raw(payload);
  frames.end();
  return Buffer.from(frames.written());
}

describe('a journal that is read', () => {
  for (const key of [undefined, cipher])
    it(`says what was written${key ? ', encrypted' : ''}`, async () => {
      const bytes = await written(busy, key);
      const content = readJournal(bytes, undefined, key);
      assert.deepEqual([content.isTorn, content.isEmpty, content.goodBytes], [false, false, bytes.length]);
      const { epoch, sequence, session, startedAt, previousBytes } = content.header!;
      assert.deepEqual([epoch, sequence, session, startedAt, previousBytes], [1, 1, rigSession, startTime, 0]);
      const chunks = [...samplesOf(content)];
      assert.deepEqual(
        chunks.map(({ group, hz, times }) => [group, hz, times.length, times[0]]),
        [
          ['fast', 10, 20, startTime],
          ['slow', 1, 4, startTime],
        ],
      );
      for (const { columns } of chunks)
        for (const [column, { values }] of columns.entries())
          assert.deepEqual(
            [...values],
            [...values.keys()].map((row) => rigValue(row, column)),
          );
      const states = [...statesOf(content)].map(({ series, state }) => [series.labels, state.quality, state.since]);
      assert.equal(states.length, 6);
      assert.deepEqual(states.at(-1), [{ core: 'fast1' }, 'estimated', startTime + 2000]);
      const events = [...content.records].flatMap((record) => (record.kind === 'event' ? record.event.sequence : []));
      assert.deepEqual(events, [1, 2, 3, 4]);
      assert.equal(bytes.includes('cpu_core'), key === undefined);
    });

  for (const key of [undefined, cipher]) {
    const kind = key ? ', encrypted' : '';
    it(`is believed up to its last whole frame, wherever it was torn${kind}`, async () => {
      const bytes = await written(busy, key);
      const whole = told(bytes, undefined, key);
      const ends = [...framesOf(bytes, bytes.length)].map(({ end }) => end);
      for (let length = 0; length <= bytes.length; length += key ? 5 : 1) {
        const torn = bytes.subarray(0, length);
        const frames = ends.filter((end) => end <= length);
        const content = readJournal(torn, undefined, key);
        assert.equal(content.goodBytes, frames.at(-1) ?? 0);
        assert.equal(content.isTorn, content.goodBytes < length);
        assert.equal(content.isEmpty, frames.length === 0);
        assert.deepEqual(told(torn, undefined, key), whole.slice(0, Math.max(0, frames.length - 1)));
        assert.deepEqual(told(bytes, length, key), told(torn, undefined, key));
      }
    });

    it(`is believed up to the frame in which a bit was flipped, and no further${kind}`, async () => {
      const bytes = await written(busy, key);
      const whole = told(bytes, undefined, key);
      const ends = [...framesOf(bytes, bytes.length)].map(({ end }) => end);
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Buffer.from(bytes);
        flipped[at]! ^= 1 << (at % 8);
        const good = ends.filter((end) => end <= at);
        const content = readJournal(flipped, undefined, key);
        assert.equal(content.goodBytes, good.at(-1) ?? 0);
        assert.ok(content.isTorn);
        assert.deepEqual(told(flipped, undefined, key), whole.slice(0, Math.max(0, good.length - 1)));
      }
    });
  }

  it('tells the time that its rows span, also where a clock was set back, and gives those of a part of it', async () => {
    const bytes = await written(async (rig) => {
      const group = rig.group('fast', 10, 2);
      for (const advance of [1000, -7000, 4000]) {
        rig.rows(group, 5);
        await rig.writer.flush();
        rig.clock.advance(advance);
        group.lastTimestamp = -Infinity;
      }
      rig.event();
    });
    const content = readJournal(bytes);
    const rowsOf = (chunks: Iterable<RawChunk>): (readonly [number, number])[] =>
      [...chunks].flatMap(({ times, columns }) =>
        [...times].map((time, row) => [time, columns[1]!.values[row]!] as const),
      );
    const all = rowsOf(samplesOf(content));
    assert.equal(all.length, 15);
    const times = all.map(([time]) => time);
    assert.ok(
      times.some((time, i) => i > 0 && time < times[i - 1]!),
      'the clock was set back',
    );
    assert.deepEqual(content.span, { from: Math.min(...times), to: Math.max(...times) });
    fc.assert(
      fc.property(fc.nat(12_000), fc.nat(12_000), (a, b) => {
        const within = { from: startTime - 6500 + Math.min(a, b), to: startTime - 6500 + Math.max(a, b) };
        const isInside = ([time]: readonly [number, number]): boolean => time >= within.from && time < within.to;
        const part = rowsOf(samplesOf(content, undefined, within));
        assert.deepEqual(part.filter(isInside), all.filter(isInside));
      }),
    );
    assert.deepEqual(rowsOf(samplesOf(content, undefined, { from: 0, to: Math.min(...times) })), []);
    assert.equal(readJournal(await written(onlyAnEvent)).span, undefined);
  });

  it('never throws, whatever a frame with a right checksum holds, but for columns that are asked for', () => {
    const payloads = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map(textPayload),
      fc.string().map(textPayload),
    );
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 5, 6, 255), payloads, fc.nat(30), (type, payload, cut) => {
        const bytes = forged(type as FrameType, payload, (frames) => {
          const group = new ByteWriter();
          for (const value of [0, 1]) group.varint(value);
          group.raw(payload.subarray(0, cut));
          frames.begin(frameTypes.group).raw(group.written());
          frames.end();
        });
        const content = readJournal(bytes);
        assert.ok(content.header && content.goodBytes <= bytes.length);
        try {
          for (const chunk of samplesOf(content)) assert.ok(chunk.times.length > 0);
        } catch (error) {
          assert.ok(error instanceof DamagedBytes);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('passes over what only newer versions know, and believes what comes after it', () => {
    const unknown = { session: 's', sequence: 1, timestamp: 1, type: 'made.later', data: {} };
    const bytes = forged(
      frameTypes.event,
      textPayload(JSON.stringify({ ...unknown, type: 'session.end' })),
      (frames) => {
        frames.begin(9 as FrameType).u8(1);
        frames.end();
        frames.begin(frameTypes.event).text(JSON.stringify(unknown));
        frames.end();
      },
    );
    assert.equal(told(bytes).length, 1);
    assert.equal(readJournal(bytes).isTorn, false);
  });

  it('is refused, and not taken for damaged, when a newer version wrote it', async () => {
    const bytes = await written(busy);
    const frames = new FrameWriter();
    frames.startJournal();
    frames.begin(frameTypes.header).varint(2);
    frames.end();
    const newer = Buffer.concat([frames.written(), bytes]);
    assert.throws(() => readJournal(newer), NewerJournal);
    assert.throws(() => headerOf(newer), /newer version.*update the extension/s);
  });

  it('cannot be read without its key', async () => {
    const bytes = await written(busy, cipher);
    assert.throws(() => readJournal(bytes), StoreLocked);
    assert.throws(() => readJournal(bytes, undefined, aesCipher(new Uint8Array(32))), StoreLocked);
    assert.equal(headerOf(bytes.subarray(0, 512))?.encryption?.keyId, cipher.keyId);
  });

  it('is empty without a header only as long as it never held anything else', async () => {
    const bytes = await written((rig) => {
      rig.rows(rig.group('fast', 60, 8), 300);
    });
    const spoiled = Buffer.from(bytes).fill(0, 0, 20);
    assert.deepEqual([readJournal(spoiled).isEmpty, readJournal(spoiled).isTorn], [false, true]);
    assert.equal(readJournal(Buffer.alloc(40)).isEmpty, true);
  });
});

describe('samples of a journal', () => {
  it('come in aligned stretches of five minutes, apart where layout, rate or the order of time changes', async () => {
    const bytes = await written(async (rig) => {
      const group = rig.group('slow', 1, 2);
      rig.rows(group, 700);
      await rig.writer.flush();
      rig.addSeries(group);
      rig.rows(group, 10);
      await rig.writer.flush();
      group.setRate(0.5);
      rig.rows(group, 10);
      await rig.writer.flush();
      rig.ring.clear();
      group.lastTimestamp = -Infinity;
      rig.rows(group, 10);
    });
    const chunks = [...samplesOf(readJournal(bytes))];
    assert.deepEqual(
      chunks.map(({ hz, times, columns }) => [hz, (times[0]! - startTime) / 1000, times.length, columns.length]),
      [
        [1, 0, 300, 2],
        [1, 300, 300, 2],
        [1, 600, 100, 2],
        [1, 700, 10, 3],
        [0.5, 711, 10, 3],
        [0.5, 0, 10, 3],
      ],
    );
    const numbers = chunks.flatMap(({ columns }) => [...columns[0]!.values]);
    assert.deepEqual(numbers, [...numbers.keys()]);
  });

  it('hold the wanted series only', async () => {
    const content = readJournal(await written(busy));
    const wanted = [...samplesOf(content, ({ labels }) => labels['core'] === 'fast2')];
    assert.deepEqual(
      wanted.map(({ group, columns }) => [group, columns.map(({ series }) => series.labels)]),
      [['fast', [{ core: 'fast2' }]]],
    );
    assert.deepEqual(
      [...wanted[0]!.columns[0]!.values],
      [...Array(20).keys()].map((row) => rigValue(row, 2)),
    );
  });

  it('keep one column of a series that a group has twice', async () => {
    const bytes = await written((rig) => {
      const group = rig.group('fast', 10, 2);
      group.setLayout([...group.layout, group.layout[1]!]);
      rig.rows(group, 3);
    });
    const [chunk] = samplesOf(readJournal(bytes));
    assert.equal(chunk!.columns.length, 2);
    assert.deepEqual(
      [...chunk!.columns[1]!.values],
      [0, 1, 2].map((row) => rigValue(row, 1)),
    );
  });

  it('are all there when they are too many for one append', async () => {
    const bytes = await written((rig) => {
      const group = rig.group('wide', 100, 300);
      rig.rows(group, 4000);
    });
    const content = readJournal(bytes);
    const rows = [...content.records].flatMap((record) => (record.kind === 'rows' ? record.times.length : []));
    assert.ok(rows.length > 10 && Math.max(...rows) * 300 <= 65_536);
    assert.equal([...samplesOf(content)].flatMap(({ times }) => [...times]).length, 4000);
  });
});

function textPayload(text: string): Uint8Array {
  const writer = new ByteWriter();
  writer.text(text);
  return writer.take();
}
