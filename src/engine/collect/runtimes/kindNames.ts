import type { RuntimeKind } from '../../../protocol/status';

/** What people call each kind of runtime. */
export const kindNames: Readonly<Record<RuntimeKind, string>> = {
  llamacpp: 'llama-server',
  ollama: 'Ollama',
  vllm: 'vLLM',
  sglang: 'SGLang',
  lmstudio: 'LM Studio',
  llamaswap: 'llama-swap',
  openai: 'an OpenAI-compatible server',
};
