import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ModelReading, Reading } from '../../../../src/engine/collect/runtimes/adapter';
import type { FigureMetric } from '../../../../src/engine/collect/runtimes/figures';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { ScrapeAdapter, type ScrapedKind } from '../../../../src/engine/collect/runtimes/prometheus/scrapeAdapter';
import { sglang } from '../../../../src/engine/collect/runtimes/sglang/sglang';
import { vllm } from '../../../../src/engine/collect/runtimes/vllm/vllm';
import { recorded } from '../../../golden/runtimes/recorded';
import { nobody, ok, status } from './simulation';

type Pages = Record<string, HttpResult>;

const list = (owner: string, ...ids: string[]): HttpResult =>
  ok(JSON.stringify({ data: ids.map((id) => ({ id, owned_by: owner, max_model_len: 8192 })) }));

/** An adapter that is given one page after another, a second apart. */
class Scraped {
  readonly adapter: ScrapeAdapter;
  private at = 0;

  constructor(
    kind: ScrapedKind,
    private readonly pages: Pages = {},
  ) {
    this.adapter = new ScrapeAdapter(kind);
  }

  read(metrics: HttpResult | string): Reading {
    this.at += 1000;
    const pages: Pages = { ...this.pages, '/metrics': typeof metrics === 'string' ? ok(metrics) : metrics };
    const asked = this.adapter.plan(this.at);
    return this.adapter.digest(asked.map((path) => ({ path, result: pages[path] ?? status(404), at: this.at })));
  }

  models(metrics: HttpResult | string): readonly ModelReading[] {
    const reading = this.read(metrics);
    assert.ok(reading.state === 'read', JSON.stringify(reading));
    return reading.models;
  }

  figure(metric: FigureMetric, ...pages: readonly string[]): number | undefined {
    return pages.map((page) => this.models(page)).at(-1)?.[0]?.figures?.[metric];
  }
}

const vllmPages: Pages = { '/v1/models': list('vllm', 'Qwen/Qwen3-8B'), '/version': ok('{"version":"0.11.2"}') };
const golden = recorded('vllm/metrics.txt');
/** The same page with more on its counters. */
const grown = golden
  .replace(
    'generation_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 3400.0',
    'generation_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 3500.0',
  )
  .replace(
    'prompt_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 1200.0',
    'prompt_tokens_total{engine="0",model_name="Qwen/Qwen3-8B"} 1260.0',
  )
  .replace(
    'tokens_cached_total{engine="0",model_name="Qwen/Qwen3-8B"} 500.0',
    'tokens_cached_total{engine="0",model_name="Qwen/Qwen3-8B"} 520.0',
  )
  .replace(
    'finished_reason="stop",model_name="Qwen/Qwen3-8B"} 7.0',
    'finished_reason="stop",model_name="Qwen/Qwen3-8B"} 9.0',
  );

