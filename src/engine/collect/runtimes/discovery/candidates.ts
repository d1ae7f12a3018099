import { readLoopbackAddress, type LoopbackAddress } from '../http/loopbackAddress';

/** Which servers to expect, so that few questions tell. A llama-swap stands where a llama-server does. */
export type Family = 'llama' | 'ollama' | 'vllm' | 'sglang' | 'lmstudio';

/** A place where a runtime may listen, and which family of servers usually does there. */
export interface Candidate {
  readonly address: LoopbackAddress;
  readonly family: Family;
}

/** llama-server has moved from one of its ports to the other. */
const wellKnown = [
  { port: 8080, family: 'llama' },
  { port: 9931, family: 'llama' },
  { port: 8000, family: 'vllm' },
  { port: 30_000, family: 'sglang' },
  { port: 1234, family: 'lmstudio' },
] as const satisfies readonly { readonly port: number; readonly family: Family }[];
const ollamaPort = 11434;

/**
 * The well-known places on this machine.
 * @param ollamaHost The environment's `OLLAMA_HOST`, which moves Ollama; one that is not on this machine is ignored.
 */
export function wellKnownCandidates(ollamaHost: string | undefined): Candidate[] {
  const others = wellKnown.map(({ port, family }): Candidate => ({ address: localPort(port), family }));
  return [...others, { address: ollamaAddress(ollamaHost) ?? localPort(ollamaPort), family: 'ollama' }];
}

export function localPort(port: number): LoopbackAddress {
  return { host: '127.0.0.1', port, prefix: '', url: `http://127.0.0.1:${port}` };
}

/** Ollama takes a host, a port, both, or a URL; an address that means "all" is reached over loopback. */
function ollamaAddress(text: string | undefined): LoopbackAddress | undefined {
  const trimmed = (text ?? '').trim().replace(/^["']|["']$/g, '');
  if (trimmed === '') return undefined;
  const schemed = trimmed.includes('://') ? trimmed : `http://${trimmed.startsWith(':') ? '0.0.0.0' : ''}${trimmed}`;
  if (!URL.canParse(schemed)) return undefined;
  const url = new URL(schemed);
  const host = url.hostname === '0.0.0.0' || url.hostname === '[::]' ? '127.0.0.1' : url.hostname;
  // Without a port Ollama takes its own; with a scheme, that of the scheme.
  const port = url.port || (trimmed.includes('://') ? '80' : ollamaPort);
  const check = readLoopbackAddress(`${url.protocol}//${host}:${port}${url.pathname}`);
  return 'address' in check ? check.address : undefined;
}
