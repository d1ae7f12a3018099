import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { RequestInfo } from '../../../src/protocol/requests';
import type { Clock } from '../../../src/engine/clock';
import { noFigures } from '../../../src/engine/collect/runtimes/figures';
import type { Interference } from '../../../src/engine/models/interference/interferenceWatch';
import type { LiveRequest } from '../../../src/engine/models/liveRequest';
import type { MeasuredRequest } from '../../../src/engine/models/measuredRequest';
import { ModelBook } from '../../../src/engine/models/modelBook';
import { Pipeline } from '../../../src/engine/pipeline';
import { Ticker } from '../../../src/engine/ticker';
import { contentAt, requestAt } from './request';

const stepMs = 20;

describe('what models tell for events', () => {
  const clock: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
  let pipeline: Pipeline;
  let ticker: Ticker;
  let book: ModelBook;
  let ended: LiveRequest[];
  let found: Interference[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_700_000_000_000 });
    ticker = new Ticker(clock, (error) => {
      throw error;
    });
    pipeline = new Pipeline(1 << 22);
    ended = [];
    found = [];
    book = new ModelBook({
      ticker,
      clock,
      metrics: ['tokens', 'ttft', 'energy', 'entropy'],
      energyOrigin: () => undefined,
      changed: () => undefined,
      requestEnded: (request) => ended.push(request),
      interfered: (interference) => found.push(interference),
    });
    book.start(pipeline);
  });

  afterEach(() => {
    book.stop();
    ticker.stop();
    mock.timers.reset();
  });

  /** Lets requests of these models stream for so long, a token every so many ms each. */
  function stream(ms: number, gaps: Readonly<Record<string, number>>): MeasuredRequest[] {
    const streams = Object.entries(gaps).map(([model, gap]) => ({ gap, request: requestAt(Date.now(), { model }) }));
    for (const { request } of streams) book.begun(request);
    for (let t = stepMs; t <= ms; t += stepMs) {
      mock.timers.tick(stepMs);
      for (const { gap, request } of streams) {
        if (t % gap !== 0) continue;
        contentAt(request, Date.now());
        book.progressed(request, 1);
      }
    }
    return streams.map(({ request }) => request);
  }

  function finish(requests: readonly MeasuredRequest[]): void {
    for (const request of requests) {
      Object.assign(request, { state: 'done', status: 200, endedAt: Date.now() });
      book.ended(request);
    }
  }

  function ratios(model: string): number[] {
    const values: number[] = [];
    const series = pipeline.series('model.interference', { runtime: 'local', model });
    pipeline.scan(series, 0, Infinity, (_, value) => {
      if (!Number.isNaN(value)) values.push(value);
    });
    return values;
  }

  it('is each request that is over, once', () => {
    finish(stream(1000, { a: 20, b: 40 }));
    const infos = ended.map((request): RequestInfo => request.info());
    assert.deepEqual(
      infos.map(({ model, state, outputTokens }) => [model, state, outputTokens]),
      [
        ['a', 'done', 50],
        ['b', 'done', 25],
      ],
    );
  });

  it('is what each model did', () => {
    finish(stream(1000, { a: 20, b: 40 }));
    assert.deepEqual(book.works(Date.now()), [
      { id: 'local/a', joules: 0, tokens: 50 },
      { id: 'local/b', joules: 0, tokens: 25 },
    ]);
  });

  it('is how models that generate at once slow each other down, with each one’s ratio while they do', () => {
    finish(stream(8000, { a: 20 }));
    finish(stream(8000, { b: 40 }));
    assert.deepEqual(ratios('a'), []);
    finish(stream(12_000, { a: 80, b: 160 }));
    const [one, ...more] = found;
    assert.ok(one);
    assert.deepEqual(more, []);
    assert.deepEqual(one.models, ['local/a', 'local/b']);
    assert.equal(one.type, 'destructive');
    assert.ok(Math.abs(one.strength - 0.5) < 0.02, `${one.strength}`);
    for (const model of ['a', 'b']) {
      assert.ok(ratios(model).length > 10);
      assert.ok(ratios(model).every((ratio) => Math.abs(ratio - 0.25) < 0.02));
    }
    const told = ratios('a').length;
    finish(stream(3000, { a: 20 }));
    assert.equal(ratios('a').length, told);
  });

  it('is nothing learnt of a model alone while its runtime works on another for somebody else', () => {
    const readOther = (tokensPerSecond: number): void => {
      const figures = { ...noFigures(), 'model.tokens_per_second': tokensPerSecond, 'model.requests_active': 1 };
      const reading = { status: { name: 'b', state: 'generating' as const }, figures };
      book.read('local', 'llamacpp', [reading], Date.now(), Date.now());
    };
    const [request] = stream(stepMs, { a: 20 });
    assert.ok(request);
    for (let t = 0; t < 8000; t += stepMs) {
      mock.timers.tick(stepMs);
      if (t % 200 === 0) readOther(30);
      contentAt(request, Date.now());
      book.progressed(request, 1);
    }
    finish([request]);
    readOther(0);
    finish(stream(8000, { c: 40 }));
    finish(stream(8000, { a: 20, c: 40 }));
    assert.deepEqual(found, []);
    assert.deepEqual(ratios('a'), []);
  });
});