describe('vLLM', () => {
  it('tells its version, its models, their context and what they work on', () => {
    const scraped = new Scraped(vllm, vllmPages);
    const reading = scraped.read(golden);
    assert.ok(reading.state === 'read');
    assert.equal(reading.version, '0.11.2');
    assert.deepEqual(reading.notes, []);
    const [model] = reading.models;
    assert.deepEqual(model?.status, { name: 'Qwen/Qwen3-8B', state: 'generating', contextTokens: 8192 });
    assert.equal(model.figures?.['model.requests_active'], 2);
    assert.equal(model.figures['model.requests_queued'], 1);
    assert.equal(scraped.adapter.periodMs(), 500);
  });

  it('counts since the first look, all ends of requests together, and measures its speeds', () => {
    const scraped = new Scraped(vllm, vllmPages);
    scraped.read(golden);
    const figures = scraped.models(grown)[0]?.figures;
    assert.equal(figures?.['model.output_tokens'], 100);
    assert.equal(figures['model.input_tokens'], 60);
    assert.equal(figures['model.cached_tokens'], 20);
    assert.equal(figures['model.requests'], 2);
    assert.equal(figures['model.tokens_per_second'], 100);
    assert.equal(figures['model.prompt_tokens_per_second'], 40);
  });

  const ttft = (fast: number, slow: number): string =>
    `vllm:num_requests_running{model_name="m"} 1\n${[
      ['0.1', fast],
      ['1.0', fast],
      ['+Inf', fast + slow],
    ]
      .map(([le, count]) => `vllm:time_to_first_token_seconds_bucket{model_name="m",le="${le}"} ${count}`)
      .join('\n')}\n`;

  it('tells times of what ended since the last reading, and NaN where nothing did', () => {
    const scraped = new Scraped(vllm, vllmPages);
    assert.ok(Number.isNaN(scraped.figure('model.ttft_ms', ttft(5, 5))));
    const [model] = scraped.models(ttft(15, 5));
    assert.equal(model?.figures?.['model.ttft_ms'], 50);
    assert.equal(model.shortfalls?.['model.ttft_ms']?.quality, 'estimated');
    assert.match(model.shortfalls['model.ttft_ms'].reason, /between which bounds/);
    assert.deepEqual(model.ttft, { p50: 50, p95: 95, count: 10, source: 'histogram' });
    assert.ok(Number.isNaN(scraped.figure('model.ttft_ms', ttft(15, 5))));
    const [slow] = scraped.models(ttft(15, 25));
    assert.equal(slow?.figures?.['model.ttft_ms'], 1000);
    assert.match(slow.shortfalls?.['model.ttft_ms']?.reason ?? '', /the least that it can be/);
    assert.equal(slow.ttft?.isAtLeast, true);
  });

  it('leaves out a histogram that contradicts itself, says so, and reads the rest', () => {
    const scraped = new Scraped(vllm, vllmPages);
    scraped.read(ttft(5, 5));
    const reading = scraped.read(ttft(15, -7));
    assert.ok(reading.state === 'read');
    assert.match(reading.notes.join(), /contradict themselves/);
    assert.equal(reading.models[0]?.figures?.['model.requests_active'], 1);
    assert.ok(Number.isNaN(reading.models[0].figures['model.ttft_ms']));
  });

  const both = (tokens: number, hits: number): string => `
vllm:prompt_tokens_total{model_name="m"} ${tokens}
vllm:prompt_tokens{model_name="m"} ${tokens}
vllm:prefix_cache_hits_total{model_name="m"} ${hits}
vllm:gpu_prefix_cache_hits_total{model_name="m"} ${hits}
vllm:inter_token_latency_seconds_bucket{model_name="m",le="1.0"} ${tokens}
vllm:inter_token_latency_seconds_bucket{model_name="m",le="+Inf"} ${tokens}
vllm:time_per_output_token_seconds_bucket{model_name="m",le="8.0"} ${tokens}
vllm:time_per_output_token_seconds_bucket{model_name="m",le="+Inf"} ${tokens}
`;

  it('never adds the old name of a thing to the new one', () => {
    const scraped = new Scraped(vllm, vllmPages);
    const [model] = [both(100, 10), both(150, 15)].map((page) => scraped.models(page)).at(-1) ?? [];
    assert.equal(model?.figures?.['model.input_tokens'], 50);
    assert.equal(model.figures['model.cached_tokens'], 5);
    assert.equal(model.figures['model.inter_token_ms'], 500);
  });

  it('reads versions that have only the old names', () => {
    const old = (n: number): string => `
vllm:generation_tokens{model_name="m"} ${n}
vllm:gpu_prefix_cache_hits{model_name="m"} ${n}
vllm:time_per_output_token_seconds_bucket{model_name="m",le="0.5"} ${n}
vllm:time_per_output_token_seconds_bucket{model_name="m",le="+Inf"} ${n}
`;
    const scraped = new Scraped(vllm, vllmPages);
    scraped.read(old(10));
    const figures = scraped.models(old(30))[0]?.figures;
    assert.equal(figures?.['model.output_tokens'], 20);
    assert.equal(figures['model.cached_tokens'], 20);
    assert.equal(figures['model.inter_token_ms'], 250);
  });

  it('adds up its engines, and counts on when one of them, or all, begin anew', () => {
    const engines = (...counts: number[]): string =>
      counts.map((n, i) => `vllm:generation_tokens_total{engine="${i}",model_name="m"} ${n}`).join('\n');
    const scraped = new Scraped(vllm, vllmPages);
    assert.equal(scraped.figure('model.output_tokens', engines(100, 200), engines(110, 205)), 15);
    assert.equal(scraped.figure('model.output_tokens', engines(5, 206)), 21);
    assert.equal(scraped.figure('model.output_tokens', engines(1, 2)), 24);
  });

  it('sees by the start of the process a restart that counters hide', () => {
    const page = (start: number, n: number): string =>
      `process_start_time_seconds ${start}\nvllm:generation_tokens_total{model_name="m"} ${n}`;
    const scraped = new Scraped(vllm, vllmPages);
    assert.equal(scraped.figure('model.output_tokens', page(1.7e9, 100), page(1.7e9, 150), page(1.8e9, 160)), 210);
  });

  it('tells several models apart, also by their folders, and keeps totals of one that leaves for a while', () => {
    const page = (counts: Record<string, number>): string =>
      Object.entries(counts)
        .map(([name, n]) => `vllm:generation_tokens_total{model_name="${name}"} ${n}`)
        .join('\n');
    const scraped = new Scraped(vllm);
    const totals = (counts: Record<string, number>): unknown =>
      scraped.models(page(counts)).map((model) => [model.status.name, model.figures?.['model.output_tokens']]);
    scraped.read(page({ '/a/m': 10, '/b/m': 20 }));
    assert.deepEqual(totals({ '/a/m': 15, '/b/m': 29 }), [
      ['m', 5],
      ['/b/m', 9],
    ]);
    assert.deepEqual(totals({ '/b/m': 30 }), [['/b/m', 10]]);
    assert.deepEqual(totals({ '/a/m': 16, '/b/m': 30, new: 7 }), [
      ['m', 6],
      ['/b/m', 10],
      ['new', 7],
    ]);
  });

  it('lists its models and says what to do where it keeps no statistics', () => {
    const scraped = new Scraped(vllm, vllmPages);
    const reading = scraped.read('python_info{version="3.12"} 1\n');
    assert.ok(reading.state === 'read');
    assert.match(reading.notes.join(), /--disable-log-stats/);
    const [model] = reading.models;
    assert.equal(model?.status.name, 'Qwen/Qwen3-8B');
    assert.match(model.shortfalls?.['model.output_tokens']?.reason ?? '', /measuring proxy/);
    assert.equal(scraped.adapter.periodMs(), 30_000);
  });

  it('is told from other servers', () => {
    for (const [pages, page] of [
      [{}, status(404)],
      [{ '/v1/models': list('llamacpp', 'm') }, ok('llamacpp:x 1')],
      [{}, ok('<html>')],
    ] as const) {
      const reading = new Scraped(vllm, pages).read(page);
      assert.ok(reading.state === 'failed' && reading.failure.outcome === 'malformed');
      assert.match(reading.failure.reason, /is not vLLM/);
    }
  });

  it('is read though it asks for a key before it lists its models', () => {
    const scraped = new Scraped(vllm, { '/v1/models': status(401) });
    assert.equal(scraped.models(golden)[0]?.status.name, 'Qwen/Qwen3-8B');
  });

  it('fails with what kept its page away', () => {
    for (const result of [status(500), status(401), nobody]) {
      const reading = new Scraped(vllm, vllmPages).read(result);
      assert.ok(reading.state === 'failed' && reading.failure === result);
    }
  });

  it('does not take what was missing on a damaged page for new', () => {
    const page = (n: number, extra = ''): string =>
      `vllm:num_requests_running{model_name="m"} 0\n${extra}vllm:generation_tokens_total{model_name="m"} ${n}`;
    const scraped = new Scraped(vllm, vllmPages);
    scraped.read('vllm:num_requests_running{model_name="m"} 0\nvllm:generation_tokens_total{model_na');
    assert.equal(scraped.figure('model.output_tokens', page(5000), page(5010)), 10);
  });
});

