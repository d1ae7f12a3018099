import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Pipeline } from '../../../src/engine/pipeline';
import { Stream, type StreamMessage } from '../../../src/engine/stream';

const start = 1_700_000_000_000;

function fresh(metrics: string[], historyMs = 300_000) {
  const pipeline = new Pipeline(1 << 24);
  const cpu = pipeline.series('system.cpu_percent');
  const tokens = pipeline.series('model.output_tokens', { runtime: 'r', model: 'm' });
  const group = pipeline.group('mixed', 10);
  group.setLayout([cpu, tokens]);
  const put = (i: number): void => {
    group.values.set([i, i * 2]);
    pipeline.commit(group, start + i * 100);
  };
  const messages: StreamMessage[] = [];
  const stream = new Stream(7, { metrics, maxHz: 10, historyMs }, pipeline, (message) => messages.push(message));
  const values = (id: number): number[] =>
    messages.flatMap((message) =>
      message.type !== 'rows'
        ? []
        : message.rows.flatMap((rows) => {
            const column = rows.series.indexOf(id);
            const n = rows.timestamps.length;
            return column < 0 ? [] : [...rows.values.slice(column * n, (column + 1) * n)];
          }),
    );
  return { pipeline, cpu, tokens, group, put, messages, stream, values };
}

const count = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);

function drain(past: Generator<undefined>): void {
  while (past.next().done !== true);
}

describe('stream', () => {
  it('gives every row once, whether it came before, during or after the history was sent', () => {
    const { put, stream, values, cpu, messages } = fresh(['system.*']);
    for (const i of count(2000)) put(i);
    const past = stream.history(start + 200_000);
    past.next();
    for (const i of count(300, 2000)) put(i);
    drain(past);
    stream.flush();
    for (const i of count(10, 2300)) put(i);
    stream.flush();
    stream.flush();
    assert.deepEqual(values(cpu.id), count(2310));
    assert.equal(messages.filter((m) => m.type === 'live').length, 1);
  });

  it('leaves out no row that comes between its beginning and the first of the history', () => {
    const { put, stream, values, cpu } = fresh(['system.*']);
    for (const i of count(10)) put(i);
    const past = stream.history(start + 950);
    put(10);
    drain(past);
    put(11);
    stream.flush();
    assert.deepEqual(values(cpu.id), count(12));
  });

  it('sends only what was asked for, announced before its first row', () => {
    const { put, stream, values, cpu, tokens, messages } = fresh(['model.*']);
    put(0);
    drain(stream.history(start + 1000));
    assert.deepEqual(values(cpu.id), []);
    assert.deepEqual(values(tokens.id), [0]);
    assert.equal(messages[0]?.type, 'series');
  });

  it('announces a series again when its quality changes', () => {
    const { pipeline, stream, messages, tokens } = fresh(['model.*']);
    drain(stream.history(start));
    pipeline.setQuality(tokens, 'unavailable', 'no counters');
    stream.flush();
    stream.flush();
    const told = messages.flatMap((m) => (m.type === 'series' ? m.series.map((s) => s.quality) : []));
    assert.deepEqual(told, ['measured', 'unavailable']);
  });

  it('keeps each message of the history small', () => {
    const { put, stream, messages } = fresh(['*']);
    for (const i of count(30_000)) put(i);
    drain(stream.history(start + 3_000_000));
    for (const message of messages)
      if (message.type === 'rows') assert.ok(message.rows.reduce((n, r) => n + r.values.length, 0) <= 2048);
  });
});
