import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Adapter, Reading } from '../../../../src/engine/collect/runtimes/adapter';
import { figureMetrics } from '../../../../src/engine/collect/runtimes/figures';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import { LmStudioAdapter } from '../../../../src/engine/collect/runtimes/lmstudio/lmStudioAdapter';
import { OpenAiAdapter } from '../../../../src/engine/collect/runtimes/openai/openAiAdapter';
import { recorded } from '../../../golden/runtimes/recorded';
import { nobody, ok, status } from './simulation';

function read(adapter: Adapter, pages: Record<string, HttpResult>): Reading {
  return adapter.digest(adapter.plan(0).map((path) => ({ path, result: pages[path] ?? status(404), at: 0 })));
}

function names(reading: Reading): readonly string[] {
  assert.ok(reading.state === 'read', JSON.stringify(reading));
  for (const { figures = {}, shortfalls = {} } of reading.models) {
    assert.ok(Object.values(figures).every(Number.isNaN));
    assert.deepEqual(Object.keys(shortfalls), [...figureMetrics]);
    for (const { quality, reason } of Object.values(shortfalls))
      assert.match(`${quality}: ${reason}`, /^unavailable: .*measuring proxy/);
  }
  return reading.models.map((model) => model.status.name);
}

const wrong = [ok('[]'), ok('null'), ok('<html>'), ok('{"models":[{}]}'), ok('{"data":[{}]}'), status(500), nobody];

describe('LM Studio', () => {
  const v1 = { '/api/v1/models': ok(recorded('lmstudio/models.v1.json')) };
  const v0 = {
    '/api/v1/models': ok('{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}'),
    '/api/v0/models': ok(recorded('lmstudio/models.v0.json')),
  };

  it('names its loaded models, and that only the proxy measures them', () => {
    const reading = read(new LmStudioAdapter(), v1);
    assert.deepEqual(names(reading), ['qwen/qwen3-8b']);
    assert.match(reading.state === 'read' ? reading.notes.join() : '', /no token counters.*measuring proxy/);
  });

  it('is asked for the page that its version has, and for that alone', () => {
    const adapter = new LmStudioAdapter();
    assert.deepEqual(names(read(adapter, v0)), ['qwen3-8b']);
    assert.deepEqual(adapter.plan(), ['/api/v0/models']);
    adapter.lost();
    assert.deepEqual(names(read(adapter, v1)), ['qwen/qwen3-8b']);
    assert.deepEqual(adapter.plan(), ['/api/v1/models']);
  });

  it('follows models that come and go', () => {
    const adapter = new LmStudioAdapter();
    read(adapter, v1);
    assert.deepEqual(names(read(adapter, { '/api/v1/models': ok('{"models":[]}') })), []);
  });

  it('fails with what is wrong, a missing key first of all', () => {
    for (const result of wrong)
      assert.equal(read(new LmStudioAdapter(), { '/api/v1/models': result, '/api/v0/models': result }).state, 'failed');
    const locked = read(new LmStudioAdapter(), { ...v0, '/api/v1/models': status(401) });
    assert.ok(locked.state === 'failed' && locked.failure.outcome === 'status' && locked.failure.status === 401);
  });
});

describe('a server that speaks OpenAI’s protocol', () => {
  const list = (...ids: string[]): HttpResult => ok(JSON.stringify({ data: ids.map((id) => ({ id })) }));

  it('names its models, at a URL with or without the version', () => {
    const adapter = new OpenAiAdapter();
    assert.deepEqual(names(read(adapter, { '/v1/models': list('a', 'b', 'a') })), ['a', 'b']);
    assert.deepEqual(adapter.plan(), ['/v1/models']);
    assert.deepEqual(names(read(new OpenAiAdapter(), { '/models': list('c') })), ['c']);
  });

  it('is asked every 30 s, and not for all names there are', () => {
    const adapter = new OpenAiAdapter();
    const many = read(adapter, { '/v1/models': list(...Array.from({ length: 50 }, (_, i) => `m${i}`)) });
    assert.equal(names(many).length, 32);
    assert.match(many.state === 'read' ? many.notes.join() : '', /18 more models/);
    assert.equal(adapter.periodMs(), 30_000);
  });

  it('fails with what is wrong', () => {
    for (const result of [...wrong, status(401)])
      assert.equal(read(new OpenAiAdapter(), { '/v1/models': result, '/models': result }).state, 'failed');
  });
});
