import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanText } from '../../../../src/engine/cleanText';
import { modelName } from '../../../../src/engine/collect/runtimes/parse/modelName';

describe('text from the wire', () => {
  it('loses what could forge lines or turn text around', () => {
    assert.equal(cleanText(' a\u0000b\nc\u001b[31m\u202ed\u2066\u200b\ufeff ', 50), 'abc[31md');
  });

  it('is bounded, and not cut inside a character', () => {
    assert.equal(cleanText('x'.repeat(1e6), 120).length, 120);
    assert.equal(cleanText('ab\u{1f600}', 3), 'ab\ufffd');
  });
});

describe('model name', () => {
  for (const [id, name] of [
    ['/models/tiny-random-llama.gguf', 'tiny-random-llama.gguf'],
    ['C:\\models\\qwen.gguf', 'qwen.gguf'],
    ['models/qwen.gguf', 'qwen.gguf'],
    ['ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M'],
    ['qwen3:8b', 'qwen3:8b'],
    ['/', 'unnamed'],
    ['', 'unnamed'],
    ['\n', 'unnamed'],
  ] as const)
    it(`of ${JSON.stringify(id)} is ${name}`, () => {
      assert.equal(modelName(id), name);
    });
});