describe('SGLang', () => {
  const pages: Pages = { '/v1/models': list('sglang', 'meta-llama/Llama-3.1-8B-Instruct') };
  const llama = 'meta-llama/Llama-3.1-8B-Instruct';

  it('is read from what its documentation shows', () => {
    const [model] = new Scraped(sglang, pages).models(recorded('sglang/metrics.txt'));
    assert.deepEqual(model?.status, { name: llama, state: 'generating', contextTokens: 8192 });
    assert.equal(model.figures?.['model.output_tokens'], 0);
    assert.equal(model.shortfalls?.['model.prompt_tokens_per_second']?.quality, 'unavailable');
  });

  it('shows the speed while a request runs, though its totals only grow at the end', () => {
    const page = (first: number, later: number, total: number): string => `
sglang:num_running_reqs{model_name="m"} 1
sglang:generation_tokens_total{model_name="m"} ${total}
sglang:time_to_first_token_seconds_count{model_name="m"} ${first}
sglang:inter_token_latency_seconds_count{model_name="m"} ${later}
`;
    const scraped = new Scraped(sglang, pages);
    scraped.read(page(1, 10, 500));
    const figures = scraped.models(page(2, 69, 500))[0]?.figures;
    assert.equal(figures?.['model.tokens_per_second'], 60);
    assert.equal(figures['model.output_tokens'], 0);
    assert.equal(scraped.figure('model.output_tokens', page(2, 69, 580)), 80);
  });

  it('prefers the counters that newer versions keep for that, and does not add the two', () => {
    const page = (made: number, evaluated: number): string => `
sglang:realtime_tokens_total{model_name="m",mode="decode"} ${made}
sglang:realtime_tokens_total{model_name="m",mode="prefill_compute"} ${evaluated}
sglang:realtime_tokens_total{model_name="m",mode="prefill_cache"} ${evaluated * 9}
sglang:inter_token_latency_seconds_count{model_name="m"} ${made}
`;
    const scraped = new Scraped(sglang, pages);
    scraped.read(page(100, 10));
    const [model] = scraped.models(page(140, 35));
    assert.equal(model?.figures?.['model.tokens_per_second'], 40);
    assert.equal(model.figures['model.prompt_tokens_per_second'], 25);
    assert.equal(model.shortfalls?.['model.prompt_tokens_per_second'], undefined);
  });

  it('counts the first request whole, though its counters are not there before', () => {
    const scraped = new Scraped(sglang, pages);
    const idle = 'sglang:num_running_reqs{model_name="m"} 0\n';
    const ended = `${idle}sglang:generation_tokens_total{model_name="m"} 25\nsglang:cached_tokens_total{model_name="m",cache_source="device"} 3\n`;
    assert.equal(scraped.figure('model.output_tokens', idle, ended), 25);
    assert.equal(scraped.figure('model.cached_tokens', ended), 3);
  });

  it('does not add requests of each priority to all of them', () => {
    const page =
      'sglang:num_running_reqs{model_name="m",priority=""} 3\nsglang:num_running_reqs{model_name="m",priority="1"} 3\n';
    assert.equal(new Scraped(sglang, pages).figure('model.requests_active', page), 3);
  });

  it('says what to do where it was not started with metrics, and asks seldom', () => {
    const scraped = new Scraped(sglang, pages);
    const reading = scraped.read(status(404));
    assert.ok(reading.state === 'read');
    assert.match(reading.notes.join(), /--enable-metrics/);
    assert.deepEqual(reading.models[0]?.status.name, llama);
    assert.deepEqual(scraped.adapter.plan(2000), []);
    assert.equal(scraped.adapter.periodMs(), 30_000);
  });
});

