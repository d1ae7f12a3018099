import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { routeOf } from '../../../../src/engine/ingest/measure/routes';

describe('requests that are measured', () => {
  const known = {
    '/v1/chat/completions': 'chat',
    '/chat/completions': 'chat',
    '/api/v0/chat/completions': 'chat',
    '/v1/chat/completions?x=y': 'chat',
    '/v1/chat/completions/': 'chat',
    '/upstream/some-model/v1/chat/completions': 'chat',
    '/v1/completions': 'completion',
    '/api/v0/completions': 'completion',
    '/completion': 'completion',
    '/completions': 'completion',
    '/upstream/m/completion': 'completion',
    '/infill': 'completion',
    '/v1/responses': 'responses',
    '/v1/messages': 'messages',
    '/api/generate': 'generate',
    '/api/chat': 'chat',
    '/api/v1/chat': 'chat',
    '/api/embed': 'embeddings',
    '/api/embeddings': 'embeddings',
    '/v1/embeddings': 'embeddings',
    '/embedding': 'embeddings',
    '/v1/rerank': 'other',
    '/reranking': 'other',
  };
  for (const [path, kind] of Object.entries(known))
    it(`${path} is ${kind}`, () => {
      assert.equal(routeOf('POST', path)?.kind, kind);
      assert.equal(routeOf('GET', path), undefined);
    });

  it('are read each in its own way', () => {
    const dialects = [
      '/v1/completions',
      '/completions',
      '/api/chat',
      '/api/v1/chat',
      '/v1/chat/completions',
      '/api/embed',
    ].map((path) => routeOf('POST', path)?.dialect);
    assert.equal(new Set(dialects).size, dialects.length);
    assert.equal(routeOf('POST', '/api/embeddings')?.dialect, routeOf('POST', '/api/embed')?.dialect);
  });

  it('are no others', () => {
    for (const path of [
      '/v1/messages/count_tokens',
      '/v1/messages/batches',
      '/v1/responses/abc/cancel',
      '/v1/threads/abc/messages',
      '/v1/chat/completions/input_tokens',
      '/v1/models',
      '/api/show',
      '/tokenize',
      '/xcompletion',
      '/other?path=/v1/chat/completions',
      '/',
      '',
    ])
      assert.equal(routeOf('POST', path), undefined, path);
  });
});
