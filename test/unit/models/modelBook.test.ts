import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { MetricId } from '../../../src/protocol/catalogue';
import type { Labels } from '../../../src/protocol/metric';
import type { Clock } from '../../../src/engine/clock';
import type { ModelReading } from '../../../src/engine/collect/runtimes/adapter';
import { noFigures, shortOf, figureMetrics } from '../../../src/engine/collect/runtimes/figures';
import type { MeasuredRequest } from '../../../src/engine/models/measuredRequest';
import { ModelBook } from '../../../src/engine/models/modelBook';
import { Pipeline } from '../../../src/engine/pipeline';
import { Ticker } from '../../../src/engine/ticker';
import { contentAt, requestAt } from './request';

const labels = { runtime: 'local', model: 'm' };
const stepMs = 5;

describe('what is known of models', () => {
  const clock: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
  let pipeline: Pipeline;
  let ticker: Ticker;
  let book: ModelBook;
  let changes = 0;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_700_000_000_000 });
    ticker = new Ticker(clock, (error) => {
      throw error;
    });
    pipeline = new Pipeline(1 << 22);
    changes = 0;
    book = new ModelBook({
      ticker,
      clock,
      metrics: ['tokens', 'ttft', 'energy', 'entropy'],
      energyOrigin: () => undefined,
      changed: () => changes++,
    });
    book.start(pipeline);
  });

  afterEach(() => {
    book.stop();
    ticker.stop();
    mock.timers.reset();
  });

  function pass(ms: number): void {
    for (let t = 0; t < ms; t += stepMs) mock.timers.tick(stepMs);
  }

  function value(metric: MetricId, of: Labels = labels): number | undefined {
    return pipeline.latest(pipeline.series(metric, of), Date.now())?.value;
  }

  function samples(metric: MetricId, of: Labels = labels): number[] {
    const values: number[] = [];
    pipeline.scan(pipeline.series(metric, of), 0, Infinity, (_, v) => {
      if (!Number.isNaN(v)) values.push(v);
    });
    return values;
  }

  /** A reading of a runtime that counts; what is not given it does not tell. */
  function reading(changes: Partial<ReturnType<typeof noFigures>>, more: Partial<ModelReading> = {}): ModelReading {
    return { status: { name: 'm', state: 'idle' }, figures: { ...noFigures(), ...changes }, ...more };
  }

  function read(...readings: ModelReading[]): void {
    book.read('local', 'llamacpp', readings, Date.now(), Date.now());
  }

  /** One request of so many tokens, so many ms apart, the first after `ttftMs`. */
  function run(ttftMs: number, tokens: number, gapMs: number, end: Partial<MeasuredRequest> = {}): MeasuredRequest {
    const request = requestAt(Date.now());
    book.begun(request);
    pass(ttftMs);
    for (let i = 0; i < tokens; i++) {
      if (i > 0) pass(gapMs);
      contentAt(request, Date.now());
      book.progressed(request, 1);
    }
    finish(request, end);
    return request;
  }

  function finish(request: MeasuredRequest, end: Partial<MeasuredRequest>): void {
    Object.assign(request, { state: 'done', status: 200, endedAt: Date.now(), ...end });
    book.ended(request);
  }

  /** Streams 50 pieces a second for two seconds; answers with the speed shown at the end. */
  function streamed(fiveTimesASecond: () => void): number {
    const request = requestAt(Date.now());
    book.begun(request);
    for (let i = 1; i <= 100; i++) {
      pass(20);
      contentAt(request, Date.now());
      book.progressed(request, 1);
      if (i % 10 === 0) fiveTimesASecond();
    }
    const speed = value('model.tokens_per_second') ?? NaN;
    finish(request, {});
    return speed;
  }

  it('shows a stream as it passes: its speed at 60 Hz, its first token at once, its times when it ends', () => {
    run(200, 101, 20, { counts: { input: 7, output: 101 } });
    const speeds = samples('model.tokens_per_second');
    assert.ok(speeds.length > 90, `${speeds.length} frames of a stream of 2 s with an event every 20 ms`);
    assert.ok(Math.abs(speeds.at(50)! - 50) < 3, `${speeds.at(50)} tok/s of 50`);
    assert.deepEqual(samples('model.ttft_ms'), [200]);
    assert.deepEqual(samples('model.inter_token_ms'), [20]);
    assert.deepEqual(samples('model.request_ms'), [2200]);
    assert.equal(value('model.input_tokens'), 7);
    assert.equal(value('model.output_tokens'), 101);
    assert.equal(value('model.requests'), 1);
  });

  it('falls to 0 at the end of a stream and then is not written any more, while its totals stay', () => {
    run(50, 20, 20);
    pass(2000);
    assert.equal(value('model.tokens_per_second'), 0);
    const before = samples('model.tokens_per_second').length;
    pass(10_000);
    assert.equal(samples('model.tokens_per_second').length, before);
    assert.equal(value('model.output_tokens'), 20);
    assert.equal(value('model.requests'), 1);
  });

  it('counts a request once that the runtime counts too, and follows the runtime', () => {
    read(reading({ 'model.output_tokens': 0, 'model.input_tokens': 0, 'model.requests_active': 0 }));
    run(50, 10, 10, { counts: { input: 3, output: 10 } });
    read(reading({ 'model.output_tokens': 12, 'model.input_tokens': 3, 'model.requests_active': 0 }));
    run(50, 10, 10, { counts: { input: 3, output: 10 } });
    assert.equal(value('model.output_tokens'), 12, 'the runtime has not counted the second request yet');
    read(reading({ 'model.output_tokens': 22, 'model.input_tokens': 6, 'model.requests_active': 0 }));
    assert.equal(value('model.output_tokens'), 22);
    assert.equal(value('model.input_tokens'), 6);
  });

  it('adds nothing of the proxy to the speed that the runtime tells of the same tokens', () => {
    const speed = streamed(() => {
      read(reading({ 'model.tokens_per_second': 50, 'model.requests_active': 1 }));
    });
    assert.ok(Math.abs(speed - 50) < 3, `${speed} tok/s of 50`);
  });

  it('adds the speed of requests that do not pass through the proxy', () => {
    const speed = streamed(() => {
      read(reading({ 'model.tokens_per_second': 80, 'model.requests_active': 2 }));
    });
    assert.ok(Math.abs(speed - 80) < 4, `${speed} tok/s of 80`);
  });

  it('marks tokens as estimated that only passed by, and errors and refusals apart', () => {
    run(50, 5, 10, { counts: { output: 5 } });
    const series = pipeline.series('model.output_tokens', labels);
    assert.equal(series.quality, 'measured');
    run(50, 3, 10, { state: 'cancelled' });
    run(50, 0, 10, { state: 'refused', status: 429 });
    run(50, 0, 10, { state: 'failed', status: 500 });
    assert.equal(value('model.output_tokens'), 8);
    assert.equal(series.quality, 'estimated');
    assert.equal(value('model.requests'), 1);
    assert.equal(value('model.errors'), 1);
    assert.equal(value('model.rate_limited'), 1);
    const { requests } = book.activity();
    assert.deepEqual(
      requests.map(({ state, tokenQuality, outputTokens }) => [state, tokenQuality, outputTokens]),
      [
        ['failed', 'unavailable', undefined],
        ['refused', 'unavailable', undefined],
        ['cancelled', 'estimated', 3],
        ['done', 'measured', 5],
      ],
    );
  });

  it('gives a request to the model that the runtime names, whatever the client called it', () => {
    read(reading({}));
    const request = requestAt(Date.now(), { model: 'gpt-9' });
    book.begun(request);
    assert.deepEqual(
      book.activity().requests.map(({ model }) => model),
      ['m'],
    );
    request.model = '/models/other.gguf';
    request.isModelSaid = true;
    contentAt(request, Date.now());
    book.progressed(request, 1);
    finish(request, { counts: { output: 4 } });
    assert.equal(value('model.output_tokens', { runtime: 'local', model: 'other.gguf' }), 4);
    assert.equal(value('model.output_tokens'), undefined);
  });

  it('keeps the reason why a figure is not there until something measures it', () => {
    const reason = 'Nobody counts.';
    read(reading({}, { shortfalls: shortOf(figureMetrics, 'unavailable', reason) }));
    const series = pipeline.series('model.tokens_per_second', labels);
    assert.deepEqual([series.quality, series.reason], ['unavailable', reason]);
    run(50, 20, 10);
    assert.deepEqual([series.quality, series.reason], ['measured', undefined]);
  });

  it('says by which pieces it counts where a piece is not a token', () => {
    run(50, 40, 10, { counts: { output: 120 } });
    // Neither a short answer nor one with hidden reasoning says what a piece holds.
    run(50, 1, 10, { counts: { output: 2 } });
    run(50, 40, 10, { counts: { output: 4000, reasoning: 3900 } });
    const speed = streamed(() => {
      const { quality } = pipeline.series('model.tokens_per_second', labels);
      assert.equal(quality, 'estimated');
    });
    assert.ok(Math.abs(speed - 150) < 8, `${speed} tok/s of 150`);
  });

  it('gives the uncertainty as two bounds, averaged since the last frame', () => {
    const request = requestAt(Date.now());
    book.begun(request);
    for (const [lower, upper] of [
      [1, 2],
      [3, 6],
    ] as const) {
      contentAt(request, Date.now());
      request.entropy.tokens++;
      request.entropy.lower += lower;
      request.entropy.upper += upper;
      book.progressed(request, 1);
    }
    pass(20);
    assert.equal(value('model.entropy_bits', { ...labels, bound: 'lower' }), 2);
    assert.equal(value('model.entropy_bits', { ...labels, bound: 'upper' }), 4);
    finish(request, { counts: { output: 4 } });
    const [info] = book.activity().requests;
    assert.deepEqual([info?.entropyBits, info?.entropyShare], [{ lower: 2, upper: 4 }, 0.5]);
  });

  it('names what was under way for how long, so that energy can be shared', () => {
    const from = Date.now();
    run(100, 11, 10);
    read(reading({ 'model.requests_active': 2 }));
    pass(300);
    const workers = book.underWay(from, Date.now());
    assert.deepEqual(
      workers.map(({ requestMs }) => requestMs),
      [200, 1000],
    );
    for (const worker of workers) worker.take(worker.requestMs / 100, worker.requestMs / 50, 'measured');
    book.energyShared();
    assert.equal(value('model.energy_joules'), 12);
    assert.equal(book.activity().requests[0]?.energyJoules, 2);
    const [model] = book.activity().models;
    assert.ok(model?.joulesPerToken);
    assert.equal(model.joulesPerToken.aboveIdle * 2, model.joulesPerToken.gross);
    assert.ok(Math.abs(model.joulesPerToken.aboveIdle - 12 / 11) < 1e-9);
  });

  it('has no energy for a model that runs elsewhere, and says so', () => {
    read({ status: { name: 'm', state: 'idle', isElsewhere: true }, figures: noFigures() });
    const from = Date.now();
    run(100, 11, 10);
    assert.deepEqual(book.underWay(from, Date.now()), []);
    assert.match(book.activity().models[0]?.energyReason ?? '', /another machine/);
  });

  it('says why there is no energy, and never 0', () => {
    book.energyUnknown('No sensor.');
    run(50, 5, 10);
    const series = pipeline.series('model.energy_joules', labels);
    assert.deepEqual([series.quality, series.reason], ['unavailable', 'No sensor.']);
    assert.equal(value('model.energy_joules'), undefined);
    assert.equal(book.activity().models[0]?.energyReason, 'No sensor.');
  });

  it('moves all that was counted of a request to the model that the runtime names', () => {
    const request = requestAt(Date.now(), { model: 'alias' });
    const from = Date.now();
    book.begun(request);
    pass(1000);
    book.underWay(from, Date.now())[0]?.take(10, 20, 'measured');
    Object.assign(request, { model: 'm', isModelSaid: true });
    contentAt(request, Date.now());
    book.progressed(request, 1);
    finish(request, { counts: { output: 5 } });
    book.energyShared();
    pass(2000);
    assert.equal(value('model.energy_joules'), 10);
    assert.equal(value('model.requests_active', { runtime: 'local', model: 'alias' }), 0);
    assert.deepEqual(
      book.activity().models.map(({ model }) => model),
      ['m'],
    );
  });

  it('has no energy per token for tokens of a time without energy', () => {
    book.energyUnknown('Not now.');
    run(50, 500, 10);
    book.energyUnknown(undefined);
    const from = Date.now();
    run(10, 100, 10);
    for (const worker of book.underWay(from, Date.now())) worker.take(500, 600, 'measured');
    const perToken = book.activity().models[0]?.joulesPerToken?.aboveIdle;
    assert.equal(perToken, 5);
  });

  it('leaves energy of work that makes no tokens out of that per token', () => {
    const from = Date.now();
    run(10, 100, 10);
    const embedding = requestAt(Date.now(), { kind: 'embeddings' });
    book.begun(embedding);
    pass(500);
    finish(embedding, {});
    for (const worker of book.underWay(from, Date.now())) worker.take(100, 100, 'measured');
    assert.equal(book.activity().models[0]?.joulesPerToken?.aboveIdle, 1);
    book.energyShared();
    assert.equal(value('model.energy_joules'), 200);
  });

  it('has the times of requests that are not streamed, and does not take them back', () => {
    const reason = 'Not told.';
    read(reading({}, { shortfalls: shortOf(figureMetrics, 'unavailable', reason) }));
    const request = requestAt(Date.now());
    book.begun(request);
    pass(300);
    finish(request, { counts: { output: 5 } });
    read(reading({}, { shortfalls: shortOf(figureMetrics, 'unavailable', reason) }));
    assert.equal(pipeline.series('model.request_ms', labels).quality, 'measured');
    assert.equal(pipeline.series('model.ttft_ms', labels).quality, 'unavailable');
    assert.equal(value('model.request_ms'), 300);
  });

  it('shows a request that waits for minutes as active all the while', () => {
    const request = requestAt(Date.now());
    book.begun(request);
    for (let minute = 0; minute < 3; minute++) {
      pass(60_000);
      assert.equal(value('model.requests_active'), 1);
    }
    finish(request, { state: 'cancelled' });
    assert.equal(value('model.requests_active'), 0);
  });

  it('does not take a request of the proxy that just ended for one of somebody else', () => {
    const request = requestAt(Date.now());
    book.begun(request);
    const from = Date.now();
    read(reading({ 'model.requests_active': 1 }));
    pass(100);
    finish(request, { counts: { output: 1 } });
    assert.equal(book.underWay(from, Date.now() + 100).length, 1);
  });

  it('counts what passed of a stream whose runtime died, and says that the rest is not known', () => {
    read(reading({ 'model.output_tokens': 7 }));
    run(50, 5, 10, { state: 'failed' });
    assert.equal(value('model.output_tokens'), 7);
    book.lost('local', Date.now(), Date.now());
    const series = pipeline.series('model.output_tokens', labels);
    assert.equal(series.quality, 'unavailable');
    assert.match(series.reason ?? '', /cannot be read/);
    const failed = requestAt(Date.now(), { model: 'gpt-9' });
    book.begun(failed);
    finish(failed, { state: 'failed' });
    assert.deepEqual(
      book.activity().models.map(({ model }) => model),
      ['m'],
    );
    read(reading({ 'model.output_tokens': 7 }));
    assert.equal(value('model.output_tokens'), 12);
  });

  it('goes on with its totals after a pause', () => {
    run(50, 5, 10, { counts: { input: 3, output: 5 } });
    book.stop();
    pass(5000);
    book.start(pipeline);
    run(50, 5, 10, { counts: { input: 3, output: 5 } });
    assert.equal(value('model.output_tokens'), 10);
    assert.deepEqual(book.activity().models[0]?.today?.output, 10);
  });

  it('keeps the models that a runtime lists apart, whatever names clients make up', () => {
    for (let i = 0; i < 100; i++) {
      const request = requestAt(Date.now(), { model: `made-up-${i}` });
      book.begun(request);
      finish(request, { counts: { output: 1 } });
    }
    const listed = ['a', 'b'].map((name) => reading({ 'model.output_tokens': 0 }, { status: { name, state: 'idle' } }));
    read(...listed);
    assert.equal(value('model.output_tokens', { runtime: 'local', model: 'b' }), 0);
    assert.ok(book.activity().models.length <= 67);
  });

  it('bounds what a client that makes up names can fill', () => {
    for (let i = 0; i < 400; i++) {
      const request = requestAt(Date.now(), { model: `made-up-${i}` });
      book.begun(request);
      finish(request, { counts: { output: 1 } });
    }
    assert.ok(book.activity().models.length <= 65);
    assert.ok(book.activity().requests.length <= 50);
  });

  it('shows a model at work that its runtime does not list, and one that it lists as idle', () => {
    const status = { name: 'local', kind: 'openai' as const, url: '', notes: [] };
    const request = requestAt(Date.now());
    book.begun(request);
    assert.deepEqual(book.joined([{ ...status, models: [] }])[0]?.models, [{ name: 'm', state: 'loading' }]);
    contentAt(request, Date.now());
    book.progressed(request, 1);
    assert.deepEqual(book.joined([{ ...status, models: [{ name: 'm', state: 'idle' }] }])[0]?.models, [
      { name: 'm', state: 'generating' },
    ]);
    finish(request, {});
    assert.deepEqual(book.joined([{ ...status, models: [] }])[0]?.models, []);
    assert.ok(changes >= 2);
  });

  it('takes nothing in while it is stopped, and nothing of before when it goes on', () => {
    const request = requestAt(Date.now());
    book.begun(request);
    book.stop();
    contentAt(request, Date.now());
    book.progressed(request, 1);
    book.start(pipeline);
    finish(request, { counts: { output: 9 } });
    assert.equal(value('model.output_tokens'), undefined);
    run(10, 2, 10, { counts: { output: 2 } });
    assert.equal(value('model.output_tokens'), 2);
  });

  it('keeps only the figures that the setting names', () => {
    book.metrics = ['tokens'];
    run(50, 5, 10, { counts: { output: 5 } });
    assert.equal(value('model.output_tokens'), 5);
    assert.deepEqual(samples('model.ttft_ms'), []);
  });
});