describe('a page of metrics', () => {
  it('never throws and never gives what cannot be, whatever it holds', () => {
    const name = fc.constantFrom(
      'vllm:generation_tokens_total',
      'vllm:num_requests_running',
      'vllm:time_to_first_token_seconds_bucket',
      'process_start_time_seconds',
      'vllm:request_success_total',
    );
    const labels = fc.constantFrom(
      '',
      '{model_name="m"}',
      '{model_name="",le="+Inf"}',
      '{le="0.1",model_name="m"}',
      '{model_name="\\u202e"}',
      '{x',
    );
    const value = fc.constantFrom('0', '5', '1e400', 'NaN', '-7', '+Inf', '', '9007199254740993');
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(name, labels, value), { maxLength: 10 }), { maxLength: 4 }), (made) => {
        const scraped = new Scraped(vllm, vllmPages);
        for (const rows of made) {
          const reading = scraped.read(rows.map((row) => row.join(' ').replace(' {', '{')).join('\n'));
          const models = reading.state === 'read' ? reading.models : [];
          for (const model of models) {
            assert.ok(model.status.name.length > 0);
            for (const figure of Object.values<number>(model.figures ?? {}))
              assert.ok(Number.isNaN(figure) || (figure >= 0 && figure < 1e18));
          }
        }
      }),
    );
  });

  it('is not read beyond 32 models', () => {
    const page = Array.from({ length: 40 }, (_, i) => `vllm:num_requests_running{model_name="m${i}"} 0`).join('\n');
    const reading = new Scraped(vllm).read(page);
    assert.ok(reading.state === 'read');
    assert.equal(reading.models.length, 32);
    assert.match(reading.notes.join(), /8 more models/);
  });
});
