import type { RuntimeKind, RuntimeStatus } from '../../protocol/status';

/** One way to send a client's requests through the measuring proxy. */
export interface ClientRecipe {
  readonly client: 'openaiEnvironment' | 'openaiCode' | 'anthropic' | 'ollama' | 'url' | 'curl';
  /** What is copied. */
  readonly text: string;
}

/** Runtimes that also speak Anthropic's protocol, in the versions that do. */
const anthropicKinds: ReadonlySet<RuntimeKind> = new Set(['llamacpp', 'ollama', 'vllm', 'lmstudio', 'llamaswap']);

/** Names that no shell, and no JSON text, reads as anything but a name. */
const plainModelName = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$/;

/** Where a runtime is reached through the proxy, without a slash at its end. */
export function throughProxy(proxy: string, runtime: string): string {
  return `${proxy.replace(/\/+$/, '')}/${encodeURIComponent(runtime)}`;
}

/** The ways that fit what a runtime speaks, the most common first. */
export function clientRecipes(
  proxy: string,
  runtime: Pick<RuntimeStatus, 'name' | 'kind' | 'models'>,
  platform: string,
): ClientRecipe[] {
  const base = throughProxy(proxy, runtime.name);
  return [
    ...(runtime.kind === 'ollama' ? [{ client: 'ollama', text: `OLLAMA_HOST=${base}` } as const] : []),
    { client: 'openaiEnvironment', text: `OPENAI_BASE_URL=${base}/v1` },
    { client: 'openaiCode', text: `base_url="${base}/v1"` },
    ...(anthropicKinds.has(runtime.kind) ? [{ client: 'anthropic', text: `ANTHROPIC_BASE_URL=${base}` } as const] : []),
    { client: 'url', text: base },
    { client: 'curl', text: curlExample(base, runtime.models[0]?.name, platform) },
  ];
}

/**
 * One line for a POSIX shell or PowerShell 7. Model names come from outside and the line is meant to be run: one that
 * is not plain gives way to `MODEL`.
 */
function curlExample(base: string, model: string | undefined, platform: string): string {
  const body = JSON.stringify({
    model: model !== undefined && plainModelName.test(model) ? model : 'MODEL',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  });
  const program = platform === 'win32' ? 'curl.exe' : 'curl';
  return `${program} -N '${base}/v1/chat/completions' -H 'Content-Type: application/json' -d '${body}'`;
}
